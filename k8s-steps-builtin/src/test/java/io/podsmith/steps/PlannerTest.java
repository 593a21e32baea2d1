// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.IdleStep.Reason;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingOrigin.Kind;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.planning.PreparedSubmission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of submissions with the built-in steps. */
class PlannerTest {
  private static final String CONTAINER = "spec.containers[name=spark-kubernetes-driver]";

  @TempDir Path directory;

  @Test
  void namesAWriterForEachLeafOfBothPods() {
    Plan plan = Plans.plan(Map.of("spark.kubernetes.driver.label.team", "data"));

    for (PlannedRole role : List.of(plan.driver(), plan.executor().orElseThrow())) {
      List<String> paths = role.fields().stream().map(FieldProvenance::path).toList();
      assertThat(paths).containsExactlyElementsOf(PodFields.leaves(role.pod()).keySet());
      assertThat(role.fields())
          .hasSizeGreaterThan(20)
          .allSatisfy(field -> assertThat(field.writes()).isNotEmpty());
    }
  }

  @Test
  void namesTheSettingOfAFieldFirstWithItsPlace() {
    PlannedRole driver =
        Plans.plan(
                Map.of(
                    "spark.kubernetes.driver.label.team", "data",
                    "spark.kubernetes.driverEnv.MODE", "data",
                    "spark.ui.port", "4050"))
            .driver();

    Write label = Plans.winner(driver, "metadata.labels.team");
    assertThat(label.writer()).isEqualTo(new Writer(Writer.Kind.STEP, "spark.driver-basics"));
    assertThat(label.value()).isEqualTo("data");
    assertThat(label.settings()).startsWith("spark.kubernetes.driver.label.team");
    assertThat(Plans.winner(driver, CONTAINER + ".env[name=MODE].value").settings())
        .startsWith("spark.kubernetes.driverEnv.MODE");
    assertThat(
            Plans.winner(
                    driver, CONTAINER + ".ports[containerPort=4050,protocol=TCP].containerPort")
                .settings())
        .startsWith("spark.ui.port");
    assertThat(
            Plans.read(driver, "spark.driver-basics", "spark.kubernetes.driver.label.team")
                .origin()
                .shown())
        .isEqualTo("spark.properties:3");
  }

  @Test
  void recordsDefaultsFallbacksAndPrefixes() {
    PlannedRole driver = Plans.plan(Map.of()).driver();
    String step = "spark.driver-basics";

    assertThat(Plans.read(driver, step, "spark.ui.port").value()).contains("4040");
    assertThat(Plans.read(driver, step, "spark.ui.port").origin().kind()).isEqualTo(Kind.DEFAULT);
    assertThat(Plans.read(driver, step, "spark.kubernetes.driver.container.image").value())
        .isEmpty();
    assertThat(Plans.read(driver, step, "spark.kubernetes.container.image").value())
        .contains("spark:4.1.1");
    assertThat(Plans.read(driver, step, "spark.kubernetes.driver.label.*").value()).isEmpty();
  }

  @Test
  void attributesReadsToTheStepThatRead() {
    PlannedRole driver =
        Plans.plan(Map.of("spark.kubernetes.driver.secretKeyRef.PIN", "keys:pin")).driver();

    assertThat(Plans.step(driver, "spark.env-secrets").reads())
        .extracting(SettingRead::key)
        .containsExactly(
            "spark.kubernetes.driver.secretKeyRef.*", "spark.kubernetes.driver.secretKeyRef.PIN");
    assertThat(driver.steps())
        .filteredOn(step -> step.reads().stream().anyMatch(r -> r.key().endsWith(".PIN")))
        .extracting(PlannedStep::id)
        .as("the step of credentials looks at all settings")
        .containsExactly("spark.driver-credentials", "spark.env-secrets");
  }

  @Test
  void saysWhyStepsDidNotRun() {
    PlannedRole driver =
        Plans.plan(
                Map.of(
                    "spark.podsmith.steps.disabled", "spark.local-dirs",
                    "spark.kubernetes.driver.pod.excludedFeatureSteps", "spark.driver-service"))
            .driver();

    assertThat(idle(driver, "spark.local-dirs").reason()).isEqualTo(Reason.DISABLED);
    assertThat(idle(driver, "spark.local-dirs").settings())
        .containsExactly("spark.podsmith.steps.disabled");
    assertThat(idle(driver, "spark.driver-service").reason()).isEqualTo(Reason.EXCLUDED);
    assertThat(idle(driver, "spark.driver-service").settings())
        .containsExactly("spark.kubernetes.driver.pod.excludedFeatureSteps");
    assertThat(idle(driver, "spark.executor-basics").reason()).isEqualTo(Reason.OTHER_ROLE);
    IdleStep volumes = idle(driver, "spark.mount-volumes");
    assertThat(volumes.reason()).isEqualTo(Reason.NOT_REQUESTED);
    assertThat(volumes.settings()).containsExactly("spark.kubernetes.driver.volumes.*");
    assertThat(idle(driver, "spark.driver-hadoop-conf").settings())
        .contains("env:HADOOP_CONF_DIR", "spark.kubernetes.hadoop.configMapName");
  }

