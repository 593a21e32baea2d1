package io.podsmith.core.plugin;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The class names under which Spark's own jar knows its steps, and our steps that do the same. */
final class UpstreamSteps {
  private static final String PACKAGE = "org.apache.spark.deploy.k8s.features.";

  private static final Map<String, List<String>> IDS_BY_CLASS =
      Map.ofEntries(
          entry("BasicDriverFeatureStep", "spark.driver-basics"),
          entry("BasicExecutorFeatureStep", "spark.executor-basics"),
          entry("DriverKubernetesCredentialsFeatureStep", "spark.driver-credentials"),
          entry("ExecutorKubernetesCredentialsFeatureStep", "spark.executor-credentials"),
          entry("DriverServiceFeatureStep", "spark.driver-service"),
          entry("MountSecretsFeatureStep", "spark.mount-secrets"),
          entry("EnvSecretsFeatureStep", "spark.env-secrets"),
          entry("MountVolumesFeatureStep", "spark.mount-volumes"),
          entry("DriverCommandFeatureStep", "spark.driver-command"),
          entry("HadoopConfDriverFeatureStep", "spark.hadoop-conf-driver"),
          entry("HadoopConfExecutorFeatureStep", "spark.hadoop-conf-executor"),
          entry("KerberosConfDriverFeatureStep", "spark.kerberos-conf"),
          entry("PodTemplateConfigMapStep", "spark.pod-template"),
          entry("LocalDirsFeatureStep", "spark.local-dirs"));

  /** What a step written for Spark's own jar implements. */
  private static final Set<String> CONTRACTS =
      Set.of(
          PACKAGE + "KubernetesFeatureConfigStep",
          PACKAGE + "KubernetesDriverCustomFeatureConfigStep",
          PACKAGE + "KubernetesExecutorCustomFeatureConfigStep");

  private UpstreamSteps() {}

  /** Returns our ids for a class name of upstream's, none for a name that is not upstream's. */
  static List<String> idsOf(String className) {
    return IDS_BY_CLASS.getOrDefault(className, List.of());
  }

  static Set<String> classNames() {
    return IDS_BY_CLASS.keySet();
  }

  /** Tells whether a type is one of upstream's contracts for steps, by its name. */
  static boolean isContract(String className) {
    return CONTRACTS.contains(className);
  }

  /** Tells whether a failure to link names one of upstream's contracts as what is missing. */
  static boolean isMissingContract(LinkageError error) {
    String missing = String.valueOf(error.getMessage()).replace('/', '.');
    return CONTRACTS.stream().anyMatch(missing::contains);
  }

  private static Map.Entry<String, List<String>> entry(String simpleName, String... ids) {
    return Map.entry(PACKAGE + simpleName, List.of(ids));
  }
}
