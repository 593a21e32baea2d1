package io.podsmith.core.conf;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all executors of an application share.
 *
 * @param settings the settings of the driver
 * @param runtime what only Spark can tell
 * @param appId the id of the application
 * @param driverPod the driver's pod, empty in client mode outside the cluster
 * @param driverUrl where executors register
 * @param userJavaOptions the user's JVM options, split, with placeholders {@code {{APP_ID}}} and
 *     {@code {{EXECUTOR_ID}}}
 * @param startupJavaOptions the options for settings that an executor needs before it asks the
 *     driver
 * @param secretEnvironment variables with secrets, such as the authentication secret
 * @param confMapName the ConfigMap with the files of {@code SPARK_CONF_DIR}
 * @param confFileNames the files in it, sorted
 */
public record ExecutorContext(
    SparkSettings settings,
    SparkRuntime runtime,
    String appId,
    Optional<Pod> driverPod,
    String driverUrl,
    List<String> userJavaOptions,
    List<String> startupJavaOptions,
    Map<String, String> secretEnvironment,
    String confMapName,
    List<String> confFileNames) {
  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "ExecutorContext{appId=" + appId + "}";
  }
}
