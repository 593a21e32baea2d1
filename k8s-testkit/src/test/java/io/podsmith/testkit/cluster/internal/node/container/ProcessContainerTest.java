// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessContainerTest {
  @TempDir Path directory;

  @Test
  void handlesItsEndOutsideTheCommonPool() throws Exception {
    ProcessContainer container =
        ProcessContainer.start(
            new ContainerLaunch(
                List.of("/bin/sh", "-c", "until [ -e end ]; do sleep 0.05; done; exit 3"),
                Map.of("PATH", "/usr/bin:/bin"),
                directory),
            directory.resolve("log"));
    CompletableFuture<String> thread =
        container.exit().thenApply(code -> code + " on " + Thread.currentThread().getName());

    Files.createFile(directory.resolve("end"));

    assertThat(thread.get(30, TimeUnit.SECONDS))
        .as("a test that blocks the common pool must not block the end of a container")
        .startsWith("3 on embedded-node-exit-");
  }
}
