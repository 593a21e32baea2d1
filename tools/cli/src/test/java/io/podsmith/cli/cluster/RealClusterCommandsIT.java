// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The commands about applications on a real API server, whose nodes are simulated. */
class RealClusterCommandsIT extends ClusterCommandsContract {
  @Override
  Target start() {
    return SimulatedTarget.connect();
  }

  @Override
  void prepareNamespace() {
    target
        .client()
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(account -> account != null, 60, TimeUnit.SECONDS);
  }

  /** Simulated nodes have no logs: the API server cannot reach them. */
  @Test
  void reportsThatALogCannotBeRead() throws Exception {
    Pod driver = await(jobs.submit("spark-a", "pi", FOREVER), ClusterCommandsContract::isRunning);

    CommandRun run = run("logs", "pi");

    assertThat(run.code()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.err())
        .contains("error: PODSMITH-CLUSTER-", "log of pod " + driver.getMetadata().getName());
  }
}
