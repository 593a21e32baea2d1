// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.command;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.EnvVars;
import io.podsmith.steps.internal.LocalResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the entrypoint what the driver runs. */
final class DriverCommandFeatureStep implements KubernetesFeatureConfigStep {
  private static final String MAIN_FILE = "the application's main file";

  private final KubernetesDriverConf conf;
  private final AppLanguage language;
  private final String mainFile;
  private final boolean isClientLocal;

  DriverCommandFeatureStep(KubernetesDriverConf conf) {
    this.conf = conf;
    this.language = conf.mainAppResource().language();
    this.mainFile = conf.mainAppResource().file().orElse(LocalResources.NO_RESOURCE);
    this.isClientLocal = LocalResources.isClientLocal(conf, mainFile);
    if (language == AppLanguage.PYTHON && isClientLocal) {
      LocalResources.requireUploadable(conf, MAIN_FILE, mainFile);
    }
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    List<String> args = new ArrayList<>();
    args.add("driver");
    conf.proxyUser().ifPresent(user -> args.addAll(List.of("--proxy-user", user)));
    args.addAll(List.of("--properties-file", Constants.SPARK_CONF_PATH));
    args.addAll(List.of("--class", conf.mainClass()));
    args.add(mainFileInPod());
    args.addAll(conf.appArgs());
    return pod.editContainer(
        container -> container.addAllToArgs(args).addAllToEnv(pythonEnvironment()));
  }

  private String mainFileInPod() {
    if (!isClientLocal) {
      return mainFile;
    }
    return switch (language) {
      // spark-submit lists the application's jar among spark.jars, which are uploaded anyway
      case JAVA -> LocalResources.NO_RESOURCE;
      case PYTHON -> conf.fileStaging().upload(mainFile);
      // R programs are not shipped: the path is one of the image
      case R -> mainFile;
    };
  }

  private List<EnvVar> pythonEnvironment() {
    EnvVars env = new EnvVars();
    if (language == AppLanguage.PYTHON) {
      Optional<String> python = conf.get(SparkKeys.PYSPARK_PYTHON);
      python
          .or(() -> conf.environmentVariable(Constants.ENV_PYSPARK_PYTHON))
          .ifPresent(path -> env.add(Constants.ENV_PYSPARK_PYTHON, path));
      conf.get(SparkKeys.PYSPARK_DRIVER_PYTHON)
          .or(() -> python)
          .or(() -> conf.environmentVariable(Constants.ENV_PYSPARK_DRIVER_PYTHON))
          .or(() -> conf.environmentVariable(Constants.ENV_PYSPARK_PYTHON))
          .ifPresent(path -> env.add(Constants.ENV_PYSPARK_DRIVER_PYTHON, path));
    }
    return env.toList();
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of(ClusterKeys.APP_RESOURCE_TYPE.key(), language.resourceType());
  }
}
