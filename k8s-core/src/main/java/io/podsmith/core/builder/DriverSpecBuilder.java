package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.Constants;
import io.podsmith.core.conf.DriverConf;
import io.podsmith.core.plugin.PluginShipment;
import io.podsmith.core.plugin.StepRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Builds all that is to be created for a driver, without creating anything. */
public final class DriverSpecBuilder {
  private final StepRegistry registry;

  /** Builds with the steps of a registry. */
  public DriverSpecBuilder(StepRegistry registry) {
    this.registry = registry;
  }

  /**
   * Builds a driver: from its template, through all steps, to the pod with Spark's properties and
   * with the plugins whose steps are to run there.
   *
   * @throws io.podsmith.api.error.SparkKubernetesException where something is wrong with a setting,
   *     a step or a plugin
   */
  public DriverSpec build(DriverConf conf) {
    SparkPod start = PodTemplates.ofDrivers().initialPod(conf);
    // for their errors only, which would not show before the driver asks for executors
    PodTemplates.ofExecutors().initialPod(conf);
    registry.checkExecutorSteps();
    PodFold fold = PodFold.ofDriver(start, registry.resolve(conf));

    PluginShipment shipment = PluginShipment.of(registry, conf);
    SortedMap<String, String> properties =
        shipment.rewrite(DriverProperties.of(conf.settings(), fold.properties()));
    SortedMap<String, String> files = SparkConfDir.load(conf.settings());
    ConfigMap confMap =
        SparkConfMaps.forDriver(
            SparkConfMaps.driverName(),
            conf.namespace(),
            files,
            DriverProperties.inConfigMap(properties));

    SparkPod pod = mountConf(shipment.mount(fold.pod()), confMap, files);
    List<HasMetadata> resources = new ArrayList<>(fold.resources());
    resources.addAll(shipment.configMaps());
    resources.add(confMap);
    List<StepContribution> contributions = new ArrayList<>(fold.contributions());
    contributions.add(
        new StepContribution(
            StepContribution.ENGINE,
            "k8s-core",
            Differences.between(fold.pod(), pod)
                .withObjects(shipment.configMaps())
                .withObjects(List.of(confMap))
                .words()));
    return new DriverSpec(
        pod.toPod(),
        fold.preResources(),
        List.copyOf(resources),
        Collections.unmodifiableSortedMap(properties),
        List.copyOf(contributions));
  }

  private static SparkPod mountConf(
      SparkPod pod, ConfigMap confMap, SortedMap<String, String> files) {
    List<String> names = new ArrayList<>(files.keySet());
    names.add(Constants.SPARK_CONF_FILE_NAME);
    return pod.editContainer(
            container ->
                container
                    .addNewEnv()
                    .withName(Constants.ENV_SPARK_CONF_DIR)
                    .withValue(Constants.SPARK_CONF_DIR_INTERNAL)
                    .endEnv()
                    .addNewVolumeMount()
                    .withName(Constants.SPARK_CONF_VOLUME_DRIVER)
                    .withMountPath(Constants.SPARK_CONF_DIR_INTERNAL)
                    .endVolumeMount())
        .editSpec(
            spec ->
                spec.addNewVolume()
                    .withName(Constants.SPARK_CONF_VOLUME_DRIVER)
                    .withNewConfigMap()
                    .withName(confMap.getMetadata().getName())
                    .withItems(SparkConfMaps.items(names))
                    .endConfigMap()
                    .endVolume());
  }
}
