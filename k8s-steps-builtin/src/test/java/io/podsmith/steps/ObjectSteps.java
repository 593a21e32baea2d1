// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step with objects of its own, before the driver pod and after it. */
final class ObjectSteps {
  static final String BEFORE = "-before";
  static final String AFTER = "-after";

  /** An object whose name does not contain the prefix of the application. */
  static final String FIXED = "fixed";

  /** An object that may exist before the application. */
  static final String CLAIM = "work";

  private ObjectSteps() {}

  /**
   * Runs work that discovers the step, too.
   *
   * @param directory where to register it
   */
  static <T> T during(Path directory, Work<T> work) throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(FeatureStepFactory.class.getName()), Factory.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = loader(directory)) {
      thread.setContextClassLoader(loader);
      return work.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URLClassLoader loader(Path directory) throws IOException {
    return new URLClassLoader(
        new URL[] {directory.toUri().toURL()}, ObjectSteps.class.getClassLoader());
  }

  /** Work that may throw. */
  interface Work<T> {
    T run() throws Exception;
  }

  /** Registered while {@link #during} runs. */
  public static final class Factory implements FeatureStepFactory {
    @Override
    public String id() {
      return "acme.objects";
    }

    @Override
    public String description() {
      return "Creates objects before the driver pod and after it.";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return conf.role() == PodRole.DRIVER
          ? Optional.of(new Step(conf.resourceNamePrefix()))
          : Optional.empty();
    }
  }

  private record Step(String prefix) implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod;
    }

    @Override
    public List<HasMetadata> getAdditionalPreKubernetesResources() {
      return List.of(
          map(prefix + BEFORE),
          map(FIXED),
          new PersistentVolumeClaimBuilder()
              .withNewMetadata()
              .withName(CLAIM)
              .endMetadata()
              .withNewSpec()
              .withAccessModes("ReadWriteOnce")
              .withNewResources()
              .withRequests(Map.of("storage", new Quantity("1Gi")))
              .endResources()
              .endSpec()
              .build());
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return List.of(map(prefix + AFTER));
    }

    private static ConfigMap map(String name) {
      return new ConfigMapBuilder()
          .withNewMetadata()
          .withName(name)
          .endMetadata()
          .addToData("key", "value")
          .build();
    }
  }
}
