// SPDX-License-Identifier: Apache-2.0
package com.acme.compat;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Calls each method of the configurations. */
final class CompatConf {
  private CompatConf() {}

  static void describe(KubernetesConf conf, Map<String, String> seen) {
    FileStaging files = conf.fileStaging();
    List<Object> common =
        List.of(
            conf.role(),
            conf.getAllWithPrefix("spark.acme.compat.t"),
            conf.environmentVariable("COMPAT_MISSING"),
            conf.appId(),
            conf.appName(),
            conf.sparkVersion(),
            conf.sparkUser(),
            conf.namespace(),
            conf.resourceNamePrefix(),
            conf.podName(),
            conf.image(),
            conf.imagePullPolicy(),
            conf.imagePullSecrets(),
            conf.labels(),
            conf.annotations(),
            conf.environment(),
            conf.nodeSelector(),
            conf.schedulerName(),
            conf.secretNamesToMountPaths(),
            conf.secretEnvNamesToKeyRefs(),
            conf.volumes(),
            conf.extendedResources(),
            conf.isDecommissioningEnabled(),
            files.isClientLocal("local:///opt/file"));
    seen.put("acme.com/conf", common.size() + " attributes of " + conf.role().label());
    conf.get(CompatSettings.TEXT)
        .filter(files::isClientLocal)
        .ifPresent(
            path -> {
              seen.put("acme.com/file", new String(files.read(path), StandardCharsets.UTF_8));
              if (conf.contains(CompatSettings.SECRET)) {
                seen.put("acme.com/copy", files.upload(path));
              }
            });
  }

  static void describeDriver(KubernetesDriverConf conf, Map<String, String> seen) {
    List<Object> own =
        List.of(
            conf.mainAppResource().language().resourceType(),
            conf.mainAppResource().file(),
            conf.mainClass(),
            conf.appArgs(),
            conf.proxyUser(),
            conf.driverServiceName(),
            conf.serviceLabels(),
            conf.serviceAnnotations(),
            conf.delegationTokens().isPresent());
    seen.put("acme.com/role", own.size() + " attributes of a driver");
  }

  static void describeExecutor(KubernetesExecutorConf conf, Map<String, String> seen) {
    List<Object> own =
        List.of(
            conf.executorId(),
            conf.driverPod(),
            conf.resourceProfileId(),
            conf.resources().cores(),
            conf.resources().taskCores(),
            conf.resources().heapMiB(),
            conf.resources().totalMemoryMiB(),
            conf.resources().extendedResources(),
            conf.driverUrl(),
            conf.javaOptions(),
            conf.sparkSecretVariables(),
            conf.variablesFromSecret(),
            conf.sparkConfMapName(),
            conf.sparkConfFileNames());
    seen.put("acme.com/role", own.size() + " attributes of an executor");
  }
}
