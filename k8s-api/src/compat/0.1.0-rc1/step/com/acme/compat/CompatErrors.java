// SPDX-License-Identifier: Apache-2.0
package com.acme.compat;

import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.ErrorCode;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.api.error.StepException;
import java.util.List;
import java.util.Map;

/** Creates each exception, with a code of its own. */
final class CompatErrors {
  private enum Code implements ErrorCode {
    COMPAT;

    @Override
    public String id() {
      return "ACME-COMPAT-001";
    }
  }

  private CompatErrors() {}

  static void describe(Map<String, String> seen) {
    InvalidConfigurationException invalid =
        InvalidConfigurationException.of(Code.COMPAT, "spark.acme.a", "b", "c", "change it");
    StepException step = new StepException(Code.COMPAT, "acme.compat", "jar", "failed", invalid);
    PluginLoadException plugin =
        new PluginLoadException(PodsmithError.PLUGIN_CLASS, "acme", "a.jar", "failed", step);
    ClusterException cluster = new ClusterException(Code.COMPAT, "failed", 403, plugin);
    StringBuilder text = new StringBuilder();
    for (PodsmithException e :
        List.of(
            invalid,
            new InvalidConfigurationException(Code.COMPAT, "spark.acme.a", "wrong"),
            new InvalidConfigurationException(Code.COMPAT, "spark.acme.a", "wrong", invalid),
            step,
            plugin,
            cluster,
            new PodsmithException(Code.COMPAT, "failed"),
            new PodsmithException(Code.COMPAT, "failed", cluster))) {
      text.append(e.codeId()).append(' ');
    }
    text.append(invalid.key()).append(step.stepId()).append(step.origin());
    text.append(plugin.pluginId()).append(plugin.jar()).append(cluster.httpStatus().orElse(0));
    seen.put("acme.com/errors", text.toString());
  }
}
