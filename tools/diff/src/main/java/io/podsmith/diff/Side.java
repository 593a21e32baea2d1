// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.diff.worker.DistributionWorker;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
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
  private static final Pattern EXCEPTION = Pattern.compile("[\\w.]+(Exception|Error)\\b.*");
  private static final Pattern MESSAGE = Pattern.compile("[\\w.$]+(Exception|Error): .+");

  /** Spark logs its progress at INFO, which costs time and hides the reason of a crash. */
  private static final String LOGGING =
      """
      rootLogger.level = warn
      rootLogger.appenderRef.console.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.target = SYSTEM_ERR
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %p %c{1}: %m%n%ex
      """;

  /**
   * Why a side did not do what it was given.
   *
   * @param kind who failed
   * @param message the exception with its message, or the last lines of the log
   */
  record Failure(Kind kind, String message) {
    /** Who failed. */
    enum Kind {
      /** Spark or Podsmith rejected the settings. */
      REJECTED,
      /** The API server rejected a request. */
      REJECTED_BY_SERVER,
      /** The distribution does not work, or its JVM died or did not answer. */
      BROKEN
    }
  }

  private final Distribution distribution;
  private final Path directory;
  private final Duration limit;
  private Optional<Process> process = Optional.empty();

  /** Where the log of the last command starts. */
  private long start;

  private boolean isLocal;

  /**
   * Starts nothing yet.
   *
   * @param directory where the JVM keeps temporary files, and its log
   * @param limit how long a command may take; a JVM that takes longer is killed
   */
  Side(Distribution distribution, Path directory, Duration limit) {
    this.distribution = distribution;
    this.directory = directory;
    this.limit = limit;
  }

  /** Runs a command and returns why it failed, if it did. */
  Optional<Failure> run(String command, List<String> arguments, Map<String, String> settings) {
    Process running = process.filter(Process::isAlive).orElseGet(this::start);
    start = logged();
    AtomicBoolean isLate = new AtomicBoolean();
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () -> {
              isLate.set(true);
              running.destroyForcibly();
            },
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
    try {
      send(running, command, arguments, settings);
      DataInputStream in = new DataInputStream(running.getInputStream());
      int answer = in.readByte();
      isLocal = answer == DistributionWorker.DONE_WITHOUT_EXECUTORS;
      return switch (answer) {
        case DistributionWorker.DONE, DistributionWorker.DONE_WITHOUT_EXECUTORS -> Optional.empty();
        case DistributionWorker.REJECTED -> failure(Failure.Kind.REJECTED, in);
        case DistributionWorker.REJECTED_BY_SERVER -> failure(Failure.Kind.REJECTED_BY_SERVER, in);
        default -> failure(Failure.Kind.BROKEN, in);
      };
    } catch (IOException e) {
      String said = end(running, isLate.get());
      // a driver that cannot work ends its JVM
      boolean isRejection = command.equals(DistributionWorker.START) && !isLate.get();
      return Optional.of(
          new Failure(isRejection ? Failure.Kind.REJECTED : Failure.Kind.BROKEN, said));
    } finally {
      late.cancel(false);
    }
  }

  /** Returns whether the last command started a driver that requests no executors. */
  boolean isLocal() {
    return isLocal;
  }

  private static Optional<Failure> failure(Failure.Kind kind, DataInputStream in)
      throws IOException {
    return Optional.of(new Failure(kind, DistributionWorker.readText(in)));
  }

  private static void send(
      Process running, String command, List<String> arguments, Map<String, String> settings)
      throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(running.getOutputStream()));
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
  }

  private Process start() {
    try {
      Path resources = Files.createDirectories(directory.resolve("resources"));
      Path logging = Files.writeString(directory.resolve("log4j2.properties"), LOGGING);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      OPENED.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
      command.addAll(
          List.of(
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-Xmx1g",
              "-Xshare:auto",
              "-Dio.netty.tryReflectionSetAccessible=true",
              "-Dlog4j2.configurationFile=" + logging.toUri(),
              "-Djava.io.tmpdir=" + directory,
              // never the kubeconfig of this machine
              "-Dkubeconfig=" + directory.resolve("no-kubeconfig"),
              "-Dkubernetes.auth.tryServiceAccount=false",
              "-cp",
              Stream.concat(
                      Stream.of(resources, workerClasses()), distribution.classPath().stream())
                  .map(Path::toString)
                  .collect(Collectors.joining(File.pathSeparator)),
              DistributionWorker.class.getName(),
              resources.toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
      Map<String, String> environment = builder.environment();
      // where a context writes, whatever the scratch directories of the pods are
      environment.put("SPARK_EXECUTOR_DIRS", directory.toString());
      environment.put("SPARK_LOCAL_IP", Loopback.COMMON);
      environment.remove("SPARK_CONF_DIR");
      environment.remove("SPARK_HOME");
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
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  /**
   * Returns the first exception that the JVM logged since the last command, if any; preferably one
   * with its message.
   */
  Optional<String> loggedException() {
    List<String> exceptions =
        linesSince(start).filter(line -> EXCEPTION.matcher(line).find()).toList();
    return exceptions.stream()
        .filter(line -> MESSAGE.matcher(line).matches())
        .findFirst()
        .or(() -> exceptions.stream().findFirst());
  }

  /** Ends the JVM, so that the next command starts another one. */
  void discard() {
    process.ifPresent(
        running -> {
          running.destroyForcibly();
          try {
            running.waitFor();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    process = Optional.empty();
  }

  private Stream<String> linesSince(long offset) {
    if (!Files.exists(log())) {
      return Stream.empty();
    }
    try (FileChannel channel = FileChannel.open(log())) {
      InputStream rest = Channels.newInputStream(channel.position(Math.min(offset, logged())));
      return new String(rest.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("\tat "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long logged() {
    try {
      return Files.exists(log()) ? Files.size(log()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Describes the end of a JVM by what it logged for the last command. */
  private String end(Process ended, boolean isLate) {
    ended.destroyForcibly();
    try {
      int code = ended.waitFor();
      String what =
          isLate
              ? "did not answer within %d s and was killed".formatted(limit.toSeconds())
              : "ended with exit code %d".formatted(code);
      List<String> lines = linesSince(start).toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_OF_A_CRASH), lines.size());
      return "the JVM of %s %s%s"
          .formatted(
              distribution.label(), what, last.isEmpty() ? "" : ": " + String.join(" / ", last));
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