  @Test
  void recognizesAStepThatIsExcludedByTheClassOfSparksOwn() {
    PlannedRole driver =
        Plans.plan(
                Map.of(
                    "spark.kubernetes.driver.pod.excludedFeatureSteps",
                    "org.apache.spark.deploy.k8s.features.LocalDirsFeatureStep"))
            .driver();

    assertThat(idle(driver, "spark.local-dirs").reason()).isEqualTo(Reason.EXCLUDED);
  }

  @Test
  void keepsWhatALaterWriterReplaced() throws Exception {
    Path template =
        Files.writeString(
            directory.resolve("driver.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata:
              labels:
                team: template
                kept: "yes"
            spec:
              containers:
              - name: main
                image: old:1
            """);
    PlannedRole driver =
        Plans.plan(
                Map.of(
                    "spark.kubernetes.driver.podTemplateFile",
                    template.toString(),
                    "spark.kubernetes.driver.label.team",
                    "data"))
            .driver();

    Writer of = new Writer(Writer.Kind.TEMPLATE, template.toString());
    List<Write> team =
        driver.fields().stream()
            .filter(field -> field.path().equals("metadata.labels.team"))
            .findFirst()
            .orElseThrow()
            .writes();
    assertThat(team).extracting(Write::value).containsExactly("template", "data");
    assertThat(team.get(0).writer()).isEqualTo(of);
    assertThat(team.get(0).settings()).containsExactly("spark.kubernetes.driver.podTemplateFile");
    assertThat(Plans.winner(driver, "metadata.labels.kept").writer()).isEqualTo(of);
    assertThat(driver.fields()).noneMatch(field -> field.winner().isRemoval());
  }

  @Test
  void saysWhyThereIsNoExecutor() {
    assertThat(unknown(Map.of("spark.podsmith.submission.tryExecutorSteps", "false")))
        .isEqualTo("spark.podsmith.submission.tryExecutorSteps is false.");
    assertThat(unknown(Map.of("spark.kubernetes.driver.master", "local[2]")))
        .contains("spark.kubernetes.driver.master is 'local[2]'");
    assertThat(
            unknown(
                Map.of("spark.kubernetes.executor.pod.featureSteps", "com.acme.OnlyInTheImage")))
        .contains("spark.kubernetes.executor.pod.featureSteps");
  }

  private static String unknown(Map<String, String> settings) {
    Plan plan = Plans.plan(settings);
    assertThat(plan.executor()).isEmpty();
    return plan.executorUnknown();
  }

  @Test
  void givesTheSameTextForTheSameSettingsAndSeed() {
    Map<String, String> settings =
        Map.of(
            "spark.app.name", "a name that is too long for the name of a Service ".repeat(2),
            "spark.my.password", "hunter2",
            "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.mount.path", "/data",
            "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.claimName",
                "OnDemand",
            "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.sizeLimit", "1Gi",
            "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.storageClass",
                "fast");
    String one = text(settings);

    assertThat(text(settings)).isEqualTo(one);
    assertThat(PlanDocument.toYaml(Plans.prepare(settings, Map.of()).plan()))
        .as("without a seed")
        .isNotEqualTo(one);
  }

  private static String text(Map<String, String> settings) {
    return PlanDocument.toYaml(Plans.prepare(settings, Map.of(), Plans.seeded()).plan());
  }

  @Test
  void namesExactlyTheObjectsThatAreCreated() {
    PreparedSubmission prepared = Plans.prepare(Map.of("spark.my.password", "hunter2"), Map.of());

    assertThat(prepared.plan().driver().objects())
        .filteredOn(object -> !object.isBeforePod())
        .map(PlannedObject::object)
        .map(PlannerTest::name)
        .containsExactlyElementsOf(
            prepared.spec().resources().stream()
                .map(each -> "%s %s".formatted(each.getKind(), each.getMetadata().getName()))
                .toList());
    assertThat(prepared.plan()).isSameAs(prepared.plan());
  }

  private static String name(Map<String, Object> object) {
    return "%s %s".formatted(object.get("kind"), ((Map<?, ?>) object.get("metadata")).get("name"));
  }

  @Test
  void uploadsOnceHoweverManyPlansAreRequested() throws Exception {
    Path jar = Files.writeString(directory.resolve("app.jar"), "content");
    PreparedSubmission prepared =
        Plans.prepare(
            Map.of(
                "spark.jars", jar.toString(), "spark.kubernetes.file.upload.path", "s3a://bucket"),
            Map.of(),
            new FakeRuntime(Optional.empty()));

    assertThat(PlanDocument.toJson(prepared.plan()))
        .contains("s3a://bucket/upload-1/app.jar")
        .doesNotContain("upload-2");
    assertThat(prepared.spec().systemProperties())
        .containsEntry("spark.jars", "s3a://bucket/upload-1/app.jar");
  }

  @Test
  void failsWithOneErrorForAWrongSetting() {
    assertThatThrownBy(
            () -> Plans.plan(Map.of("spark.kubernetes.driver.label.team", "not a label")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.driver.label.team");
  }

  private static IdleStep idle(PlannedRole role, String id) {
    return role.idle().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }
}
