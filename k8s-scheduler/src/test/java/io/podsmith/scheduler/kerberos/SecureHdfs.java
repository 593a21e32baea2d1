// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.kerberos;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A KDC and a secure HDFS on this machine, in a process of their own: nothing of theirs is on the
 * class path of Spark. {@code src/hdfs/java/io/podsmith/hdfs/SecureHdfs.java} says what they write.
 */
public final class SecureHdfs implements AutoCloseable {
  /** The realm of all principals. */
  public static final String REALM = "EXAMPLE.COM";

  private static final Path SOURCE = Path.of("src/hdfs/java/io/podsmith/hdfs/SecureHdfs.java");
  private static final Path LIBRARIES = Path.of("target/secure-hdfs");

  private final Path directory;
  private final Process process;

  private SecureHdfs(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Starts both and waits until they are ready.
   *
   * @param directory for their files, which must not exist
   * @param tokenLife how long a delegation token is accepted
   * @throws AssertionError if they do not start; the message has their log
   */
  public static SecureHdfs start(Path directory, Duration tokenLife) throws IOException {
    Files.createDirectory(directory);
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(command(directory, tokenLife))
            .redirectError(Redirect.to(log.toFile()))
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); !"READY".equals(line); line = output.readLine()) {
      if (line == null) {
        throw new AssertionError(
            "the KDC and HDFS did not start:\n%s%s".formatted(said, Files.readString(log)));
      }
      said.append(line).append('\n');
    }
    return new SecureHdfs(directory, process);
  }

  private static List<String> command(Path directory, Duration tokenLife) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    // MiniKdc has the JDK read krb5.conf again.
    command.add("--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
    command.add("-cp");
    command.add(libraries() + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(SOURCE.toString());
    command.add(directory.toString());
    command.add(Long.toString(tokenLife.toSeconds()));
    return command;
  }

  private static String libraries() throws IOException {
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }

  /** Returns the {@code krb5.conf} of the realm. */
  public Path krb5Conf() {
    return directory.resolve("krb5.conf");
  }

  /** Returns the directory with the configuration of Hadoop for clients. */
  public Path hadoopConf() {
    return directory.resolve("conf");
  }

  /** Returns the keytab of a user. */
  public Path keytab(String user) {
    return directory.resolve(user + ".keytab");
  }

  /** Returns the ticket cache of a user who has logged in. */
  public Path ticketCache(String user) {
    return directory.resolve(user + ".ccache");
  }

  /** Returns a file with a delegation token of alice. */
  public Path tokens() {
    return directory.resolve("alice.tokens");
  }

  /** Returns the last lines that the servers have logged. */
  public String log() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("log.txt"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 50), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
