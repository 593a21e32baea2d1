// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.diff.worker.DistributionWorker;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One distribution in a JVM of its own, which is started again if it ends. Not thread-safe. */
final class Side implements AutoCloseable {
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/sun.nio.ch",
          "java.base/sun.security.action",
          "java.base/jdk.internal.ref");
  private static final int LINES_OF_A_CRASH = 5;

  /** A command takes at most some seconds; a JVM that takes longer hangs and is killed. */
  private static final long LIMIT_SECONDS = 90;

  /**
   * Why a side did not do what it was given.
   *
   * @param isFromServer whether the API server rejected a request
   * @param message the exception with its message
   */
  record Failure(boolean isFromServer, String message) {}

  private final Distribution distribution;
  private final Path directory;
  private Optional<Process> process = Optional.empty();

  Side(Distribution distribution, Path directory) {
    this.distribution = distribution;
    this.directory = directory;
  }

  /** Runs a command and returns why it failed, if it did. */
  Optional<Failure> run(String command, List<String> arguments, Map<String, String> settings) {
    Process running = process.filter(Process::isAlive).orElseGet(this::start);
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            running::destroyForcibly,
            CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS));
    try {
      DataOutputStream out = new DataOutputStream(running.getOutputStream());
      out.writeUTF(command);
      out.writeInt(arguments.size());
      for (String argument : arguments) {
        DistributionWorker.writeText(out, argument);
      }
      out.writeInt(settings.size());
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        DistributionWorker.writeText(out, setting.getKey());
        DistributionWorker.writeText(out, setting.getValue());
      }
      out.flush();
      DataInputStream in = new DataInputStream(running.getInputStream());
      if (in.readBoolean()) {
        return Optional.empty();
      }
      return Optional.of(new Failure(in.readBoolean(), DistributionWorker.readText(in)));
    } catch (IOException e) {
      return Optional.of(new Failure(false, crash(running)));
    } finally {
      late.cancel(false);
    }
  }

  private Process start() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-Dio.netty.tryReflectionSetAccessible=true",
            // never the kubeconfig of this machine
            "-Dkubeconfig=" + directory.resolve("no-kubeconfig"),
            "-Dkubernetes.auth.tryServiceAccount=false",
            "-cp",
            Stream.concat(Stream.of(workerClasses()), distribution.classPath().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)),
            DistributionWorker.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("SPARK_LOCAL_DIRS", directory.toString());
    builder.environment().remove("SPARK_CONF_DIR");
    try {
      Process started = builder.start();
      process = Optional.of(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path workerClasses() {
    try {
      return Path.of(
          DistributionWorker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path log() {
    return directory.resolve(distribution.label().replace(' ', '-') + ".log");
  }

  private String crash(Process ended) {
    ended.destroyForcibly();
    try {
      int code = ended.waitFor();
      List<String> lines = Files.readAllLines(log());
      return "the JVM of %s ended with exit code %d: %s"
          .formatted(
              distribution.label(),
              code,
              String.join(
                  " / ",
                  lines.subList(Math.max(0, lines.size() - LINES_OF_A_CRASH), lines.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.ifPresent(
        running -> {
          try {
            running.getOutputStream().close();
            if (!running.waitFor(10, TimeUnit.SECONDS)) {
              running.destroyForcibly();
            }
          } catch (IOException e) {
            running.destroyForcibly();
          } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
          }
        });
  }
}
