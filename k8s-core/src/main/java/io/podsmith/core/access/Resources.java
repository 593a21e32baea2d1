// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

/** The resources that Podsmith's own requests are about. */
final class Resources {
  static final ApiResource PODS = ApiResource.core("pods");
  static final ApiResource POD_LOGS = ApiResource.core("pods/log");
  static final ApiResource POD_RESIZE = ApiResource.core("pods/resize");
  static final ApiResource POD_METRICS = new ApiResource("metrics.k8s.io", "pods");
  static final ApiResource EVENTS = ApiResource.core("events");
  static final ApiResource SERVICES = ApiResource.core("services");
  static final ApiResource CONFIG_MAPS = ApiResource.core("configmaps");
  static final ApiResource SECRETS = ApiResource.core("secrets");
  static final ApiResource CLAIMS = ApiResource.core("persistentvolumeclaims");

  private Resources() {}
}
