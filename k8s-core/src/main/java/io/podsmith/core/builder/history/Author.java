// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.plugin.StepInfo;
import java.util.Map;
import java.util.Optional;

/**
 * Who wrote a part of a pod: its template, a step, or the engine.
 *
 * @param described for messages, for example {@code step acme.logs from plugin logs (logs.jar)}
 * @param remedy what to change where its part is in the way; empty where nothing can be
 * @param isStep whether it is a step, of Podsmith or of others
 * @param step the step, where it is one that Podsmith does not bring
 * @param writer the same in a plan
 */
public record Author(
    String described, String remedy, boolean isStep, Optional<StepInfo> step, Writer writer) {
  /** The settings behind the parts of built-in steps that users meet most often. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.mount-volumes", "spark.kubernetes.%s.volumes.*",
          "spark.mount-secrets", "spark.kubernetes.%s.secrets.*",
          "spark.env-secrets", "spark.kubernetes.%s.secretKeyRef.*",
          "spark.local-dirs", "spark.local.dir",
          "spark.kerberos", "spark.kubernetes.kerberos.krb5.*",
          "spark.driver-hadoop-conf", "HADOOP_CONF_DIR or spark.kubernetes.hadoop.configMapName",
          "spark.executor-hadoop-conf", "HADOOP_CONF_DIR or spark.kubernetes.hadoop.configMapName",
          "spark.driver-credentials", "spark.kubernetes.authenticate.driver.*",
          "spark.pod-template", "spark.kubernetes.executor.podTemplateFile");

  private static final String CONF_STEP = "spark.executor-conf";

  public static final Author NOBODY =
      new Author("nobody", "", false, Optional.empty(), Writer.of(Writer.Kind.ENGINE));

  public static Author engine() {
    return new Author(
        "Podsmith (Spark's configuration files)",
        "",
        false,
        Optional.empty(),
        Writer.of(Writer.Kind.ENGINE));
  }

  /** Stands for what an atomic submission adds to the driver pod. */
  public static Author atomicSubmission() {
    return new Author(
        "Podsmith (%s)".formatted(PodsmithKeys.ATOMIC_SUBMISSION.key()),
        "set %s to false".formatted(PodsmithKeys.ATOMIC_SUBMISSION.key()),
        false,
        Optional.empty(),
        Writer.of(Writer.Kind.ENGINE));
  }

  /** Stands for all steps of Spark's own Kubernetes jar, and for the pod template that it read. */
  public static Author stockSpark() {
    return new Author(
        "Spark's built-in steps (settings or pod template)",
        "change the setting or the pod template",
        false,
        Optional.empty(),
        Writer.of(Writer.Kind.TEMPLATE));
  }

  public static Author template(String key, String file) {
    return new Author(
        "the pod template %s (%s)".formatted(file, key),
        "remove it from %s".formatted(file),
        false,
        Optional.empty(),
        new Writer(Writer.Kind.TEMPLATE, file));
  }

  /**
   * Describes a step.
   *
   * @param role {@code driver} or {@code executor}
   */
  public static Author step(StepInfo info, String role) {
    Writer writer = new Writer(Writer.Kind.STEP, info.id());
    if (info.isBuiltIn()) {
      String settings = SETTINGS.getOrDefault(info.id(), "").formatted(role);
      if (info.id().equals(CONF_STEP)) {
        return new Author(
            "step %s".formatted(info.id()),
            "set spark.kubernetes.executor.disableConfigMap to true",
            true,
            Optional.empty(),
            writer);
      }
      return settings.isEmpty()
          ? new Author("step %s".formatted(info.id()), "", true, Optional.empty(), writer)
          : new Author(
              "step %s (%s)".formatted(info.id(), settings),
              "change %s".formatted(settings),
              true,
              Optional.empty(),
              writer);
    }
    return new Author(
        "step %s from %s".formatted(info.id(), info.origin()),
        "change %s or disable the step with %s=%s"
            .formatted(info.className(), PodsmithKeys.STEPS_DISABLED.key(), info.id()),
        true,
        Optional.of(info),
        writer);
  }

  public boolean isThirdParty() {
    return step.isPresent();
  }
}
