// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir Path directory;

  @Test
  void noticesAFileThatAnEditorReplaces() throws Exception {
    Path file = Files.writeString(directory.resolve("spark.properties"), "a=1");
    try (FileWatch watch = new FileWatch(List.of(file))) {
      CompletableFuture<Void> changed = awaited(watch);
      Path swap = Files.writeString(directory.resolve(".swap"), "a=2");
      Files.move(swap, file, StandardCopyOption.REPLACE_EXISTING);

      assertThat(changed).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void noticesAFileThatDidNotExist() throws Exception {
    try (FileWatch watch = new FileWatch(List.of(directory.resolve("steps.jar")))) {
      CompletableFuture<Void> changed = awaited(watch);
      Files.writeString(directory.resolve("steps.jar"), "");

      assertThat(changed).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Void> awaited(FileWatch watch) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            watch.awaitChange();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
