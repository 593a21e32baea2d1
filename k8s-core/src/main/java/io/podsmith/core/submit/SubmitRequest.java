// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;

/**
 * One submission.
 *
 * @param settings as the user gave them, {@code spark.master} included
 * @param application what to run
 * @param runtime what only Spark can tell; {@link SparkRuntime#standalone} without Spark
 * @param origins where the settings were set
 */
public record SubmitRequest(
    SparkSettings settings, Application application, SparkRuntime runtime, SettingOrigins origins) {
  /** Makes a request with settings of unknown origin. */
  public SubmitRequest(SparkSettings settings, Application application, SparkRuntime runtime) {
    this(settings, application, runtime, SettingOrigins.unknown());
  }

  /** Returns this request with other settings. */
  SubmitRequest with(SparkSettings others) {
    return new SubmitRequest(others, application, runtime, origins);
  }

  /** Returns this request with another id of the application. */
  SubmitRequest withAppId(String appId) {
    Application other =
        new Application(
            appId,
            application.mainAppResource(),
            application.mainClass(),
            application.args(),
            application.proxyUser());
    return new SubmitRequest(settings, other, runtime, origins);
  }

  /** Returns this request with another runtime. */
  SubmitRequest with(SparkRuntime other) {
    return new SubmitRequest(settings, application, other, origins);
  }
}
