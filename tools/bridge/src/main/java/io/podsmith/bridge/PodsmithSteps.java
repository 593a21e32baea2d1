// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.bridge.border.DriverInput;
import io.podsmith.bridge.border.ExecutorInput;
import io.podsmith.bridge.border.PodOutput;
import io.podsmith.bridge.border.PodText;
import io.podsmith.bridge.border.SparkInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.features.KubernetesExecutorCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.submit.JavaMainAppResource;
import org.apache.spark.deploy.k8s.submit.MainAppResource;
import org.apache.spark.deploy.k8s.submit.PythonMainAppResource;
import org.apache.spark.deploy.k8s.submit.RMainAppResource;
import org.apache.spark.util.Utils;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/**
 * Runs all discovered steps of Podsmith as one step of Spark's own Kubernetes jar. Name this class
 * in {@code spark.kubernetes.driver.pod.featureSteps} and {@code
 * spark.kubernetes.executor.pod.featureSteps}.
 *
 * <p>The same class works with Spark 3.5 to 4.3. Spark creates one instance per pod, calls {@code
 * init} for its role, then {@link #configurePod} and the other methods, in one thread.
 */
public final class PodsmithSteps
    implements KubernetesDriverCustomFeatureConfigStep,
        KubernetesExecutorCustomFeatureConfigStep,
        BothScalas {
  private @Nullable KubernetesDriverConf driver;
  private @Nullable KubernetesExecutorConf executor;
  private @Nullable PodOutput output;

  /** Called by Spark through reflection. */
  public PodsmithSteps() {}

  @Override
  public void init(KubernetesDriverConf conf) {
    driver = conf;
  }

  @Override
  public void init(KubernetesExecutorConf conf) {
    executor = conf;
  }

  /**
   * Runs the steps.
   *
   * @param pod the pod after Spark's built-in steps
   * @return the pod after all steps
   * @throws IllegalArgumentException whose message begins with an error code of Podsmith, if a
   *     setting, a step or a plugin is invalid
   */
  @Override
  public SparkPod configurePod(SparkPod pod) {
    PodText text =
        new PodText(Serialization.asJson(pod.pod()), Serialization.asJson(pod.container()));
    PodOutput built = run(text);
    output = built;
    // untouched pods stay what they are
    return built.pod().equals(text)
        ? pod
        : new SparkPod(
            Serialization.unmarshal(built.pod().pod(), Pod.class),
            Serialization.unmarshal(built.pod().container(), Container.class));
  }

  private PodOutput run(PodText pod) {
    KubernetesDriverConf ofDriver = driver;
    KubernetesExecutorConf ofExecutor = executor;
    if (ofDriver != null) {
      DriverInput input = input(ofDriver, pod);
      return EngineAccess.call(steps -> steps.configureDriver(input));
    }
    if (ofExecutor != null) {
      ExecutorInput input = input(ofExecutor, pod);
      return EngineAccess.call(steps -> steps.configureExecutor(input));
    }
    throw new IllegalStateException("Spark has not called init");
  }

  private static DriverInput input(KubernetesDriverConf conf, PodText pod) {
    MainAppResource resource = conf.mainAppResource();
    return new DriverInput(
        spark(conf.sparkConf(), conf.appId(), conf.resourceNamePrefix()),
        language(resource),
        file(resource),
        conf.mainClass(),
        List.of(conf.appArgs()),
        ScalaValues.optional(conf.proxyUser()),
        serviceName(conf),
        pod);
  }

  private static String language(MainAppResource resource) {
    if (resource instanceof PythonMainAppResource) {
      return "python";
    }
    return resource instanceof RMainAppResource ? "r" : "java";
  }

  private static Optional<String> file(MainAppResource resource) {
    if (resource instanceof PythonMainAppResource python) {
      return Optional.of(python.primaryResource());
    }
    if (resource instanceof RMainAppResource r) {
      return Optional.of(r.primaryResource());
    }
    return resource instanceof JavaMainAppResource java
        ? ScalaValues.optional(java.primaryResource())
        : Optional.empty();
  }

  /** Spark 4.0 and later tell the name; before, a step of Spark's own kept it to itself. */
  private static Optional<String> serviceName(KubernetesDriverConf conf) {
    try {
      return Optional.of(
          (String) KubernetesDriverConf.class.getMethod("driverServiceName").invoke(conf));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private static ExecutorInput input(KubernetesExecutorConf conf, PodText pod) {
    return new ExecutorInput(
        spark(conf.sparkConf(), conf.appId(), conf.resourceNamePrefix()),
        conf.executorId(),
        conf.resourceProfileId(),
        ScalaValues.optional(conf.driverPod()).map(Serialization::asJson),
        pod);
  }

  private static SparkInput spark(SparkConf conf, String appId, String prefix) {
    return new SparkInput(
        ScalaValues.map(conf.getAll()),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Utils.getCurrentUserName(),
        appId,
        prefix,
        new HadoopRemoteFiles(conf));
  }

  /**
   * Returns the Spark properties that the steps set for the driver.
   *
   * @return the properties by key, empty for executors
   */
  @Override
  public scala.collection.immutable.Map<String, String> getAdditionalPodSystemProperties() {
    return ScalaValues.map(output == null ? Map.of() : output.properties());
  }

  /**
   * Returns the objects to create before the driver pod.
   *
   * @return the objects in order, empty for executors
   */
  @Override
  public Seq<HasMetadata> getAdditionalPreKubernetesResources() {
    return objects(output == null ? List.of() : output.preResources());
  }

  /**
   * Returns the objects to create after the driver pod.
   *
   * @return the objects in order, empty for executors
   */
  @Override
  public Seq<HasMetadata> getAdditionalKubernetesResources() {
    return objects(output == null ? List.of() : output.resources());
  }

  private static Seq<HasMetadata> objects(List<String> texts) {
    return ScalaValues.list(
        texts.stream().map(text -> (HasMetadata) Serialization.unmarshal(text)).toList());
  }
}
