// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.testkit.cluster.NodeImage;
import io.podsmith.testkit.cluster.internal.node.host.NodeSettings;
import io.podsmith.testkit.cluster.internal.node.host.PodDirectories;
import io.podsmith.testkit.cluster.internal.node.host.ServiceAccountTokens;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works out what a container is to run: mounts, environment, command. */
public final class ContainerLauncher {
  private static final String SPARK_HOME = "/opt/spark";
  private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  /** Where JVMs look for it, in whatever container. */
  private static final String KRB5_CONF = "/etc/krb5.conf";

  private final NodeSettings settings;
  private final PodDirectories directories;
  private final ClusterObjects objects;
  private final ServiceAccountTokens tokens;
  private final Path hostsFile;

  public ContainerLauncher(
      NodeSettings settings,
      PodDirectories directories,
      ClusterObjects objects,
      ServiceAccountTokens tokens,
      Path hostsFile) {
    this.settings = settings;
    this.directories = directories;
    this.objects = objects;
    this.tokens = tokens;
    this.hostsFile = hostsFile;
  }

  /** Prepares a container; nothing runs yet. */
  public ContainerLaunch prepare(
      Pod pod, Container container, NodeImage image, String podIp, String hostIp)
      throws ContainerStartException, IOException {
    Path root = Files.createDirectories(directories.root(container.getName()));
    DownwardFields fields = new DownwardFields(pod, podIp, hostIp);
    Map<String, String> environment =
        new ContainerEnvironment(objects, fields).resolve(container, imageEnvironment(pod, image));
    List<String> command = new ArrayList<>();
    for (String word : words(container)) {
      command.add(VariableExpansion.expand(word, environment));
    }

    PathMap paths =
        new ContainerMounts(directories, objects, tokens)
            .prepare(pod, container, fields, environment, imagePaths(pod, image, root));
    environment.replaceAll((name, value) -> paths.translate(value));
    machineEnvironment(root).forEach(environment::putIfAbsent);
    addClusterAccess(environment, paths);
    command.replaceAll(paths::translate);

    Path workingDir = Files.createDirectories(workingDir(container, image, root, paths));
    if (image.kind() == NodeImage.Kind.IDLE) {
      return new ContainerLaunch(command, environment, workingDir);
    }
    boolean isSpark = isSpark(image);
    if (isSpark && isEmpty(container.getCommand())) {
      Path sparkHome = paths.hostPath(SPARK_HOME);
      environment.putIfAbsent("SPARK_HOME", sparkHome.toString());
      environment.putIfAbsent("SPARK_LOCAL_IP", podIp);
      command =
          new SparkEntrypoint(image, sparkHome, workingDir, jvmFlags(root, paths))
              .command(command, environment);
    } else if (!isSpark && isEmpty(container.getCommand())) {
      command.add(0, "/bin/sh");
    }
    checkProgram(command, environment, workingDir);
    return new ContainerLaunch(command, environment, workingDir);
  }

  private static List<String> words(Container container) {
    List<String> words = new ArrayList<>(container.getCommand());
    words.addAll(container.getArgs());
    return words;
  }

