// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.EnvVars;
import java.util.List;

/** The variables by which the image's entrypoint starts an executor. */
final class ExecutorEnvironment {
  private ExecutorEnvironment() {}

  static List<EnvVar> of(KubernetesExecutorConf conf, ExecutorResources resources) {
    EnvVars env =
        new EnvVars()
            .add(Constants.ENV_SPARK_USER, conf.sparkUser())
            .add(Constants.ENV_DRIVER_URL, conf.driverUrl())
            .add(Constants.ENV_EXECUTOR_CORES, Integer.toString(resources.taskCores()))
            .add(Constants.ENV_EXECUTOR_MEMORY, resources.heapMiB() + "m")
            .add(Constants.ENV_APPLICATION_ID, conf.appId())
            .add(Constants.ENV_SPARK_CONF_DIR, Constants.SPARK_CONF_DIR_INTERNAL)
            .add(Constants.ENV_EXECUTOR_ID, conf.executorId())
            .add(Constants.ENV_RESOURCE_PROFILE_ID, Integer.toString(conf.resourceProfileId()));
    if (conf.get(SparkKeys.CUSTOM_EXECUTOR_LOG_URL).isPresent()) {
      env.add(Constants.ENV_EXECUTOR_ATTRIBUTE_APP_ID, conf.appId())
          .add(Constants.ENV_EXECUTOR_ATTRIBUTE_EXECUTOR_ID, conf.executorId());
    }
    conf.environment()
        .forEach(
            (name, value) ->
                env.add(
                    name,
                    name.equals(Constants.ENV_EXECUTOR_DIRS) ? namePlaces(conf, value) : value));
    env.addAll(conf.sparkSecretVariables());
    conf.get(SparkKeys.EXECUTOR_CLASS_PATH)
        .ifPresent(path -> env.add(Constants.ENV_CLASSPATH, path));
    List<String> options = conf.javaOptions();
    for (int i = 0; i < options.size(); i++) {
      env.add(Constants.ENV_JAVA_OPT_PREFIX + i, options.get(i));
    }
    return env.protect(conf.variablesFromSecret())
        .addField(Constants.ENV_EXECUTOR_POD_IP, "status.podIP")
        .addField(Constants.ENV_EXECUTOR_POD_NAME, "metadata.name")
        .toList();
  }

  /** Folders may be told apart by the names of the variables that hold the ids. */
  private static String namePlaces(KubernetesExecutorConf conf, String folders) {
    return folders
        .replace(Constants.ENV_APPLICATION_ID, conf.appId())
        .replace(Constants.ENV_EXECUTOR_ID, conf.executorId());
  }
}
