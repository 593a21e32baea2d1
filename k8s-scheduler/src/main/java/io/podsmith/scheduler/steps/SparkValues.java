// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.api.conf.EmptyDirVolume;
import io.podsmith.api.conf.HostPathVolume;
import io.podsmith.api.conf.NfsVolume;
import io.podsmith.api.conf.PersistentVolumeClaimVolume;
import io.podsmith.api.conf.SecretKeyReference;
import io.podsmith.api.conf.VolumeSource;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.scheduler.ScalaInterop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.spark.deploy.k8s.KubernetesEmptyDirVolumeConf;
import org.apache.spark.deploy.k8s.KubernetesHostPathVolumeConf;
import org.apache.spark.deploy.k8s.KubernetesNFSVolumeConf;
import org.apache.spark.deploy.k8s.KubernetesPVCVolumeConf;
import org.apache.spark.deploy.k8s.KubernetesVolumeSpec;
import org.apache.spark.deploy.k8s.KubernetesVolumeSpecificConf;
import org.apache.spark.deploy.k8s.submit.JavaMainAppResource;
import org.apache.spark.deploy.k8s.submit.MainAppResource;
import org.apache.spark.deploy.k8s.submit.PythonMainAppResource;
import org.apache.spark.deploy.k8s.submit.RMainAppResource;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Converts values of Podsmith's contract to those of Spark's. */
public final class SparkValues {
  private SparkValues() {}

  /** Converts a map. */
  public static Map<String, String> map(java.util.Map<String, String> map) {
    return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
  }

  /** Converts references to the form {@code <name of the Secret>:<key>}. */
  public static Map<String, String> keyReferences(
      java.util.Map<String, SecretKeyReference> references) {
    java.util.Map<String, String> texts = new LinkedHashMap<>();
    references.forEach(
        (name, reference) ->
            texts.put(name, "%s:%s".formatted(reference.secretName(), reference.key())));
    return map(texts);
  }

  /** Converts volumes. */
  public static Seq<KubernetesVolumeSpec> volumes(List<VolumeSpec> volumes) {
    return ScalaInterop.seq(volumes.stream().map(SparkValues::volume).toList());
  }

  private static KubernetesVolumeSpec volume(VolumeSpec volume) {
    return new KubernetesVolumeSpec(
        volume.name(),
        volume.mountPath(),
        volume.subPath().orElse(""),
        volume.subPathExpr().orElse(""),
        volume.isReadOnly(),
        source(volume.source()));
  }

  private static KubernetesVolumeSpecificConf source(VolumeSource source) {
    if (source instanceof PersistentVolumeClaimVolume claim) {
      return new KubernetesPVCVolumeConf(
          claim.claimName(),
          ScalaInterop.option(claim.storageClass()),
          ScalaInterop.option(claim.size()),
          Option.apply(map(claim.labels())),
          Option.apply(map(claim.annotations())));
    }
    if (source instanceof HostPathVolume host) {
      return new KubernetesHostPathVolumeConf(host.path(), host.type());
    }
    if (source instanceof NfsVolume nfs) {
      return new KubernetesNFSVolumeConf(nfs.path(), nfs.server());
    }
    if (source instanceof EmptyDirVolume dir) {
      return new KubernetesEmptyDirVolumeConf(
          ScalaInterop.option(dir.medium()), ScalaInterop.option(dir.sizeLimit()));
    }
    throw new IllegalArgumentException(
        "Spark has no volume like %s".formatted(source.getClass().getName()));
  }

  /** Converts the application's file. */
  public static MainAppResource mainAppResource(io.podsmith.api.conf.MainAppResource resource) {
    Optional<String> file = resource.file();
    return switch (resource.language()) {
      case PYTHON -> new PythonMainAppResource(file.orElse(""));
      case R -> new RMainAppResource(file.orElse(""));
      default -> new JavaMainAppResource(ScalaInterop.option(file));
    };
  }
}
