// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.submit.Submitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A process that submits a driver and kills itself with signal 9 at one of its requests.
 *
 * <p>Arguments: a kubeconfig, a namespace, the number of a request that changes something, and
 * whether to die before it is sent or after it is answered.
 */
final class KilledSubmitter {
  static final String BEFORE = "before";
  static final String AFTER = "after";

  private KilledSubmitter() {}

  public static void main(String[] arguments) throws Exception {
    Config config = Config.fromKubeconfig(Path.of(arguments[0]).toFile());
    int fatal = Integer.parseInt(arguments[2]);
    boolean isBefore = arguments[3].equals(BEFORE);
    Writes writes =
        new Writes(
            (number, isWrite) -> {
              if (isBefore && isWrite && number == fatal) {
                die();
              } else if (number > fatal) {
                // the client may wake its caller before it reports the answer
                block();
              }
            },
            (number, isWrite) -> {
              if (!isBefore && isWrite && number >= fatal) {
                die();
              }
            });
    Path directory = Files.createTempDirectory("killed-submitter");
    try (KubernetesClient client = writes.client(config)) {
      ObjectSteps.during(
          directory,
          () ->
              new Submitter(client)
                  .submit(
                      AtomicSubmissionContract.request(
                          arguments[1], AtomicSubmissionContract.secret(Map.of()))));
    }
    // the last request was not reached, or its answer came after the end of the submission
    block();
  }

  private static void die() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    block();
  }

  private static void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
