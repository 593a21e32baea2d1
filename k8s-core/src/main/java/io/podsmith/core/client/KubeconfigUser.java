// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The user of the current context, as the kubeconfig has it. The client library keeps the first
 * token of a user only, and does not know {@code tokenFile}.
 *
 * @param name the name of the user
 * @param file the kubeconfig that has the user
 * @param user the credentials
 */
record KubeconfigUser(String name, Path file, AuthInfo user) {
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
  private static final int LONGEST_SHOWN = 200;

  /** Returns the user of the current context; empty if there is no kubeconfig. */
  static Optional<KubeconfigUser> of(Config config) {
    NamedContext context = config.getCurrentContext();
    if (context == null || context.getContext() == null || context.getContext().getUser() == null) {
      return Optional.empty();
    }
    String name = context.getContext().getUser();
    for (String each : Config.getKubeconfigFilenames()) {
      Path file = Path.of(each);
      Optional<KubeconfigUser> found =
          find(file, name).map(user -> new KubeconfigUser(name, file, user));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<AuthInfo> find(Path file, String name) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      io.fabric8.kubernetes.api.model.Config read =
          Serialization.unmarshal(in, io.fabric8.kubernetes.api.model.Config.class);
      return read.getUsers() == null
          ? Optional.empty()
          : read.getUsers().stream()
              .filter(user -> name.equals(user.getName()))
              .map(NamedAuthInfo::getUser)
              .filter(Objects::nonNull)
              .findFirst();
    } catch (IOException | RuntimeException e) { // the client library has read it before
      return Optional.empty();
    }
  }

  /** Returns the file with the token, which precedes a token in the kubeconfig itself. */
  Optional<Path> tokenFile() {
    return Optional.ofNullable(user.getTokenFile())
        .filter(path -> !path.isBlank())
        .map(this::resolve);
  }

  /**
   * Returns the command that prints a token.
   *
   * @param config the client's configuration, for commands that want to know the cluster
   */
  Optional<ExecToken.Command> command(Config config) {
    ExecConfig exec = user.getExec();
    return exec == null || exec.getCommand() == null
        ? Optional.empty()
        : Optional.of(() -> run(exec, info(exec, config)));
  }

  private Path resolve(String path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }

  private String run(ExecConfig exec, String info) throws IOException {
    List<String> line = new ArrayList<>();
    String command = exec.getCommand();
    line.add(
        command.contains(File.separator) && !Path.of(command).isAbsolute()
            ? resolve(command).toString()
            : command);
    if (exec.getArgs() != null) {
      line.addAll(exec.getArgs());
    }
    // Files rather than pipes: a full pipe without a reader would block the command.
    Path out = Files.createTempFile("podsmith-exec", ".json");
    Path errors = Files.createTempFile("podsmith-exec", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile());
      Map<String, String> environment = builder.environment();
      if (exec.getEnv() != null) {
        exec.getEnv().forEach(each -> environment.put(each.getName(), each.getValue()));
      }
      environment.put("KUBERNETES_EXEC_INFO", info);
      await(builder.start(), errors);
      return Files.readString(out);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }

  private static void await(Process process, Path errors) throws IOException {
    try {
      if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("it did not end within %d s".formatted(COMMAND_LIMIT.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted");
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      String last =
          Files.readString(errors, StandardCharsets.ISO_8859_1)
              .lines()
              .filter(text -> !text.isBlank())
              .reduce("", (first, second) -> second);
      throw new IOException(
          "it exited with %d%s"
              .formatted(
                  process.exitValue(),
                  last.isEmpty()
                      ? ""
                      : " (%s)"
                          .formatted(last.substring(0, Math.min(LONGEST_SHOWN, last.length())))));
    }
  }

  private static String info(ExecConfig exec, Config config) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("interactive", false);
    if (Boolean.TRUE.equals(exec.getProvideClusterInfo())) {
      Map<String, String> cluster = new HashMap<>();
      cluster.put("server", config.getMasterUrl());
      if (config.getCaCertData() != null) {
        cluster.put("certificate-authority-data", config.getCaCertData());
      }
      spec.put("cluster", cluster);
    }
    return Serialization.asJson(
        Map.of(
            "apiVersion",
            exec.getApiVersion() == null ? "client.authentication.k8s.io/v1" : exec.getApiVersion(),
            "kind",
            "ExecCredential",
            "spec",
            spec));
  }
}
