// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster rejects, or has already, is told with the step that brought it. */
@Timeout(300)
class StepObjectsIT {
  private static EmbeddedApiServer server;
  private static KubernetesClient client;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    server = EmbeddedApiServer.builder().start();
    client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("elsewhere").endMetadata().build())
        .create();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @AfterEach
  void clear() {
    client.pods().inNamespace("default").delete();
    client.configMaps().inNamespace("default").delete();
  }

  @Test
  void leavesAnObjectAloneThatBelongsToAnotherApplication() throws Exception {
    submit("one", Map.of(), SharedMap.class);
    ConfigMap before = sharedMap();

    assertThatThrownBy(() -> submit("two", Map.of(), SharedMap.class))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CLUSTER-006] cannot create configmap shared in namespace default: it exists"
                + " and belongs to Pod one")
        .hasMessageContaining("step acme.shared from classpath (")
        .hasMessageContaining("must build the name from conf.resourceNamePrefix()")
        .hasMessageContaining("kubectl delete configmaps shared -n default");

    assertThat(sharedMap()).isEqualTo(before);
    assertThat(client.pods().inNamespace("default").withName("two").get())
        .as("the submission fails before anything is created")
        .isNull();
  }

  @Test
  void leavesAnObjectAloneThatNobodyOwns() throws Exception {
    ConfigMap users =
        client
            .configMaps()
            .inNamespace("default")
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("shared")
                    .endMetadata()
                    .addToData("of", "the cluster")
                    .build())
            .create();

    assertThatThrownBy(() -> submit("one", Map.of(), SharedMap.class))
        .hasMessageStartingWith("[PODSMITH-CLUSTER-006]")
        .hasMessageContaining("was not created by this application");

    assertThat(sharedMap()).isEqualTo(users);
  }

  @Test
  void replacesWhatAnEndedDriverLeft() throws Exception {
    submit("one", Map.of(), SharedMap.class);
    Pod ended = client.pods().inNamespace("default").withName("one").get();
    client
        .pods()
        .inNamespace("default")
        .resource(ended)
        .editStatus(
            pod -> {
              pod.getStatus().setPhase("Succeeded");
              return pod;
            });

    submit("two", Map.of(), SharedMap.class);

    assertThat(sharedMap().getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getName)
        .containsExactly("two");
  }

  @Test
  void sendsNoMoreRequestsWhereNamesAreUnique() throws Exception {
    int before = server.requests().size();

    submit("one", Map.of(), OwnMap.class);

    assertThat(server.requests().stream().skip(before))
        .extracting(request -> request.method())
        .as("a POST of the pod, and a PATCH of each object, as with Spark's own jar")
        .containsOnlyOnce("POST")
        .containsOnly("POST", "PATCH");
  }

  @Test
  void sendsAnObjectOfAnotherNamespaceAsTheSubmissionDoes() throws Exception {
    client
        .configMaps()
        .inNamespace("elsewhere")
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("shared")
                .endMetadata()
                .addToData("of", "another application")
                .build())
        .create();

    submit("one", Map.of("spark.podsmith.submit.dryRun", "server"), MapElsewhere.class);
    submit("one", Map.of(), MapElsewhere.class);

    assertThat(client.configMaps().inNamespace("elsewhere").withName("shared").get().getData())
        .containsEntry("of", "one");
  }

  @Test
  void namesTheStepThatWroteTheRejectedField() {
    assertThatThrownBy(() -> submit("one", Map.of(), LooseMount.class))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-003] cannot create pod one")
        .hasMessageMatching(
            "(?s).*spec\\.containers\\[0]\\.volumeMounts\\[\\d+]\\.name was written by step"
                + " acme\\.loose-mount from classpath \\(.*");
  }

  @Test
  void namesTheStepOfARejectedObject() {
    assertThatThrownBy(() -> submit("one", Map.of(), BadObject.class))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("The ConfigMap was returned by step acme.bad-object from classpath");
  }

  private static ConfigMap sharedMap() {
    return client.configMaps().inNamespace("default").withName("shared").get();
  }

  @SafeVarargs
  private void submit(
      String pod, Map<String, String> more, Class<? extends FeatureStepFactory>... factories)
      throws Exception {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("spark.app.name", pod);
    settings.put("spark.kubernetes.driver.pod.name", pod);
    settings.put("spark.kubernetes.container.image", "spark");
    settings.put("spark.kubernetes.submission.waitAppCompletion", "false");
    Path services =
        Files.createDirectories(directory.resolve("META-INF/services"))
            .resolve(FeatureStepFactory.class.getName());
    StringBuilder names = new StringBuilder(Basics.class.getName());
    for (Class<?> factory : factories) {
      names.append('\n').append(factory.getName());
    }
    Files.writeString(services, names);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      new Submitter(client)
          .submit(
              new SubmitRequest(
                  SparkSettings.of(settings, Map.of()),
                  new Application(
                      "spark-" + pod,
                      MainAppResource.builder().language(AppLanguage.JAVA).build(),
                      "com.acme.Main",
                      List.of(),
                      Optional.empty()),
                  SparkRuntime.standalone("4.1.1")));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** A factory for drivers. */
  abstract static class ForDrivers implements FeatureStepFactory {
    @Override
    public String description() {
      return "For a test.";
    }

    @Override
    public Set<PodRole> roles() {
      return EnumSet.of(PodRole.DRIVER);
    }
  }

  /** What the built-in steps do, as far as this test needs it. */
  public static final class Basics extends ForDrivers {
    @Override
    public String id() {
      return "acme.basics";
    }

    @Override
    public StepPhase phase() {
      return StepPhase.POD_BASICS;
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      String name = ((KubernetesDriverConf) conf).podName();
      return Optional.of(
          pod ->
              pod.editMetadata(
                      m -> m.withName(name).addToLabels("spark-app-selector", conf.appId()))
                  .editContainer(
                      c ->
                          c.withName("spark")
                              .withImage("spark")
                              .addNewVolumeMount()
                              .withName("tmp")
                              .withMountPath("/tmp")
                              .endVolumeMount())
                  .editSpec(
                      s ->
                          s.addNewVolume()
                              .withName("tmp")
                              .withNewEmptyDir()
                              .endEmptyDir()
                              .endVolume()));
    }
  }

  private record MapStep(ConfigMap map) implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      return pod;
    }

    @Override
    public List<HasMetadata> getAdditionalKubernetesResources() {
      return List.of(map);
    }
  }

  private static Optional<KubernetesFeatureConfigStep> map(String name, String key, String value) {
    return Optional.of(
        new MapStep(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData(key, value)
                .build()));
  }

  public static final class SharedMap extends ForDrivers {
    @Override
    public String id() {
      return "acme.shared";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return map("shared", "of", conf.appName());
    }
  }

  public static final class MapElsewhere extends ForDrivers {
    @Override
    public String id() {
      return "acme.elsewhere";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new MapStep(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("shared")
                  .withNamespace("elsewhere")
                  .endMetadata()
                  .addToData("of", conf.appName())
                  .build()));
    }
  }

  public static final class OwnMap extends ForDrivers {
    @Override
    public String id() {
      return "acme.own";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return map(conf.resourceNamePrefix() + "-own", "of", conf.appName());
    }
  }

  public static final class BadObject extends ForDrivers {
    @Override
    public String id() {
      return "acme.bad-object";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          new MapStep(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName(conf.resourceNamePrefix() + "-bad")
                  .withFinalizers("without-a-domain")
                  .endMetadata()
                  .build()));
    }
  }

  public static final class LooseMount extends ForDrivers {
    @Override
    public String id() {
      return "acme.loose-mount";
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      return Optional.of(
          pod ->
              pod.editContainer(
                  c ->
                      c.addNewVolumeMount()
                          .withName("nowhere")
                          .withMountPath("/nowhere")
                          .endVolumeMount()));
    }
  }
}
