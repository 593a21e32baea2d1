// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.views.ExecutorContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcEndpointAddress;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers from Spark what all executors of an application share. */
final class ExecutorContexts {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorContexts.class);

  private ExecutorContexts() {}

  static ExecutorContext create(
      SparkConf conf,
      SecurityManager security,
      SparkSettings settings,
      SparkRuntime runtime,
      String appId,
      Optional<Pod> driverPod,
      ExecutorConfMap confMap) {
    return new ExecutorContext(
        settings,
        runtime,
        appId,
        driverPod,
        driverUrl(conf, settings, driverPod),
        userJavaOptions(conf),
        ScalaInterop.list(SparkVersions.javaOptions(conf, SparkConf::isExecutorStartupConf)),
        secretEnvironment(conf, security),
        confMap.name(),
        confMap.mountedFiles());
  }

  private static String driverUrl(SparkConf conf, SparkSettings settings, Optional<Pod> driverPod) {
    String host = conf.get(SparkEntries.DRIVER_HOST_ADDRESS);
    if (DriverAddress.isWildcard(host)) {
      // Spark 4.1 and later set the host to the bind address before any code of ours runs.
      LOG.warn(
          "spark.driver.host is {}, at which executors cannot fetch blocks from the driver. Set"
              + " {}=false and spark.driver.host to the address of the driver, or set"
              + " spark.driver.bindAddress to the IP of its pod",
          host,
          PodKeys.KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP.key());
    }
    String address =
        settings.get(PodKeys.KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP)
            ? DriverAddress.ofPod(conf.get(SparkEntries.DRIVER_BIND_ADDRESS), host, driverPod)
            : host;
    int port = conf.getInt("spark.driver.port", Constants.DEFAULT_DRIVER_PORT);
    return new RpcEndpointAddress(address, port, CoarseGrainedSchedulerBackend.ENDPOINT_NAME())
        .toString();
  }

  private static List<String> userJavaOptions(SparkConf conf) {
    return ScalaInterop.optional(conf.get(SparkEntries.EXECUTOR_JAVA_OPTIONS))
        .map(options -> ScalaInterop.list(Utils.splitCommandString(options)))
        .orElse(List.of());
  }

  private static Map<String, String> secretEnvironment(SparkConf conf, SecurityManager security) {
    boolean inFile = conf.get(SparkEntries.AUTH_SECRET_FILE_EXECUTOR).isDefined();
    return Optional.ofNullable(security.getSecretKey())
        .filter(secret -> !inFile)
        .map(secret -> Map.of(SecurityManager.ENV_AUTH_SECRET(), secret))
        .orElse(Map.of());
  }
}