  private Map<String, String> imageEnvironment(Pod pod, NodeImage image) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    environment.put("LANG", "C.UTF-8");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put(
        "HOSTNAME",
        Optional.ofNullable(pod.getSpec().getHostname()).orElse(pod.getMetadata().getName()));
    environment.put("KUBERNETES_SERVICE_HOST", settings.apiServer().getHost());
    environment.put("KUBERNETES_SERVICE_PORT", Integer.toString(settings.apiServer().getPort()));
    environment.putAll(image.environment());
    return environment;
  }

  /** What must point into the container's directory, so that nothing is left on this machine. */
  private static Map<String, String> machineEnvironment(Path root) throws IOException {
    return Map.of(
        "TMPDIR", Files.createDirectories(root.resolve("tmp")).toString(),
        "HOME", Files.createDirectories(root.resolve("root")).toString());
  }

  private Map<String, Path> imagePaths(Pod pod, NodeImage image, Path root) throws IOException {
    Map<String, Path> paths = new LinkedHashMap<>();
    if (!Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken())) {
      paths.put(SERVICE_ACCOUNT, serviceAccountDirectory(pod));
    }
    if (isSpark(image)) {
      Path own = Files.createDirectories(root.resolve("opt/spark"));
      paths.put(SPARK_HOME, image.home().orElse(own));
      paths.put(SPARK_HOME + "/work-dir", Files.createDirectories(own.resolve("work-dir")));
      linkJars(image, own.resolve("jars"));
    }
    paths.putAll(image.files());
    return paths;
  }

  private static void linkJars(NodeImage image, Path directory) throws IOException {
    if (image.classpath().isEmpty() || Files.exists(directory)) {
      return;
    }
    Files.createDirectories(directory);
    for (Path entry : image.classpath()) {
      Path link = directory.resolve(entry.getFileName());
      if (Files.isRegularFile(entry) && Files.notExists(link)) {
        Files.createSymbolicLink(link, entry);
      }
    }
  }

  /** What admission mounts into every container of a real cluster. */
  private Path serviceAccountDirectory(Pod pod) throws IOException {
    Path directory = Files.createDirectories(directories.volume("service-account"));
    Path token = directory.resolve("token");
    if (Files.notExists(token)) {
      var projection =
          new io.fabric8.kubernetes.api.model.ServiceAccountTokenProjectionBuilder()
              .withPath("token")
              .build();
      Files.writeString(token, tokens.tokenFor(pod, projection), StandardCharsets.UTF_8);
      Files.writeString(directory.resolve("ca.crt"), settings.caCert(), StandardCharsets.UTF_8);
      Files.writeString(
          directory.resolve("namespace"), pod.getMetadata().getNamespace(), StandardCharsets.UTF_8);
    }
    return directory;
  }

  /** Lets the client library find the service account although its usual place is not there. */
  private static void addClusterAccess(Map<String, String> environment, PathMap paths) {
    Path directory = paths.hostPath(SERVICE_ACCOUNT);
    if (Files.exists(directory.resolve("token"))) {
      environment.putIfAbsent(
          "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", directory.resolve("token").toString());
      environment.putIfAbsent("KUBERNETES_CERTS_CA_FILE", directory.resolve("ca.crt").toString());
      environment.putIfAbsent("KUBENAMESPACE", directory.resolve("namespace").toString());
    }
  }

  private static Path workingDir(Container container, NodeImage image, Path root, PathMap paths) {
    if (container.getWorkingDir() != null && !container.getWorkingDir().isEmpty()) {
      return paths.hostPath(container.getWorkingDir());
    }
    return isSpark(image) ? paths.hostPath(SPARK_HOME + "/work-dir") : root;
  }

  private List<String> jvmFlags(Path root, PathMap paths) {
    List<String> flags = new ArrayList<>();
    flags.add("-Djdk.net.hosts.file=" + hostsFile);
    flags.add("-Dsun.net.inetaddr.ttl=1");
    flags.add("-Dsun.net.inetaddr.negative.ttl=0");
    flags.add("-Djava.io.tmpdir=" + root.resolve("tmp"));
    flags.add("-Duser.home=" + root.resolve("root"));
    flags.add("-XX:-UsePerfData");
    Path krb5Conf = paths.hostPath(KRB5_CONF);
    if (Files.isRegularFile(krb5Conf)) {
      flags.add("-Djava.security.krb5.conf=" + krb5Conf);
    }
    return flags;
  }

  private static void checkProgram(
      List<String> command, Map<String, String> environment, Path workingDir)
      throws ContainerStartException {
    if (command.isEmpty()) {
      throw new ContainerStartException("CreateContainerError", "no command specified");
    }
    String program = command.get(0);
    boolean found =
        program.contains("/")
            ? Files.isExecutable(workingDir.resolve(program))
            : List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory).resolve(program)));
    if (!found) {
      throw new ContainerStartException(
          "StartError",
          "failed to start container: exec: \""
              + program
              + "\": "
              + (program.contains("/")
                  ? "no such file or directory"
                  : "executable file not found in $PATH"));
    }
  }

  private static boolean isSpark(NodeImage image) {
    return image.kind() == NodeImage.Kind.SPARK_HOME
        || image.kind() == NodeImage.Kind.SPARK_CLASSPATH;
  }

  private static boolean isEmpty(List<String> list) {
    return list == null || list.isEmpty();
  }
}
