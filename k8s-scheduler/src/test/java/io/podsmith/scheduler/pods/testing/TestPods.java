// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import java.util.List;

/** Executors as they are asked for. */
public final class TestPods {
  private TestPods() {}

  public static Pod executor(String appId, long id, int profile) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name(appId, id))
        .withUid("uid-" + name(appId, id))
        .addToLabels(Constants.SPARK_APP_ID_LABEL, appId)
        .addToLabels(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .addToLabels(
            Constants.SPARK_EXECUTOR_ID_LABEL,
            id == ExecutorSpecFactory.TEMPLATE
                ? ExecutorSpecFactory.ID_IN_TEMPLATE
                : Long.toString(id))
        .addToLabels(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL, Integer.toString(profile))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)
        .withImage("spark:4.1.1")
        .addToArgs("executor")
        .endContainer()
        .endSpec()
        .build();
  }

  public static String name(String appId, long id) {
    return appId + "-exec-" + id;
  }

  public static ExecutorSpecFactory specs(String appId) {
    return (id, profile) -> new ExecutorSpec(executor(appId, id, profile), List.of(), List.of());
  }
}
