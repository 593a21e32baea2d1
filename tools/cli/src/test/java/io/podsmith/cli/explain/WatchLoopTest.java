// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.text.Paint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
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

    Files.writeString(image, "spark:2");

    assertThat(shown.poll(10, TimeUnit.SECONDS))
        .contains("~ %s.image: spark:1 -> spark:2".formatted(DemoPlan.CONTAINER));
  }

  @Test
  void goesOnAfterAnErrorInTheSettings() throws Exception {
    Path image = Files.writeString(directory.resolve("image"), "spark:1");
    start(image);

    Files.writeString(image, "wrong");
    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("The image is wrong");
    Files.writeString(image, "spark:3");

    assertThat(shown.poll(10, TimeUnit.SECONDS)).contains("spark:1 -> spark:3");
  }

  private void start(Path image) throws InterruptedException {
    CountDownLatch isPlanned = new CountDownLatch(1);
    WatchLoop loop =
        new WatchLoop(() -> explain(image), List.of(image), shown::add, new Paint(false));
    thread =
        new Thread(
            () -> {
              try {
                loop.run(
                    () -> {
                      Explainer first = explain(image);
                      isPlanned.countDown();
                      return first;
                    });
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    assertThat(isPlanned.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Explainer explain(Path image) {
    try {
      String text = Files.readString(image);
      if (text.equals("wrong")) {
        throw new InvalidConfigurationException(
            PodsmithError.CONF_INVALID, "image", "The image is wrong");
      }
      return new Explainer(DemoPlan.plan(text), PodRole.DRIVER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
