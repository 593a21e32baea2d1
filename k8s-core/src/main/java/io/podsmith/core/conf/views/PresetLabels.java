// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.names.ResourceNames;
import java.util.Map;
import java.util.Set;

/** The labels by which Spark finds its pods. */
final class PresetLabels {
  static final Set<String> DRIVER =
      Set.of(
          Constants.SPARK_VERSION_LABEL,
          Constants.SPARK_APP_ID_LABEL,
          Constants.SPARK_APP_NAME_LABEL,
          Constants.SPARK_ROLE_LABEL);

  static final Set<String> EXECUTOR =
      Set.of(
          Constants.SPARK_VERSION_LABEL,
          Constants.SPARK_APP_ID_LABEL,
          Constants.SPARK_APP_NAME_LABEL,
          Constants.SPARK_ROLE_LABEL,
          Constants.SPARK_EXECUTOR_ID_LABEL,
          Constants.SPARK_RESOURCE_PROFILE_ID_LABEL);

  private PresetLabels() {}

  /** Returns the labels that all pods of a role have. */
  static Map<String, String> of(RoleSettings common) {
    return Map.of(
        Constants.SPARK_VERSION_LABEL,
        common.sparkVersion,
        Constants.SPARK_APP_ID_LABEL,
        common.appId,
        Constants.SPARK_APP_NAME_LABEL,
        ResourceNames.appNameLabel(common.appName),
        Constants.SPARK_ROLE_LABEL,
        common.keys.role().label());
  }
}
