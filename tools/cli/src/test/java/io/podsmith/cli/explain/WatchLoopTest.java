// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.text.Paint;
import io.podsmith.cli.text.Terminal;
import io.podsmith.core.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchLoopTest {
  @TempDir Path directory;
  private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
  private Thread thread = new Thread();

  @AfterEach
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(thread.isAlive()).as("ends when it is interrupted").isFalse();
  }

  @Test
  void showsWhatAChangeOfTheSettingsChanges() throws Exception {
    Path image = Files.writeString(directory.resolve("image"), "spark:1");
    start(image);

    replace(image, "spark:2");

    assertThat(shown.poll(10, TimeUnit.SECONDS))
        .contains("driver pod\n  %s\n  ~ image: spark:1 -> spark:2\n".formatted(DemoPlan.CONTAINER))
        .contains("by spark.driver-basics");
  }

  @Test
  void watchesFilesThatALaterPlanDependsOn() throws Exception {
    Path image = Files.writeString(directory.resolve("image"), "spark:1");
    Path other = Files.createDirectory(directory.resolve("templates")).resolve("template");
    start(image, other);
    replace(image, "spark:2");
    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("spark:1 -> spark:2");

    Files.writeString(other, "");

    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("nothing changed for the driver pod");
  }

  @Test
  void continuesAfterAnErrorInTheSettings() throws Exception {
    Path image = Files.writeString(directory.resolve("image"), "spark:1");
    start(image);

    replace(image, "wrong");
    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("The image is wrong");
    replace(image, "spark:3");

    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("spark:1 -> spark:3");
  }

  /** Writes a file as editors do: the watch never reads one that is half written. */
  private void replace(Path file, String text) throws IOException {
    Path written = Files.writeString(Files.createTempFile(directory, "written", ""), text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Starts to watch and waits until it does.
   *
   * @param later files that count from the second plan on
   */
  private void start(Path image, Path... later) throws InterruptedException {
    Terminal terminal = new Terminal(100, new Paint(false));
    List<Path> files = new ArrayList<>(List.of(image));
    WatchLoop loop =
        new WatchLoop(
            () -> {
              WatchLoop.Snapshot snapshot = new WatchLoop.Snapshot(plan(image), files);
              files.addAll(List.of(later));
              return snapshot;
            },
            plan -> "first",
            new PlanChanges(PodRole.DRIVER, terminal),
            shown::add);
    thread =
        new Thread(
            () -> {
              try {
                loop.run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo("first");
    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("Watching 1 file or directory.");
  }

  private static Plan plan(Path image) {
    try {
      String text = Files.readString(image);
      if (text.equals("wrong")) {
        throw new InvalidConfigurationException(
            PodsmithError.CONF_INVALID, "image", "The image is wrong");
      }
      return DemoPlan.plan(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
