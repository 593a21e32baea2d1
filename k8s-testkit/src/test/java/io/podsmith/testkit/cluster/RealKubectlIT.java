// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.testkit.RealKubernetes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real {@code kubectl} on a real kube-apiserver and on the embedded one, which have the
 * same objects. What it prints must be the same.
 */
@Timeout(120)
class RealKubectlIT {
  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final List<String> KINDS =
      List.of(
          "/api/v1/namespaces/default/pods",
          "/api/v1/namespaces/default/services",
          "/api/v1/namespaces/default/configmaps",
          "/api/v1/namespaces/default/secrets",
          "/api/v1/namespaces/default/serviceaccounts",
          "/api/v1/namespaces/default/persistentvolumeclaims",
          "/api/v1/namespaces/limited/resourcequotas",
          "/api/v1/namespaces/default/events",
          "/api/v1/namespaces",
          "/api/v1/nodes",
          "/api/v1/persistentvolumes",
          "/apis/apps/v1/namespaces/default/deployments",
          "/apis/apps/v1/namespaces/default/replicasets",
          "/apis/apps/v1/namespaces/default/statefulsets",
          "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies",
          "/apis/networking.k8s.io/v1/namespaces/default/ingresses",
          "/apis/networking.k8s.io/v1/ingressclasses",
          "/apis/policy/v1/namespaces/default/poddisruptionbudgets",
          "/apis/coordination.k8s.io/v1/namespaces/default/leases",
          "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
          "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
          "/apis/scheduling.k8s.io/v1/priorityclasses",
          "/apis/storage.k8s.io/v1/storageclasses");

  @TempDir private static Path directory;
  private static KubeAPIServer realServer;
  private static EmbeddedApiServer embeddedServer;
  private static Side real;
  private static Side embedded;

  /** One of the two servers. */
  private record Side(String name, Path kubeconfig, KubernetesClient client, RawApi api) {
    static Side of(String name, String kubeconfig) throws IOException {
      Path file = Files.writeString(directory.resolve(name), kubeconfig);
      Config config = Config.fromKubeconfig(kubeconfig);
      KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
      return new Side(name, file, client, new RawApi(client, config));
    }

    ProcessBuilder command(String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(RealKubernetes.binaries().resolve("kubectl").toString());
      command.add("--cache-dir=" + directory.resolve(name + "-cache"));
      command.addAll(List.of(arguments));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      return builder;
    }

    String kubectl(String... arguments) throws IOException, InterruptedException {
      Process process = command(arguments).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("kubectl ends").isTrue();
      return output + "exit code " + process.exitValue();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    RealKubernetes.assumeThere();
    realServer = RealKubernetes.startApiServer();
    real = Side.of("real", realServer.getKubeConfigYaml());
    embeddedServer = EmbeddedApiServer.builder().https().withoutControllers().start();
    embedded =
        Side.of(
            "embedded",
            """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
            users: [{name: c, user: {token: "%s"}}]
            contexts: [{name: c, context: {cluster: c, user: c, namespace: default}}]
            """
                .formatted(
                    embeddedServer.url(),
                    embeddedServer.caCertificate().orElseThrow(),
                    embeddedServer.tokenFor("admin")));
    String objects =
        Files.writeString(directory.resolve("objects"), resource("objects")).toString();
    assertThat(normal(embedded.kubectl("apply", "-f", objects)))
        .as("what kubectl apply prints")
        .isEqualTo(normal(real.kubectl("apply", "-f", objects)))
        .endsWith("exit code 0");
    for (Side side : List.of(real, embedded)) {
      JsonNode statuses =
          side.client()
              .getKubernetesSerialization()
              .unmarshal(resource("statuses"), JsonNode.class);
      for (Map.Entry<String, JsonNode> each : statuses.properties()) {
        String path = "/api/v1/namespaces/default/" + each.getKey() + "/status";
        String patch = "{\"status\": %s}".formatted(each.getValue());
        assertThat(side.api().patch(path, RawApi.MERGE_PATCH, patch).code())
            .as("the answer of the %s server to the status of %s", side.name(), each.getKey())
            .isEqualTo(200);
      }
    }
  }

