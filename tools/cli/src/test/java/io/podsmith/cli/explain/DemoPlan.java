// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.PodRole;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingOrigin.Kind;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plan.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan of a small job with a template and a step jar. */
final class DemoPlan {
  static final String CONTAINER = "spec.containers[name=spark-kubernetes-driver]";

  private static final StepArtifact BUILT_IN =
      new StepArtifact(
          "classpath (podsmith-k8s-steps-builtin.jar)",
          "/opt/spark/jars/podsmith-k8s-steps-builtin.jar",
          "0.1.0",
          "sha256:aa");
  private static final StepArtifact ACME =
      new StepArtifact(
          "plugin log-shipper (log-shipper-step.jar)",
          "/opt/steps/log-shipper-step.jar",
          "1.2.0",
          "sha256:bb");
  private static final Writer TEMPLATE = new Writer(Writer.Kind.TEMPLATE, "/etc/driver.yaml");
  private static final Writer BASICS = new Writer(Writer.Kind.STEP, "spark.driver-basics");
  private static final Writer LOGS = new Writer(Writer.Kind.STEP, "acme.log-shipper");
  private static final Writer ENGINE = Writer.of(Writer.Kind.ENGINE);

  private DemoPlan() {}

  static Plan plan() {
    return plan("apache/spark:4.1.1");
  }

  static Plan plan(String image) {
    return new Plan(
        new PlanTarget("0.1.0", "4.1.1", "https://kube:6443", "jobs", "pi", "spark-1"),
        driver(image),
        Optional.empty(),
        "only the driver knows its executors",
        List.of());
  }

  private static PlannedRole driver(String image) {
    return new PlannedRole(
        PodRole.DRIVER,
        List.of(
            new PlannedStep(
                BASICS.name(),
                "BASIC",
                BUILT_IN,
                List.of(
                    read("spark.kubernetes.container.image", image, file(4)),
                    read("spark.driver.memory", "1g", SettingOrigin.of(Kind.COMMAND_LINE)),
                    read("spark.driver.memoryOverheadFactor", "0.1", of(Kind.DEFAULT)))),
            new PlannedStep(
                LOGS.name(),
                "CUSTOMIZE",
                ACME,
                List.of(
                    read("spark.acme.logs.image", "acme/shipper:2", file(9)),
                    read("spark.acme.logs.token", Plan.WITHHELD, file(10))))),
        List.of(
            idle("spark.kerberos", IdleStep.Reason.NOT_REQUESTED, "spark.kerberos.keytab"),
            idle("spark.local-dirs", IdleStep.Reason.DISABLED, "spark.podsmith.steps.disabled"),
            idle("spark.executor-basics", IdleStep.Reason.OTHER_ROLE)),
        Map.of("metadata", Map.of("name", "pi-driver")),
        List.of(
            new PlannedObject(
                true, LOGS, Map.of("kind", "ConfigMap", "metadata", Map.of("name", "pi-logs"))),
            new PlannedObject(
                false, BASICS, Map.of("kind", "Service", "metadata", Map.of("name", "pi-svc")))),
        List.of(
            field("apiVersion", write(ENGINE, "v1")),
            field("metadata.name", write(BASICS, "pi-driver")),
            field("metadata.labels[spark-role]", write(BASICS, "driver")),
            field("metadata.labels[app.kubernetes.io/name]", write(TEMPLATE, "pi")),
            field("spec.restartPolicy", write(TEMPLATE, "Always"), write(BASICS, "Never")),
            field(
                CONTAINER + ".image",
                write(TEMPLATE, "busybox"),
                write(BASICS, image, "spark.kubernetes.container.image")),
            field(CONTAINER + ".args", write(BASICS, List.of("driver", "--class", "Pi"))),
            field(CONTAINER + ".env[name=SPARK_USER].value", write(BASICS, "ada")),
            field(
                CONTAINER + ".env[name=LOG_TOKEN].value",
                write(LOGS, Plan.WITHHELD, "spark.acme.logs.token")),
            field(
                CONTAINER + ".resources.limits[memory]",
                write(TEMPLATE, "512Mi"),
                write(
                    BASICS, "1408Mi", "spark.driver.memory", "spark.driver.memoryOverheadFactor")),
            field(
                "spec.containers[name=log-shipper].image",
                write(LOGS, "acme/shipper:2", "spark.acme.logs.image")),
            field("spec.containers[name=log-shipper].env[name=LEVEL].value", write(LOGS, "true")),
            field("spec.volumes[name=logs].emptyDir", write(LOGS, Map.of())),
            field(
                "spec.hostNetwork", write(TEMPLATE, true), write(LOGS, FieldProvenance.REMOVED))));
  }

  private static FieldProvenance field(String path, Write... writes) {
    return new FieldProvenance(path, List.of(writes));
  }

  private static Write write(Writer writer, Object value, String... settings) {
    return new Write(writer, value, List.of(settings));
  }

  private static IdleStep idle(String id, IdleStep.Reason reason, String... settings) {
    return new IdleStep(id, BUILT_IN, reason, List.of(settings));
  }

  private static SettingRead read(String key, String value, SettingOrigin origin) {
    return new SettingRead(key, Optional.of(value), origin);
  }

  private static SettingOrigin file(int line) {
    return new SettingOrigin(Kind.PROPERTIES_FILE, "spark.properties", line);
  }

  private static SettingOrigin of(Kind kind) {
    return SettingOrigin.of(kind);
  }
}
