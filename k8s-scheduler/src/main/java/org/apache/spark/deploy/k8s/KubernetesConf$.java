// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.podsmith.core.conf.names.ResourceNames;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.UUID;

/** The companion of {@link KubernetesConf}, as Scala's compiler names it. */
public final class KubernetesConf$ {
  public static final KubernetesConf$ MODULE$ = new KubernetesConf$();

  private KubernetesConf$() {}

  public String getKubernetesAppId() {
    return "spark-%s".formatted(UUID.randomUUID().toString().replace("-", ""));
  }

  public String getResourceNamePrefix(String appName) {
    return ResourceNames.uniquePrefix(appName, "", UniqueIds.random());
  }

  public String getAppNameLabel(String appName) {
    return ResourceNames.appNameLabel(appName);
  }

  public String buildKubernetesResourceName(String vendorDomain, String resourceName) {
    return "%s/%s".formatted(vendorDomain, resourceName);
  }
}
