// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.conf.Confs;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutorContextTest {
  private static final Pod DRIVER =
      new PodBuilder().withNewMetadata().withName("driver").withUid("u-1").endMetadata().build();

  private static ExecutorContext context(SparkSettings settings, Pod driver) {
    return new ExecutorContext(
        settings,
        Confs.RUNTIME,
        Confs.APP_ID,
        Optional.of(driver),
        "spark://CoarseGrainedScheduler@driver:7078",
        List.of(),
        List.of(),
        Map.of(),
        "spark-exec-conf-map",
        List.of());
  }

  @Test
  void tellsWhatAllExecutorsShare() {
    SparkSettings settings = Confs.settings("spark.kubernetes.namespace", "jobs");
    ExecutorContext context = context(settings, DRIVER);

    assertThat(context.settings().asMap()).isEqualTo(settings.asMap());
    assertThat(context.runtime()).isSameAs(Confs.RUNTIME);
    assertThat(context.appId()).isEqualTo(Confs.APP_ID);
    assertThat(context.namespace()).isEqualTo("jobs");
    assertThat(context.driverPod()).contains(DRIVER);
    assertThat(ExecutorConf.create(context, "1", 0, Confs.resources()).driverPod())
        .contains(DRIVER);
  }

  @Test
  void keepsTheDriversPodFromChanges() {
    Pod given = new PodBuilder(DRIVER).build();
    ExecutorContext context = context(Confs.settings(), given);

    given.getMetadata().setName("changed");
    context.driverPod().orElseThrow().getMetadata().setName("changed");

    assertThat(context.driverPod()).contains(DRIVER);
  }
}
