// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.Explanation;
import io.podsmith.core.plan.Explanation.Styles;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/**
 * The explanation of the demo's driver in {@code docs/explain.md} and its picture are those of this
 * version. Run with {@code -Dpodsmith.docs.write=true} to write both.
 */
class ExplainPageTest {
  private static final int WIDTH = 100;
  private static final String BEGIN = "<!-- the demo's explanation -->\n```\n";
  private static final String END = "```\n<!-- end -->\n";

  private static final List<String> FIELDS =
      List.of(
          "spec.initContainers[name=log-shipper].image",
          "spec.containers[name=spark-kubernetes-driver].image",
          "spec.containers[name=spark-kubernetes-driver].env[name=JAVA_TOOL_OPTIONS].value",
          "spec.containers[name=spark-kubernetes-driver].args");

  @Test
  void showsTheExplanationOfTheDemo() throws IOException {
    Path page = root().resolve("docs/explain.md");
    String text = Files.readString(page);
    String current =
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + text(Styles.PLAIN)
            + text.substring(text.indexOf(END));
    writeIfWanted(page, current);

    assertThat(Files.readString(page)).as("run with -Dpodsmith.docs.write=true").isEqualTo(current);
  }

  @Test
  void showsTheSameAsAPicture() throws Exception {
    Path picture = root().resolve("docs/explain.svg");
    String marked =
        text(
            new Styles(
                TextPicture.Style.NAME.marking(),
                TextPicture.Style.FAINT.marking(),
                TextPicture.Style.OVERWRITTEN.marking()));
    String current =
        TextPicture.of(
            "Who wrote four fields of the demo's driver pod, and because of which settings",
            marked.lines().toList());
    writeIfWanted(picture, current);

    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(current)));
    assertThat(current).contains("acme/log-shipper:1.0", "spark.driver-basics", "<tspan");
    assertThat(Files.readString(picture))
        .as("run with -Dpodsmith.docs.write=true")
        .isEqualTo(current);
  }

  @Test
  void endsTheDemoWithTwoLines() {
    assertThat(ExplainedFields.of(plan()))
        .containsExactly(
            "spec.containers[name=spark-kubernetes-driver].image: podsmith/spark:demo"
                + "  <- spark.driver-basics (spark.kubernetes.container.image)",
            "spec.initContainers[name=log-shipper].image: acme/log-shipper:1.0"
                + "  <- acme.log-shipper (spark.acme.logs.image)");
  }

  private static String text(Styles styles) {
    Explanation explanation = new Explanation(WIDTH, styles);
    PlannedRole driver = plan().driver();
    return FIELDS.stream()
        .map(path -> explanation.field(driver, field(driver, path)))
        .collect(Collectors.joining())
        .replace(System.lineSeparator(), "\n");
  }

  private static FieldProvenance field(PlannedRole role, String path) {
    return role.fields().stream()
        .filter(each -> each.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no field %s".formatted(path)));
  }

  /** Plans the demo's first job, without what depends on this machine. */
  private static Plan plan() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.master", "k8s://https://127.0.0.1:6443");
    settings.put("spark.app.name", "pi");
    settings.put("spark.kubernetes.driver.pod.name", "pi-driver");
    settings.put("spark.kubernetes.container.image", "podsmith/spark:demo");
    settings.put("spark.executor.instances", "2");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.acme.logs.enabled", "true");
    settings.put("spark.acme.logs.image", "acme/log-shipper:1.0");
    Application application =
        new Application(
            "spark-pi",
            MainAppResource.builder()
                .language(AppLanguage.JAVA)
                .file("local:///opt/jobs.jar")
                .build(),
            "io.podsmith.examples.jobs.PiJob",
            List.of("8"),
            Optional.empty());
    try (PreparedSubmission prepared =
        Planner.prepare(
            SparkSettings.of(settings, Map.of()),
            SparkRuntime.standalone("4.1.1").withIds(UniqueIds.seeded(1)),
            application,
            SettingOrigins.unknown())) {
      Plan plan = prepared.plan();
      return new Plan(
          plan.target(),
          withJars(plan.driver()),
          plan.executor(),
          plan.executorUnknown(),
          plan.properties());
    }
  }

  /** The steps are on the classpath of this test, and in jars where the demo runs. */
  private static PlannedRole withJars(PlannedRole role) {
    return new PlannedRole(
        role.role(),
        role.steps().stream()
            .map(
                step -> new PlannedStep(step.id(), step.phase(), artifact(step.id()), step.reads()))
            .toList(),
        role.idle(),
        role.pod(),
        role.objects(),
        role.fields());
  }

  private static StepArtifact artifact(String step) {
    return step.startsWith("acme.")
        ? new StepArtifact(
            "plugin log-shipper-step-1.0.0 (log-shipper-step-1.0.0.jar)", "", "1.0.0", "")
        : new StepArtifact("classpath (k8s-steps-builtin.jar)", "", "", "");
  }

  private static void writeIfWanted(Path file, String text) throws IOException {
    if (Boolean.getBoolean("podsmith.docs.write")) {
      Files.writeString(file, text);
    }
  }

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(each -> Files.exists(each.resolve("mvnw")))
        .findFirst()
        .orElseThrow();
  }
}
