// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.Pipe;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplatesTest {
  private static final String FILE = "spark.kubernetes.driver.podTemplateFile";
  private static final String EXECUTOR_FILE = "spark.kubernetes.executor.podTemplateFile";
  private static final String CONTAINER = "spark.kubernetes.driver.podTemplateContainerName";
  private static final String TWO_CONTAINERS =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        labels: {team: data}
      spec:
        priorityClassName: high
        containers:
        - name: proxy
          image: proxy:1
        - name: spark
          image: other:1
      """;

  @TempDir Path folder;

  @Test
  void startsFromTheTemplate() {
    DriverSpec spec = template(TWO_CONTAINERS).driver();

    assertThat(spec.pod().getSpec().getPriorityClassName()).isEqualTo("high");
    assertThat(spec.pod().getMetadata().getLabels()).containsEntry("team", "data");
  }

  @Test
  void takesTheNamedContainerForSparks() {
    assertThat(containers(template(TWO_CONTAINERS).set(CONTAINER, "spark")))
        .as("Spark's container is the last one")
        .containsExactly("proxy", "spark");
    assertThat(containers(template(TWO_CONTAINERS).set(CONTAINER, "proxy")))
        .containsExactly("spark", "proxy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "absent"})
  void takesTheFirstContainerWhereNoneIsNamedOrFound(String name) {
    Specs specs = template(TWO_CONTAINERS);

    assertThat(containers(name.isEmpty() ? specs : specs.set(CONTAINER, name)))
        .containsExactly("spark", "proxy");
  }

  @Test
  void acceptsATemplateWithoutContainers() {
    assertThat(template("kind: Pod\nspec: {hostNetwork: true}\n").driver().pod().getSpec())
        .satisfies(
            spec -> {
              assertThat(spec.getHostNetwork()).isTrue();
              assertThat(spec.getContainers()).hasSize(1);
            });
  }

  @Test
  void acceptsJsonAndFieldsThatTheModelDoesNotKnow() {
    DriverSpec spec =
        template("{\"spec\": {\"containers\": [{\"name\": \"a\", \"futureField\": {\"x\": 1}}]}}")
            .driver();

    assertThat(spec.pod().getSpec().getContainers().get(0).getAdditionalProperties())
        .containsKey("futureField");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Deployment\\nspec: {} | describes a Deployment",
        "kind: Pod | has no spec",
        "kind: Pod\\nspec: 3 | has no spec",
        "just words | is not an object",
        "'' | is empty",
        "a: [1 | is neither YAML nor JSON",
        "kind: Pod\\nspec: {containers: [{livenessProbe: {httpGet: {port: [1]}}}]} | is not a valid"
            + " pod"
      })
  void refusesWhatIsNoPod(String text, String reason) {
    Specs specs = template(text.replace("\\n", "\n"));

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + FILE + " is '")
        .hasMessageContaining(reason)
        .hasMessageContaining("must be a Pod with a spec");
  }

  @Test
  void refusesAFileThatCannotBeRead() {
    Specs specs = new Specs().set(FILE, folder.resolve("absent.yaml"));

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + FILE + " is '")
        .hasMessageContaining(
            "absent.yaml', which cannot be read (java.nio.file.NoSuchFileException: ")
        .hasMessageEndingWith("; use a file that exists and that this user can read");
  }

  @Test
  void readsATemplateOfTheImageWhereThePodIsBuilt() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), TWO_CONTAINERS);

    assertThat(new Specs().set(FILE, "local://" + file).driver().pod().getSpec())
        .extracting(s -> s.getPriorityClassName())
        .isEqualTo("high");
  }

  @Test
  void readsTheTemplateOfExecutorsOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), TWO_CONTAINERS);
    AtomicInteger reads = new AtomicInteger();
    Specs specs =
        new Specs().set("spark.kubernetes.executor.podTemplateFile", file).runtime(counting(reads));
    try (StepRegistry registry = specs.registry()) {
      ExecutorSpecBuilder builder = new ExecutorSpecBuilder(registry);
      var context = specs.context();
      List<ExecutorSpec> built =
          List.of(
              builder.build(specs.executorConf(context, 1)),
              builder.build(specs.executorConf(context, 2)));

      assertThat(reads).hasValue(1);
      assertThat(built)
          .allSatisfy(s -> assertThat(s.pod().getSpec().getPriorityClassName()).isEqualTo("high"));
      assertThat(built.get(0).pod()).isNotSameAs(built.get(1).pod());
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readsTemplatesThatArePipesOnce() throws IOException {
    Specs specs =
        new Specs()
            .set(FILE, Pipe.of(folder, "driver", TWO_CONTAINERS))
            .set(EXECUTOR_FILE, Pipe.of(folder, "executor", TWO_CONTAINERS))
            .factories(CarriesTheTemplate.class);

    assertThat(specs.driver().systemProperties())
        .as("the template is read for its errors, and once more by the step that carries it")
        .containsEntry("spark.test.template", TWO_CONTAINERS);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readsThePipeOfExecutorsOnceInClientMode() throws IOException {
    Specs specs = new Specs().set(EXECUTOR_FILE, Pipe.of(folder, "pipe", TWO_CONTAINERS));
    ExecutorContext context = specs.context();
    try (StepRegistry registry = specs.registry()) {
      new ExecutorSpecBuilder(registry).build(specs.executorConf(context, 1));

      assertThat(new ExecutorSpecBuilder(registry).build(specs.executorConf(context, 2)).pod())
          .as("another builder of the same application")
          .satisfies(pod -> assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("high"));
    }
  }

  @Test
  void checksTheTemplateOfExecutorsBeforeThereIsADriver() throws IOException {
    Specs specs =
        new Specs()
            .set(
                EXECUTOR_FILE,
                Files.writeString(folder.resolve("t.yaml"), "spec: {containers: [null]}"))
            .factories(CarriesTheTemplate.class);

    assertThatThrownBy(specs::driver)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + EXECUTOR_FILE)
        .hasMessageContaining("spec.containers[0]: is empty");
  }

  /** Reads the template as the built-in step does. */
  public static final class CarriesTheTemplate extends Specs.Factory {
    public CarriesTheTemplate() {
      super("test.template", () -> null);
    }

    @Override
    public List<ConfigEntry<?>> configEntries() {
      return List.of(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE);
    }

    @Override
    public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
      String file = conf.get(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE).orElseThrow();
      String text = new String(conf.fileStaging().read(file), StandardCharsets.UTF_8);
      return Optional.of(
          new KubernetesFeatureConfigStep() {
            @Override
            public SparkPod configurePod(SparkPod pod) {
              return pod;
            }

            @Override
            public Map<String, String> getAdditionalPodSystemProperties() {
              return Map.of("spark.test.template", text);
            }
          });
    }
  }

  private Specs template(String text) {
    try {
      return new Specs().set(FILE, Files.writeString(folder.resolve("template.yaml"), text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> containers(Specs specs) {
    return specs.driver().pod().getSpec().getContainers().stream().map(Container::getName).toList();
  }

  private static SparkRuntime counting(AtomicInteger reads) {
    SparkRuntime plain = SparkRuntime.standalone("4.1.1");
    return new SparkRuntime() {
      @Override
      public String sparkVersion() {
        return plain.sparkVersion();
      }

      @Override
      public String currentUser() {
        return plain.currentUser();
      }

      @Override
      public FileStaging files(SparkSettings settings) {
        return new LocalFiles() {
          @Override
          public byte[] read(String uri) {
            reads.incrementAndGet();
            return super.read(uri);
          }
        };
      }

      @Override
      public Optional<byte[]> delegationTokens(SparkSettings settings) {
        return Optional.empty();
      }
    };
  }
}
