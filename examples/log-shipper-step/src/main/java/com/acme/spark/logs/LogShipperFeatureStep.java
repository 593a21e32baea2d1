package com.acme.spark.logs;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import java.util.List;

/**
 * Writes Spark's log to a volume, beside the console, and runs a sidecar that ships it from there.
 *
 * <p>The sidecar is an init container with {@code restartPolicy: Always}: Kubernetes starts it
 * before Spark and ends it after Spark, so it never keeps a finished driver's pod alive.
 */
final class LogShipperFeatureStep implements KubernetesFeatureConfigStep {
  private static final String SIDECAR = "log-shipper";
  private static final String LOG_VOLUME = "acme-logs";
  private static final String LOG_DIR = "/var/log/spark";
  private static final String CONF_VOLUME = "acme-log-shipper-conf";
  private static final String CONF_DIR = "/etc/log-shipper";

  // sh is process 1 there and would not hear the signal that ends the pod without the trap.
  private static final String SHIP =
      "trap 'exit 0' TERM; touch $LOG; tail -n +1 -F $LOG | sed \"s/^/[$POD] /\" & wait";

  private final String image;
  private final String level;
  private final String configMapName;

  LogShipperFeatureStep(KubernetesConf conf) {
    this.image = conf.get(LogShipperFeatureStepFactory.IMAGE).orElseGet(conf::image);
    this.level = conf.get(LogShipperFeatureStepFactory.LEVEL);
    this.configMapName = conf.podName() + "-log-shipper";
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
            spec ->
                spec.addNewVolume()
                    .withName(LOG_VOLUME)
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .endVolume()
                    .addNewVolume()
                    .withName(CONF_VOLUME)
                    .withNewConfigMap()
                    .withName(configMapName)
                    .endConfigMap()
                    .endVolume()
                    .addToInitContainers(sidecar()))
        .editContainer(
            spark ->
                spark
                    .addNewVolumeMount()
                    .withName(LOG_VOLUME)
                    .withMountPath(LOG_DIR)
                    .endVolumeMount()
                    .addNewVolumeMount()
                    .withName(CONF_VOLUME)
                    .withMountPath(CONF_DIR)
                    .endVolumeMount()
                    .addNewEnv()
                    .withName("JAVA_TOOL_OPTIONS")
                    .withValue(
                        "-Dlog4j2.configurationFile=file://" + CONF_DIR + "/log4j2.properties")
                    .endEnv());
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(configMapName)
            .endMetadata()
            .withImmutable(true)
            .addToData("log4j2.properties", log4j())
            .build());
  }

  private Container sidecar() {
    return new ContainerBuilder()
        .withName(SIDECAR)
        .withImage(image)
        .withRestartPolicy("Always")
        .withCommand("/bin/sh", "-c", SHIP)
        .addNewEnv()
        .withName("LOG")
        .withValue(LOG_DIR + "/spark.log")
        .endEnv()
        .addNewEnv()
        .withName("POD")
        .withNewValueFrom()
        .withNewFieldRef("v1", "metadata.name")
        .endValueFrom()
        .endEnv()
        .addNewVolumeMount()
        .withName(LOG_VOLUME)
        .withMountPath(LOG_DIR)
        .endVolumeMount()
        .build();
  }

  private String log4j() {
    return """
        rootLogger.level = %s
        rootLogger.appenderRef.console.ref = console
        rootLogger.appenderRef.file.ref = file

        appender.console.type = Console
        appender.console.name = console
        appender.console.target = SYSTEM_ERR
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %%d{HH:mm:ss.SSS} %%p %%c{1}: %%m%%n%%ex

        appender.file.type = File
        appender.file.name = file
        appender.file.fileName = %s/spark.log
        appender.file.layout.type = PatternLayout
        appender.file.layout.pattern = %%d{HH:mm:ss.SSS} %%p %%c{1}: %%m%%n%%ex
        """
        .formatted(level, LOG_DIR);
  }
}