  @AfterAll
  static void stop() {
    if (embeddedServer != null) {
      embeddedServer.close();
      real.client().close();
      embedded.client().close();
    }
    if (realServer != null) {
      realServer.stop();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RealKubectlIT.class.getResourceAsStream("/kubectl/" + name + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Replaces what differs from server to server: addresses, times, identities. */
  private static String normal(String output) {
    return output
        .replaceAll("\\b1(0|27)(\\.\\d{1,3}){3}\\b", "<ip>")
        .replaceAll("\\bfd[0-9a-f:]+\\b", "<ip>")
        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "<uid>")
        .replaceAll("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} 2\\d{3} [0-9:]{8} [+-]\\d{4}", "<time>")
        .replaceAll("\\b(\\d+[smhdy]){1,2}\\b", "<age>")
        .replaceAll("20\\d\\d-[0-9-]{5}T[0-9:.]+Z", "<time>")
        .replaceAll("[ -]{2,}", "  ");
  }

  private static void assertSame(String... arguments) throws Exception {
    assertThat(normal(embedded.kubectl(arguments)))
        .as("kubectl %s", String.join(" ", arguments))
        .isEqualTo(normal(real.kubectl(arguments)));
  }

  @Test
  void tablesHaveTheSameColumnsAndCells() {
    assertSoftly(
        softly -> {
          for (String path : KINDS) {
            JsonNode expected = real.api().get(path, TABLE).json();
            JsonNode found = embedded.api().get(path, TABLE).json();
            softly.assertThat(found.path("kind").asText()).as(path).isEqualTo("Table");
            softly
                .assertThat(columns(found))
                .as("columns of %s", path)
                .isEqualTo(columns(expected));
            softly.assertThat(rows(found)).as("rows of %s", path).containsAll(ours(rows(expected)));
          }
        });
  }

  private static List<String> columns(JsonNode table) {
    List<String> columns = new ArrayList<>();
    for (JsonNode each : table.path("columnDefinitions")) {
      columns.add(
          "%s %s %s %s"
              .formatted(
                  each.path("name").asText(),
                  each.path("type").asText(),
                  each.path("format").asText(),
                  each.path("priority").asText()));
    }
    return columns;
  }

  private static List<String> rows(JsonNode table) {
    List<String> rows = new ArrayList<>();
    for (JsonNode row : table.path("rows")) {
      rows.add(
          normal("%s %s".formatted(row.path("cells"), row.path("conditions")))
              + " "
              + row.at("/object/kind").asText()
              + " "
              + row.at("/object/metadata/name").asText());
    }
    return rows;
  }

  /** Without what only one of the servers brings along. */
  private static List<String> ours(List<String> rows) {
    return rows.stream()
        .filter(row -> !row.contains("kubernetes") && !row.contains("system-"))
        .filter(row -> !row.contains("\"default\"") && !row.contains("kube-"))
        .toList();
  }

  @Test
  void getPrintsTheSame() throws Exception {
    assertSame("get", "pods");
    assertSame("get", "pods", "-o", "wide", "--show-labels");
    assertSame("get", "pods,configmap/settings", "-o", "name");
    assertSame("get", "pods", "-L", "app", "--sort-by=.metadata.name");
    assertSame("get", "pods", "-l", "app=demo", "--field-selector", "status.phase=Pending");
    assertSame("get", "pod", "waiting", "-o", "jsonpath={.spec.containers[0].image}");
    assertSame("get", "pod", "missing");
    assertSame("get", "nothings");
    assertSame("get", "deploy,rs,sts,pvc,netpol,ing,pdb", "-o", "wide");
    assertSame("get", "events", "--field-selector", "involvedObject.name=waiting");
    assertSame("get", "configmaps", "-A", "--field-selector", "metadata.name=settings");
    assertSame("wait", "--for=jsonpath={.status.phase}=Running", "pod/running", "--timeout=20s");
    assertSame("wait", "--for=delete", "pod/missing", "--timeout=20s");
    assertSame("auth", "can-i", "create", "pods");
    assertSame("auth", "can-i", "get", "pods/log", "-n", "other");
  }

  @Test
  void describePrintsTheSame() throws Exception {
    assertSame("describe", "pod", "running");
    assertSame("describe", "pod", "failing-init");
    assertSame("describe", "configmap", "settings");
    assertSame("describe", "pvc", "data");
    assertSame("describe", "role", "reader");
  }

  @Test
  void changesPrintTheSame() throws Exception {
    Path map = directory.resolve("map");
    Files.writeString(map, "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {k: a}}");
    assertSame("apply", "-f", map.toString());
    assertSame("apply", "-f", map.toString());
    Files.writeString(map, "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {l: b}}");
    assertSame("apply", "-f", map.toString());
    assertSame("get", "cm", "m", "-o", "jsonpath={.data}");
    assertSame("apply", "--server-side", "--field-manager=other", "-f", map.toString());
    Files.writeString(map, "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {l: c}}");
    assertSame("apply", "--server-side", "--field-manager=third", "-f", map.toString());
    Files.writeString(map, "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, dat: {k: a}}");
    assertSame("apply", "-f", map.toString());
    assertSame("run", "started", "--image=i:1", "--restart=Never", "--env=A=1", "--", "sleep", "1");
    assertSame("create", "configmap", "n", "--from-literal=k=v");
    assertSame("create", "secret", "generic", "password", "--from-literal=k=v");
    assertSame("get", "secret", "password", "-o", "jsonpath={.data.k}");
    assertSame("create", "serviceaccount", "runner");
    assertSame("create", "role", "runs", "--verb=get,list", "--resource=pods,configmaps");
    assertSame("get", "role", "runs", "-o", "jsonpath={.rules}");
    assertSame("create", "rolebinding", "runs", "--role=runs", "--serviceaccount=default:runner");
    assertSame("get", "rolebinding", "runs", "-o", "jsonpath={.subjects}{.roleRef}");
    assertSame("create", "namespace", "others");
    assertSame("label", "configmap", "n", "a=b");
    assertSame("annotate", "configmap", "n", "a=b");
    assertSame("patch", "configmap", "n", "-p", "{\"data\": {\"x\": \"y\"}}");
    assertSame("scale", "statefulset", "set", "--replicas=3");
    assertSame("get", "sts", "set");
    assertSame("delete", "configmap", "m", "n");
    assertSame("delete", "pod", "started", "--grace-period=0", "--force");
    assertSame("delete", "pod", "started");
  }

  @Test
  void watchPrintsTheSame() throws Exception {
    assertThat(normal(watch(embedded))).isEqualTo(normal(watch(real)));
  }

  private static String watch(Side side) throws Exception {
    Process process = side.command("get", "pods", "-w", "--field-selector=metadata.name=w").start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(side.kubectl("run", "w", "--image=i:1", "--restart=Never"))
          .endsWith("exit code 0");
      String heading = lines.readLine();
      String added = lines.readLine();
      side.kubectl("delete", "pod", "w", "--grace-period=0", "--force");
      return heading + "\n" + added;
    } finally {
      process.destroy();
    }
  }

  @Test
  void followsTheLogOfAPodOfTheEmbeddedNode() throws Exception {
    try (EmbeddedCluster cluster =
        EmbeddedCluster.builder().image("i:1", NodeImage.shell()).start()) {
      Side side = Side.of("node", Files.readString(cluster.kubeconfig()));
      side.kubectl(
          "run",
          "talks",
          "--image=i:1",
          "--restart=Never",
          "--",
          "-c",
          "echo hello; sleep 1; echo bye");
      cluster.awaitPod(
          "talks", pod -> !"Pending".equals(pod.getStatus().getPhase()), Duration.ofSeconds(30));
      assertThat(side.kubectl("logs", "-f", "talks")).isEqualTo("hello\nbye\nexit code 0");
      Awaiting.until(
          () ->
              cluster.client().v1().events().inNamespace("default").list().getItems().stream()
                  .anyMatch(event -> event.getReason().equals("Started")),
          Duration.ofSeconds(30),
          "the event of the started container is written");
      assertThat(side.kubectl("get", "events", "--field-selector", "involvedObject.name=talks"))
          .containsPattern("Normal +Pulled +pod/talks +Container image \"i:1\" already present")
          .containsPattern("Normal +Started +pod/talks +Started container talks");
      assertThat(normal(side.kubectl("describe", "pod", "talks")))
          .contains("Type  Reason  Age  From  Message")
          .contains(
              "Normal  Scheduled  <age>  default-scheduler  Successfully assigned default/talks to"
                  + " podsmith-node")
          .contains("Normal  Created  <age>  kubelet  Created container: talks");
      side.client().close();
    }
  }
}
