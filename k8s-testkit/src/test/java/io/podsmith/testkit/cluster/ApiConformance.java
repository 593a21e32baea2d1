// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.testkit.cluster.RawApi.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * What the API server answers, request by request. The same cases run against the embedded server
 * and against a real kube-apiserver; where these differ, the embedded one is wrong.
 *
 * <p>{@code refusals.json} holds requests that kube-apiserver 1.34.4 refuses, with its answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiConformance {
  private static final String MERGE = RawApi.MERGE_PATCH;
  private static final String JSON_PATCH = RawApi.JSON_PATCH;
  private static final String STRATEGIC = RawApi.STRATEGIC_PATCH;
  private static final String APPLY = RawApi.APPLY_PATCH;
  private static final long DEADLINE_MILLIS = 30_000;

  private final AtomicInteger cases = new AtomicInteger();
  private ApiTarget target;
  private KubernetesClient client;
  private RawApi api;
  private String namespace;

  abstract ApiTarget open();

  @BeforeAll
  void start() {
    target = open();
    Config config = target.config();
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
    api = new RawApi(client, config);
  }

  @AfterAll
  void stop() {
    if (target != null) {
      System.out.printf("%d conformance cases ran against %s%n", cases.get(), target.name());
      client.close();
      target.close();
    }
  }

  @BeforeEach
  void makeNamespace(TestInfo info) {
    namespace = "c" + UUID.randomUUID().toString().substring(0, 8);
    assertThat(
            api.post(
                    "/api/v1/namespaces",
                    "{'metadata':{'name':'%s'}}".formatted(namespace).replace('\'', '"'))
                .code())
        .isEqualTo(201);
    if (info.getTestMethod().filter(m -> m.isAnnotationPresent(Test.class)).isPresent()) {
      cases.incrementAndGet();
    }
  }

  @AfterEach
  void deleteNamespace() {
    api.delete("/api/v1/namespaces/" + namespace);
  }

  // ---------------------------------------------------------------- helpers

  private String core(String rest) {
    return "/api/v1/namespaces/" + namespace + "/" + rest;
  }

  private String apps(String rest) {
    return "/apis/apps/v1/namespaces/" + namespace + "/" + rest;
  }

  /** JSON with single quotes, which read better in Java. */
  private static String json(String text, Object... arguments) {
    return text.formatted(arguments).replace('\'', '"');
  }

  private static String pod(String name, String more) {
    return json(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s'%s},'spec':{'schedulerName':'none',"
            + "'containers':[{'name':'c','image':'i:1','env':[{'name':'A','value':'1'},"
            + "{'name':'B','value':'2'}]}]}}",
        name, more);
  }

  private static String configMap(String name, String metadata, String data) {
    return json(
        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'%s'%s},'data':{%s}}",
        name, metadata, data);
  }

  private Answer create(String plural, String body) {
    Answer answer = api.post(core(plural), body);
    assertThat(answer.code()).as("creating: %s", answer.text()).isEqualTo(201);
    return answer;
  }

  private Answer createPod(String name) {
    return create("pods", pod(name, ""));
  }

  private Answer createPod(String name, String labels) {
    return create("pods", pod(name, ",'labels':{%s}".formatted(labels)));
  }

  private static void assertStatus(Answer answer, int code, String reason, String message) {
    assertThat(answer.code()).as(answer.text()).isEqualTo(code);
    assertThat(answer.at("/kind")).isEqualTo("Status");
    assertThat(answer.at("/status")).isEqualTo("Failure");
    assertThat(answer.at("/code")).isEqualTo(Integer.toString(code));
    assertThat(answer.at("/reason")).isEqualTo(reason);
    assertThat(answer.message()).isEqualTo(message);
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.currentTimeMillis() + DEADLINE_MILLIS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > deadline) {
        fail("not within %d s: %s", DEADLINE_MILLIS / 1000, what);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  private String resourceVersion(String path) {
    return api.get(path).at("/metadata/resourceVersion");
  }

  private Answer watchSince(String plural, String version, String more) {
    return api.get(core(plural) + "?watch=1&timeoutSeconds=1&resourceVersion=" + version + more);
  }

  // ---------------------------------------------------------------- refusals

  @TestFactory
  Stream<DynamicTest> refusesWhatTheRealServerRefuses() throws IOException {
    try (InputStream in = ApiConformance.class.getResourceAsStream("refusals.json")) {
      List<JsonNode> rows = new ArrayList<>();
      RawApi.MAPPER.readTree(in).forEach(rows::add);
      assertThat(rows).as("the table of refusals must not shrink").hasSizeGreaterThan(150);
      return rows.stream()
          .map(row -> DynamicTest.dynamicTest(row.path("case").asText(), () -> refuses(row)));
    }
  }

  private void refuses(JsonNode row) {
    assumeTrue(
        !row.has("needs") || target.admitsServiceAccounts(),
        "this server does not look at service accounts");
    cases.incrementAndGet();
    JsonNode body = row.path("body");
    Answer answer =
        api.post(
            row.path("path").asText().replace("{namespace}", namespace),
            body.isTextual() ? body.asText() : body.toString());
    assertThat(answer.code()).as(answer.text()).isEqualTo(row.path("code").asInt());
    JsonNode wanted = withNamespace(row.path("answer"));
    Set<JsonNode> causes = distinctCauses(wanted.path("details"));
    String message = firstLine(answer.message());
    if (causes.size() > 1) {
      // The real server goes through maps in no order.
      assertThat(message)
          .hasSameSizeAs(firstLine(wanted.path("message").asText()))
          .contains(causes.stream().map(ApiConformance::printCause).toList());
    } else {
      assertThat(message).isEqualTo(firstLine(wanted.path("message").asText()));
    }
    assertThat(answer.at("/reason")).isEqualTo(wanted.path("reason").asText());
    assertThat(distinctCauses(answer.json().path("details"))).isEqualTo(causes);
  }

  private static String printCause(JsonNode cause) {
    return cause.path("field").asText() + ": " + cause.path("message").asText();
  }

  private JsonNode withNamespace(JsonNode node) {
    try {
      return RawApi.MAPPER.readTree(node.toString().replace("{namespace}", namespace));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String firstLine(String text) {
    return text.split("\n", 2)[0];
  }

  /** The real server repeats causes now and then. */
  private static Set<JsonNode> distinctCauses(JsonNode details) {
    Set<JsonNode> causes = new HashSet<>();
    details.path("causes").forEach(causes::add);
    return causes;
  }

  // ---------------------------------------------------------------- create

  @Test
  void fillsInWhatAPodLeavesOut() {
    JsonNode pod = createPod("a").json();
    assertThat(pod.at("/metadata/uid").asText()).isNotEmpty();
    assertThat(pod.at("/metadata/creationTimestamp").asText()).endsWith("Z");
    assertThat(pod.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(pod.at("/status/phase").asText()).isEqualTo("Pending");
    assertThat(pod.at("/status/qosClass").asText()).isEqualTo("BestEffort");
    assertThat(pod.at("/spec/restartPolicy").asText()).isEqualTo("Always");
    assertThat(pod.at("/spec/terminationGracePeriodSeconds").asInt()).isEqualTo(30);
    assertThat(pod.at("/spec/dnsPolicy").asText()).isEqualTo("ClusterFirst");
    assertThat(pod.at("/spec/enableServiceLinks").asBoolean()).isTrue();
    assertThat(pod.at("/spec/containers/0/imagePullPolicy").asText()).isEqualTo("IfNotPresent");
    assertThat(pod.at("/spec/tolerations")).hasSize(2);
    assertThat(pod.at("/spec/priority").isInt()).isTrue();
  }

  @Test
  void takesNoStatusFromTheCreator() {
    ObjectNode body = (ObjectNode) createPod("a").json();
    body.putObject("metadata").put("name", "b");
    body.putObject("status").put("phase", "Running").put("podIP", "1.2.3.4");
    JsonNode pod = create("pods", body.toString()).json();
    assertThat(pod.at("/status/phase").asText()).isEqualTo("Pending");
    assertThat(pod.at("/status/podIP").isMissingNode()).isTrue();
  }

  @Test
  void writesQuantitiesInTheirShortestForm() {
    String body =
        pod("a", "")
            .replace(
                "\"image\":\"i:1\"",
                json(
                    "'image':'i','resources':{'requests':{'cpu':'1000m','memory':'1024Mi',"
                        + "'ephemeral-storage':'1500000000'},'limits':{'cpu':'1.5'}}"));
    JsonNode resources = create("pods", body).json().at("/spec/containers/0/resources");
    assertThat(resources.at("/requests/cpu").asText()).isEqualTo("1");
    assertThat(resources.at("/requests/memory").asText()).isEqualTo("1Gi");
    assertThat(resources.at("/requests/ephemeral-storage").asText()).isEqualTo("1500M");
    assertThat(resources.at("/limits/cpu").asText()).isEqualTo("1500m");
  }

  @Test
  void tellsTheQualityOfServiceByRequestsAndLimits() {
    String container =
        "\"image\":\"i\",\"resources\":{\"limits\":{\"cpu\":\"1\",\"memory\":\"1Gi\"}}";
    String guaranteed = pod("g", "").replace("\"image\":\"i:1\"", container);
    String burstable =
        pod("b", "").replace("\"image\":\"i:1\"", container.replace(",\"memory\":\"1Gi\"", ""));
    assertThat(create("pods", guaranteed).at("/status/qosClass")).isEqualTo("Guaranteed");
    assertThat(create("pods", burstable).at("/status/qosClass")).isEqualTo("Burstable");
  }

  @Test
  void completesGeneratedNames() {
    String body = pod("", ",'generateName':'gen-'").replace("\"name\":\"\",", "");
    String name = create("pods", body).at("/metadata/name");
    assertThat(name).matches("gen-[a-z0-9]{5}");
    assertThat(create("pods", body).at("/metadata/name")).isNotEqualTo(name);
  }

  @Test
  void refusesASecondObjectOfOneName() {
    createPod("a");
    Answer answer = api.post(core("pods"), pod("a", ""));
    assertStatus(answer, 409, "AlreadyExists", "pods \"a\" already exists");
    assertThat(answer.at("/details/name")).isEqualTo("a");
    assertThat(answer.at("/details/kind")).isEqualTo("pods");
  }

  @Test
  void refusesObjectsOfANamespaceThatIsNotThere() {
    Answer answer =
        api.post("/api/v1/namespaces/nowhere/configmaps", configMap("a", "", "'x':'1'"));
    assertStatus(answer, 404, "NotFound", "namespaces \"nowhere\" not found");
  }

  @Test
  void dropsUnknownFieldsWithAWarning() {
    Answer answer =
        api.post(core("configmaps"), json("{'metadata':{'name':'a'},'nonsense':{'x':1}}"));
    assertThat(answer.code()).isEqualTo(201);
    assertThat(answer.json().has("nonsense")).isFalse();
    assertThat(answer.warnings()).containsExactly("299 - \"unknown field \\\"nonsense\\\"\"");
  }

  @Test
  void refusesUnknownFieldsWhenAskedToBeStrict() {
    Answer answer =
        api.post(
            core("configmaps?fieldValidation=Strict"),
            json("{'metadata':{'name':'a'},'nonsense':1}"));
    assertStatus(
        answer,
        400,
        "BadRequest",
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
            + " unknown field \"nonsense\"");
  }

  @Test
  void createsNothingInADryRun() {
    assertThat(api.post(core("configmaps?dryRun=All"), configMap("a", "", "'x':'1'")).code())
        .isEqualTo(201);
    assertThat(api.get(core("configmaps/a")).code()).isEqualTo(404);
  }

  @Test
  void givesServicesAnAddressUnlessTheyAreHeadless() {
    Answer service =
        create("services", json("{'metadata':{'name':'a'},'spec':{'ports':[{'port':80}]}}"));
    assertThat(service.at("/spec/clusterIP")).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    assertThat(service.at("/spec/type")).isEqualTo("ClusterIP");
    assertThat(service.at("/spec/ports/0/targetPort")).isEqualTo("80");
    assertThat(service.at("/spec/ports/0/protocol")).isEqualTo("TCP");
    Answer headless =
        create(
            "services",
            json(
                "{'metadata':{'name':'h'},'spec':{'clusterIP':'None','selector':{'a':'b'},"
                    + "'ports':[{'port':80}]}}"));
    assertThat(headless.at("/spec/clusterIP")).isEqualTo("None");
  }

  @Test
  void encodesTheTextsOfSecrets() {
    Answer secret = create("secrets", json("{'metadata':{'name':'a'},'stringData':{'k':'value'}}"));
    assertThat(secret.at("/data/k")).isEqualTo("dmFsdWU=");
    assertThat(secret.at("/type")).isEqualTo("Opaque");
    assertThat(secret.json().has("stringData")).isFalse();
  }

  @Test
  void refusesConfigMapsOfMoreThanOneMebibyte() {
    String large = "x".repeat(1024 * 1024 + 1);
    Answer answer = api.post(core("configmaps"), configMap("a", "", "'x':'" + large + "'"));
    assertStatus(
        answer,
        422,
        "Invalid",
        "ConfigMap \"a\" is invalid: []: Too long: may not be more than 1048576 bytes");
  }

  @Test
  void refusesBodiesOfMoreThanThreeMebibytes() {
    String large = "x".repeat(3 * 1024 * 1024);
    Answer answer = api.post(core("configmaps"), configMap("a", "", "'x':'" + large + "'"));
    assertStatus(
        answer, 413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");
  }

  @Test
  void protectsVolumeClaims() {
    Answer claim =
        create(
            "persistentvolumeclaims",
            json(
                "{'metadata':{'name':'a'},'spec':{'accessModes':['ReadWriteOnce'],"
                    + "'resources':{'requests':{'storage':'1Gi'}}}}"));
    assertThat(claim.at("/metadata/finalizers/0")).isEqualTo("kubernetes.io/pvc-protection");
    assertThat(claim.at("/status/phase")).isEqualTo("Pending");
    assertThat(claim.at("/spec/volumeMode")).isEqualTo("Filesystem");
  }

  @Test
  void fillsInWhatAStatefulSetLeavesOut() {
    Answer set =
        api.post(
            apps("statefulsets"),
            json(
                "{'metadata':{'name':'a'},'spec':{'replicas':0,'selector':{'matchLabels':"
                    + "{'a':'b'}},'template':{'metadata':{'labels':{'a':'b'}},'spec':"
                    + "{'containers':[{'name':'c','image':'i'}]}}}}"));
    assertThat(set.code()).as(set.text()).isEqualTo(201);
    assertThat(set.at("/spec/podManagementPolicy")).isEqualTo("OrderedReady");
    assertThat(set.at("/spec/updateStrategy/type")).isEqualTo("RollingUpdate");
    assertThat(set.at("/spec/template/spec/restartPolicy")).isEqualTo("Always");
    assertThat(set.at("/metadata/generation")).isEqualTo("1");
  }

  @Test
  void admitsPodsOfKnownServiceAccountsOnly() {
    assumeTrue(target.admitsServiceAccounts(), "this server does not look at service accounts");
    String body =
        pod("a", "").replace("\"schedulerName\"", "\"serviceAccountName\":\"x\",\"schedulerName\"");
    Answer answer = api.post(core("pods"), body);
    assertStatus(
        answer,
        403,
        "Forbidden",
        "pods \"a\" is forbidden: error looking up service account "
            + namespace
            + "/x: serviceaccount \"x\" not found");
    create("serviceaccounts", json("{'metadata':{'name':'x'}}"));
    Answer pod = create("pods", body);
    assertThat(pod.at("/spec/volumes/0/name")).startsWith("kube-api-access-");
    assertThat(pod.at("/spec/containers/0/volumeMounts/0/mountPath"))
        .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
  }

  @Test
  void setsThePriorityOfAPriorityClass() {
    String name = "p-" + namespace;
    api.post(
        "/apis/scheduling.k8s.io/v1/priorityclasses",
        json("{'metadata':{'name':'%s'},'value':77}", name));
    try {
      String body =
          pod("a", "")
              .replace(
                  "\"schedulerName\"", "\"priorityClassName\":\"" + name + "\",\"schedulerName\"");
      assertThat(create("pods", body).at("/spec/priority")).isEqualTo("77");
    } finally {
      api.delete("/apis/scheduling.k8s.io/v1/priorityclasses/" + name);
    }
  }

  // ---------------------------------------------------------------- get and list

  @Test
  void answersForWhatIsNotThere() {
    assertStatus(api.get(core("pods/a")), 404, "NotFound", "pods \"a\" not found");
    Answer grouped = api.get(apps("deployments/a"));
    assertStatus(grouped, 404, "NotFound", "deployments.apps \"a\" not found");
    assertThat(grouped.at("/details/group")).isEqualTo("apps");
  }

  @Test
  void answersForPathsThatLeadNowhere() {
    assertStatus(
        api.get(core("nonsense")),
        404,
        "NotFound",
        "the server could not find the requested resource");
    Answer other = api.get("/nonsense");
    assertThat(other.code()).isEqualTo(404);
    assertThat(other.text()).isEqualTo("404 page not found\n");
  }

  @Test
  void refusesMethodsThatDoNotFit() {
    String message = "the server does not allow this method on the requested resource";
    assertStatus(api.put(core("pods"), "{}"), 405, "MethodNotAllowed", message);
    assertStatus(api.post(core("pods/a"), "{}"), 405, "MethodNotAllowed", message);
    assertStatus(api.delete("/api/v1/pods"), 405, "MethodNotAllowed", message);
  }

  @Test
  void selectsByAllOperatorsOfLabels() {
    createPod("a", "'app':'x','tier':'1'");
    createPod("b", "'app':'y'");
    createPod("c");
    assertThat(select("labelSelector", "app=x")).containsExactly("a");
    assertThat(select("labelSelector", "app==x")).containsExactly("a");
    assertThat(select("labelSelector", "app!=x")).containsExactly("b", "c");
    assertThat(select("labelSelector", "app in (x,y)")).containsExactly("a", "b");
    assertThat(select("labelSelector", "app notin (x)")).containsExactly("b", "c");
    assertThat(select("labelSelector", "app")).containsExactly("a", "b");
    assertThat(select("labelSelector", "!app")).containsExactly("c");
    assertThat(select("labelSelector", "app,tier")).containsExactly("a");
    assertThat(select("labelSelector", "app in (x),!nope,tier=1")).containsExactly("a");
    assertThat(select("labelSelector", "tier>0")).containsExactly("a");
    assertThat(select("labelSelector", "app=")).isEmpty();
  }

  private List<String> select(String parameter, String selector) {
    return list(parameter, selector).itemNames();
  }

  private Answer list(String parameter, String selector) {
    return api.get(
        core("pods?")
            + parameter
            + "="
            + java.net.URLEncoder.encode(selector, java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void refusesLabelSelectorsItCannotRead() {
    assertStatus(
        list("labelSelector", "a b"),
        400,
        "BadRequest",
        "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt");
    assertStatus(
        list("labelSelector", "a,,b"),
        400,
        "BadRequest",
        "found ',', expected: identifier after ','");
    assertStatus(
        list("labelSelector", "a in b"),
        400,
        "BadRequest",
        "unable to parse requirement: found 'b' expected: '('");
    assertStatus(
        list("labelSelector", "!"),
        400,
        "BadRequest",
        "unable to parse requirement: found '', expected: identifier");
    assertThat(list("labelSelector", "-x").message())
        .startsWith("unable to parse requirement: <nil>: Invalid value: \"-x\": name part must");
  }

  @Test
  void selectsPodsByFields() {
    createPod("a");
    create(
        "pods", pod("b", "").replace("\"schedulerName\"", "\"nodeName\":\"n\",\"schedulerName\""));
    api.patch(core("pods/b/status"), MERGE, json("{'status':{'phase':'Running'}}"));
    assertThat(select("fieldSelector", "metadata.name=a")).containsExactly("a");
    assertThat(select("fieldSelector", "metadata.name!=a")).containsExactly("b");
    assertThat(select("fieldSelector", "spec.nodeName=n")).containsExactly("b");
    assertThat(select("fieldSelector", "spec.nodeName=")).containsExactly("a");
    assertThat(select("fieldSelector", "status.phase=Running")).containsExactly("b");
    assertThat(select("fieldSelector", "status.phase!=Running,spec.restartPolicy=Always"))
        .containsExactly("a");
    assertThat(select("fieldSelector", "metadata.namespace=" + namespace)).hasSize(2);
  }

  @Test
  void refusesFieldSelectorsItDoesNotKnow() {
    assertStatus(
        list("fieldSelector", "spec.hostname=a"),
        400,
        "BadRequest",
        "field label not supported: spec.hostname");
    assertStatus(
        list("fieldSelector", "metadata.name"),
        400,
        "BadRequest",
        "invalid selector: 'metadata.name'; can't understand 'metadata.name'");
  }

  @Test
  void listsInPagesOfOneSnapshot() {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      create("configmaps", configMap(name, ",'labels':{'page':'1'}", "'x':'1'"));
    }
    Answer first = api.get(core("configmaps?labelSelector=page&limit=2"));
    assertThat(first.itemNames()).containsExactly("a", "b");
    create("configmaps", configMap("bb", ",'labels':{'page':'1'}", "'x':'1'"));
    api.delete(core("configmaps/c"));
    String token = first.at("/metadata/continue");
    Answer second = api.get(core("configmaps?labelSelector=page&limit=2&continue=" + token));
    assertThat(second.itemNames())
        .as("the second page shows the state of the first")
        .containsExactly("c", "d");
    assertThat(second.at("/metadata/resourceVersion"))
        .isEqualTo(first.at("/metadata/resourceVersion"));
    String next = second.at("/metadata/continue");
    Answer last = api.get(core("configmaps?labelSelector=page&limit=2&continue=" + next));
    assertThat(last.itemNames()).containsExactly("e");
    assertThat(last.json().path("metadata").has("continue")).isFalse();
  }

  @Test
  void tellsHowManyAreLeftWhereNothingIsSelected() {
    createPod("a");
    createPod("b");
    createPod("c");
    Answer first = api.get(core("pods?limit=1"));
    assertThat(first.at("/metadata/remainingItemCount")).isEqualTo("2");
  }

  @Test
  void refusesContinueTokensItCannotRead() {
    assertStatus(
        api.get(core("pods?continue=x")),
        400,
        "BadRequest",
        "invalid continue token: continue key is not valid: illegal base64 data at input byte 0");
  }

  @Test
  void leavesKindsOutOfListedObjects() {
    createPod("a");
    JsonNode list = api.get(core("pods")).json();
    assertThat(list.path("kind").asText()).isEqualTo("PodList");
    assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
    assertThat(list.at("/items/0").has("kind")).isFalse();
    assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("a");
  }

  @Test
  void listsAcrossNamespaces() {
    createPod("across");
    Answer all = api.get("/api/v1/pods?fieldSelector=metadata.namespace=" + namespace);
    assertThat(all.itemNames()).containsExactly("across");
  }

  @Test
  void checksWhatIsSaidAboutResourceVersions() {
    assertStatus(
        api.get(core("pods?resourceVersion=abc")),
        400,
        "BadRequest",
        "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint:"
            + " parsing \"abc\": invalid syntax");
    assertThat(api.get(core("pods?resourceVersionMatch=Exact")).message())
        .isEqualTo(
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                + " resourceVersionMatch is forbidden unless resourceVersion is provided");
    Answer future = api.get(core("pods?resourceVersion=99999999"));
    assertThat(future.code()).isEqualTo(504);
    assertThat(future.at("/details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
    assertThat(future.message()).startsWith("Timeout: Too large resource version: 99999999,");
  }

  @Test
  void showsThePastAtAnExactVersion() {
    createPod("a");
    String version = resourceVersion(core("pods"));
    createPod("b");
    Answer past = api.get(core("pods?resourceVersionMatch=Exact&resourceVersion=" + version));
    assertThat(past.itemNames()).containsExactly("a");
    assertThat(past.at("/metadata/resourceVersion")).isEqualTo(version);
  }

  // ---------------------------------------------------------------- watch

  @Test
  void watchesFromAVersion() {
    createPod("before");
    String version = resourceVersion(core("pods"));
    createPod("a");
    api.patch(core("pods/a"), MERGE, json("{'metadata':{'labels':{'x':'1'}}}"));
    api.delete(core("pods/a?gracePeriodSeconds=0"));
    assertThat(watchSince("pods", version, "").eventNames())
        .containsExactly("ADDED a", "MODIFIED a", "MODIFIED a", "DELETED a");
  }

  @Test
  void showsWhatThereIsToAWatchWithoutAVersion() {
    createPod("a");
    createPod("b");
    assertThat(watchSince("pods", "", "").eventNames())
        .containsExactlyInAnyOrder("ADDED a", "ADDED b");
    assertThat(watchSince("pods", "0", "").eventNames())
        .containsExactlyInAnyOrder("ADDED a", "ADDED b");
  }

  @Test
  void showsObjectsThatComeIntoASelectionAndLeaveIt() {
    createPod("a");
    String version = resourceVersion(core("pods"));
    api.patch(core("pods/a"), MERGE, json("{'metadata':{'labels':{'in':'1'}}}"));
    api.patch(core("pods/a"), MERGE, json("{'metadata':{'labels':{'in':'1','y':'2'}}}"));
    api.patch(core("pods/a"), MERGE, json("{'metadata':{'labels':{'in':null}}}"));
    Answer watch = watchSince("pods", version, "&labelSelector=in");
    assertThat(watch.eventNames()).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
    JsonNode last = watch.events().get(2).path("object");
    assertThat(last.at("/metadata/labels/in").asText())
        .as("what has left the selection is shown as it last was in it")
        .isEqualTo("1");
    assertThat(last.at("/metadata/resourceVersion").asText())
        .isEqualTo(resourceVersion(core("pods/a")));
  }

  @Test
  void watchesByFields() {
    createPod("a");
    String version = resourceVersion(core("pods"));
    createPod("b");
    api.patch(core("pods/b/status"), MERGE, json("{'status':{'phase':'Running'}}"));
    assertThat(watchSince("pods", version, "&fieldSelector=status.phase%3DRunning").eventNames())
        .containsExactly("ADDED b");
    assertThat(watchSince("pods", version, "&fieldSelector=metadata.name%3Da").eventNames())
        .isEmpty();
  }

  @Test
  void endsWatchesOfAForgottenVersionWithAnError() {
    assumeTrue(target.forgetsThePast(), "this server remembers everything since it was started");
    Answer watch = watchSince("pods", "1", "");
    assertThat(watch.code()).isEqualTo(200);
    assertThat(watch.events()).hasSize(1);
    JsonNode event = watch.events().get(0);
    assertThat(event.path("type").asText()).isEqualTo("ERROR");
    assertThat(event.at("/object/kind").asText()).isEqualTo("Status");
    assertThat(event.at("/object/code").asInt()).isEqualTo(410);
    assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
    assertThat(event.at("/object/message").asText()).startsWith("too old resource version: 1 (");
  }

  @Test
  void sendsTheStateAndItsEndWhenAskedForInitialEvents() {
    createPod("a");
    Answer watch =
        api.get(
            core("pods?watch=1&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true")
                + "&resourceVersionMatch=NotOlderThan");
    assertThat(watch.eventNames()).containsExactly("ADDED a");
    assertThat(watch.events().get(1).at("/object/metadata/annotations").toString())
        .isEqualTo(json("{'k8s.io/initial-events-end':'true'}"));
    assertStatus(
        api.get(core("pods?watch=1&timeoutSeconds=1&sendInitialEvents=true")),
        422,
        "Invalid",
        "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
            + " sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  }

  @Test
  void watchesOverAWebSocket() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    try (Watch watch =
        client
            .pods()
            .inNamespace(namespace)
            .watch(
                new Watcher<Pod>() {
                  @Override
                  public void eventReceived(Action action, Pod pod) {
                    events.add(action + " " + pod.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                })) {
      createPod("a");
      assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("ADDED a");
      api.delete(core("pods/a"));
      assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("MODIFIED a");
      assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("DELETED a");
    }
  }

  @Test
  void feedsInformers() {
    createPod("a");
    try (var informer = client.pods().inNamespace(namespace).inform()) {
      await("the informer knows the first pod", () -> informer.getStore().list().size() == 1);
      createPod("b");
      await("the informer hears of the second", () -> informer.getStore().list().size() == 2);
      api.delete(core("pods/a"));
      await("the informer hears of the end", () -> informer.getStore().list().size() == 1);
    }
  }

  // ---------------------------------------------------------------- update

  @Test
  void refusesUpdatesOfAnOldVersion() {
    ObjectNode map = (ObjectNode) create("configmaps", configMap("a", "", "'x':'1'")).json();
    api.patch(core("configmaps/a"), MERGE, json("{'data':{'x':'2'}}"));
    Answer answer = api.put(core("configmaps/a"), map.toString());
    assertStatus(
        answer,
        409,
        "Conflict",
        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please"
            + " apply your changes to the latest version and try again");
    ((ObjectNode) map.path("metadata")).remove("resourceVersion");
    assertThat(api.put(core("configmaps/a"), map.toString()).code()).isEqualTo(200);
  }

  @Test
  void keepsTheVersionWhereNothingChanges() {
    Answer created = create("configmaps", configMap("a", "", "'x':'1'"));
    Answer same = api.put(core("configmaps/a"), created.text());
    assertThat(same.at("/metadata/resourceVersion"))
        .isEqualTo(created.at("/metadata/resourceVersion"));
  }

  @Test
  void refusesUpdatesOfWhatIsNotThere() {
    assertStatus(
        api.put(core("configmaps/a"), configMap("a", "", "'x':'1'")),
        404,
        "NotFound",
        "configmaps \"a\" not found");
  }

  @Test
  void refusesUpdatesUnderAnotherName() {
    createPod("a");
    assertStatus(
        api.put(core("pods/a"), pod("b", "")),
        400,
        "BadRequest",
        "the name of the object (b) does not match the name on the URL (a)");
  }

  @Test
  void refusesToChangeMostOfAPod() {
    ObjectNode pod = (ObjectNode) createPod("a").json();
    ((ObjectNode) pod.at("/spec")).put("hostname", "other");
    Answer answer = api.put(core("pods/a"), pod.toString());
    assertThat(answer.code()).isEqualTo(422);
    assertThat(answer.at("/details/causes/0/field")).isEqualTo("spec");
    assertThat(answer.at("/details/causes/0/reason")).isEqualTo("FieldValueForbidden");
    assertThat(firstLine(answer.message()))
        .isEqualTo(
            "Pod \"a\" is invalid: spec: Forbidden: pod updates may not change fields other than"
                + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"
                + " (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`"
                + " (allow it to be set to 1 if it was previously negative)");
  }

  @Test
  void changesTheImageOfAPodAndCountsIt() {
    createPod("a");
    Answer answer =
        api.patch(
            core("pods/a"), STRATEGIC, json("{'spec':{'containers':[{'name':'c','image':'j'}]}}"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    assertThat(answer.at("/spec/containers/0/image")).isEqualTo("j");
    assertThat(answer.at("/metadata/generation")).isEqualTo("2");
  }

  @Test
  void refusesToAddContainersToAPod() {
    createPod("a");
    Answer answer =
        api.patch(
            core("pods/a"), STRATEGIC, json("{'spec':{'containers':[{'name':'d','image':'j'}]}}"));
    assertStatus(
        answer,
        422,
        "Invalid",
        "Pod \"a\" is invalid: spec.containers: Forbidden: pod updates may not add or remove"
            + " containers");
  }

  @Test
  void keepsTheStatusOutOfUpdates() {
    createPod("a");
    api.patch(core("pods/a"), MERGE, json("{'status':{'phase':'Running'}}"));
    assertThat(api.get(core("pods/a")).at("/status/phase")).isEqualTo("Pending");
  }

  @Test
  void keepsTheSpecOutOfStatusUpdates() {
    createPod("a");
    Answer answer =
        api.patch(
            core("pods/a/status"),
            MERGE,
            json("{'spec':{'hostname':'h'},'status':{'phase':'Running','message':'m'}}"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    assertThat(answer.at("/status/phase")).isEqualTo("Running");
    assertThat(answer.at("/status/message")).isEqualTo("m");
    assertThat(answer.at("/status/qosClass")).isEqualTo("BestEffort");
    assertThat(answer.json().at("/spec/hostname").isMissingNode()).isTrue();
  }

  @Test
  void refusesToChangeImmutableConfigMapsAndSecrets() {
    create("configmaps", json("{'metadata':{'name':'a'},'immutable':true,'data':{'x':'1'}}"));
    assertStatus(
        api.patch(core("configmaps/a"), MERGE, json("{'data':{'x':'2'}}")),
        422,
        "Invalid",
        "ConfigMap \"a\" is invalid: data: Forbidden: field is immutable when `immutable` is set");
    assertThat(
            api.patch(core("configmaps/a"), MERGE, json("{'metadata':{'labels':{'x':'y'}}}"))
                .code())
        .isEqualTo(200);
    create("secrets", json("{'metadata':{'name':'a'},'immutable':true,'data':{'x':'YQ=='}}"));
    assertStatus(
        api.patch(core("secrets/a"), MERGE, json("{'immutable':false}")),
        422,
        "Invalid",
        "Secret \"a\" is invalid: immutable: Forbidden: field is immutable when `immutable` is"
            + " set");
  }

  @Test
  void refusesToChangeTheTypeOfASecret() {
    create("secrets", json("{'metadata':{'name':'a'},'data':{'x':'YQ=='}}"));
    assertStatus(
        api.patch(core("secrets/a"), MERGE, json("{'type':'other'}")),
        422,
        "Invalid",
        "Secret \"a\" is invalid: type: Invalid value: \"other\": field is immutable");
  }

  // ---------------------------------------------------------------- patch

  @Test
  void mergesPatches() {
    createPod("a", "'x':'1','y':'2'");
    Answer answer =
        api.patch(core("pods/a"), MERGE, json("{'metadata':{'labels':{'x':null,'z':'3'}}}"));
    assertThat(answer.json().at("/metadata/labels").toString()).contains("\"y\"", "\"z\"");
    assertThat(answer.json().at("/metadata/labels")).hasSize(2);
  }

  @Test
  void refusesPatchesThatRename() {
    createPod("a");
    assertStatus(
        api.patch(core("pods/a"), MERGE, json("{'metadata':{'name':'b'}}")),
        400,
        "BadRequest",
        "the name of the object (b) does not match the name on the URL (a)");
    assertStatus(
        api.patch(core("pods/a"), MERGE, json("{'metadata':{'uid':'b'}}")),
        422,
        "Invalid",
        "Pod \"a\" is invalid: metadata.uid: Invalid value: \"b\": field is immutable");
  }

  @Test
  void refusesPatchesOfAnOldVersion() {
    createPod("a");
    assertStatus(
        api.patch(
            core("pods/a"), MERGE, json("{'metadata':{'resourceVersion':'1','labels':{'q':'r'}}}")),
        409,
        "Conflict",
        "Operation cannot be fulfilled on pods \"a\": the object has been modified; please apply"
            + " your changes to the latest version and try again");
  }

  @Test
  void refusesPatchesOfWhatIsNotThere() {
    assertStatus(api.patch(core("pods/a"), MERGE, "{}"), 404, "NotFound", "pods \"a\" not found");
  }

  @Test
  void refusesPatchesItCannotRead() {
    createPod("a");
    assertStatus(
        api.patch(core("pods/a"), MERGE, "["),
        400,
        "BadRequest",
        "error decoding patch: unexpected end of JSON input");
    assertStatus(
        api.patch(core("pods/a"), MERGE, "[]"),
        400,
        "BadRequest",
        "error decoding patch: json: cannot unmarshal array into Go value of type"
            + " map[string]interface {}");
    assertStatus(
        api.patch(core("pods/a"), RawApi.JSON, "{}"),
        415,
        "UnsupportedMediaType",
        "415: Unsupported Media Type");
  }

  @Test
  void appliesJsonPatches() {
    createPod("a", "'x':'1'");
    Answer answer =
        api.patch(
            core("pods/a"),
            JSON_PATCH,
            json(
                "[{'op':'test','path':'/metadata/labels/x','value':'1'},"
                    + "{'op':'add','path':'/metadata/labels/y','value':'2'},"
                    + "{'op':'copy','from':'/metadata/labels/y','path':'/metadata/labels/z'},"
                    + "{'op':'move','from':'/metadata/labels/x','path':'/metadata/labels/w'},"
                    + "{'op':'replace','path':'/metadata/labels/new','value':'5'},"
                    + "{'op':'add','path':'/metadata/annotations','value':{'a~b/c':'1'}},"
                    + "{'op':'replace','path':'/metadata/annotations/a~0b~1c','value':'2'},"
                    + "{'op':'remove','path':'/metadata/annotations'}]"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    JsonNode labels = answer.json().at("/metadata/labels");
    assertThat(labels).hasSize(4);
    assertThat(labels.path("w").asText()).isEqualTo("1");
    assertThat(labels.path("z").asText()).isEqualTo("2");
    assertThat(labels.path("new").asText()).isEqualTo("5");
  }

  @Test
  void refusesJsonPatchesThatDoNotApply() {
    createPod("a", "'x':'1'");
    for (String operation :
        List.of(
            "{'op':'test','path':'/metadata/labels/x','value':'2'}",
            "{'op':'remove','path':'/metadata/labels/nope'}",
            "{'op':'add','path':'/a/b/c','value':'2'}",
            "{'op':'copy','from':'/a/b','path':'/metadata/labels/y'}",
            "{'op':'nonsense','path':'/metadata/labels/x','value':'2'}")) {
      assertStatus(
          api.patch(core("pods/a"), JSON_PATCH, json("[" + operation + "]")),
          422,
          "Invalid",
          "the server rejected our request due to an error in our request");
    }
  }

  @Test
  void mergesListsByTheirKeysInStrategicPatches() {
    createPod("a");
    api.patch(
        core("pods/a"),
        STRATEGIC,
        json(
            "{'metadata':{'ownerReferences':[{'uid':'1','apiVersion':'v9','kind':'F','name':'f'}]}}"));
    Answer two =
        api.patch(
            core("pods/a"),
            STRATEGIC,
            json(
                "{'metadata':{'ownerReferences':[{'uid':'2','apiVersion':'v9','kind':'F','name':'g'}]}}"));
    assertThat(two.json().at("/metadata/ownerReferences")).hasSize(2);
    Answer one =
        api.patch(
            core("pods/a"),
            STRATEGIC,
            json("{'metadata':{'ownerReferences':[{'uid':'1','$patch':'delete'}]}}"));
    assertThat(one.json().at("/metadata/ownerReferences")).hasSize(1);
    assertThat(one.at("/metadata/ownerReferences/0/uid")).isEqualTo("2");
  }

  @Test
  void mergesContainersAndTheirEnvironmentInStrategicPatches() {
    String deployment =
        json(
            "{'metadata':{'name':'d'},'spec':{'replicas':0,'selector':{'matchLabels':{'a':'b'}},"
                + "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c',"
                + "'image':'i','env':[{'name':'A','value':'1'}]}]}}}}");
    assertThat(api.post(apps("deployments"), deployment).code()).isEqualTo(201);
    Answer answer =
        api.patch(
            apps("deployments/d"),
            STRATEGIC,
            json(
                "{'spec':{'template':{'spec':{'containers':[{'name':'c','env':"
                    + "[{'name':'B','value':'2'},{'name':'A','value':'3'}]},"
                    + "{'name':'side','image':'s'}]}}}}"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    JsonNode containers = answer.json().at("/spec/template/spec/containers");
    assertThat(containers).hasSize(2);
    assertThat(containers.at("/0/image").asText()).isEqualTo("i");
    assertThat(containers.at("/0/env/0/name").asText()).isEqualTo("B");
    assertThat(containers.at("/0/env/1/value").asText()).isEqualTo("3");
    assertThat(containers.at("/1/name").asText()).isEqualTo("side");
  }

  @Test
  void takesPrimitivesOutOfListsInStrategicPatches() {
    createPod("a");
    api.patch(core("pods/a"), MERGE, json("{'metadata':{'finalizers':['a.b/c','a.b/d']}}"));
    Answer answer =
        api.patch(
            core("pods/a"),
            STRATEGIC,
            json("{'metadata':{'$deleteFromPrimitiveList/finalizers':['a.b/c']}}"));
    assertThat(answer.json().at("/metadata/finalizers").toString()).isEqualTo(json("['a.b/d']"));
    api.patch(core("pods/a"), MERGE, json("{'metadata':{'finalizers':null}}"));
  }

  // ---------------------------------------------------------------- server-side apply

  private Answer apply(String name, String manager, String data) {
    return api.patch(
        core("configmaps/" + name + "?fieldManager=" + manager), APPLY, configMap(name, "", data));
  }

  @Test
  void createsByApply() {
    Answer answer = apply("a", "one", "'x':'1'");
    assertThat(answer.code()).as(answer.text()).isEqualTo(201);
    assertThat(answer.at("/metadata/managedFields/0/manager")).isEqualTo("one");
    assertThat(answer.at("/metadata/managedFields/0/operation")).isEqualTo("Apply");
    assertThat(answer.json().at("/metadata/managedFields/0/fieldsV1").toString())
        .isEqualTo(json("{'f:data':{'f:x':{}}}"));
  }

  @Test
  void dropsFieldsThatAreNotAppliedAnyMore() {
    apply("a", "one", "'x':'1','y':'2'");
    Answer answer = apply("a", "one", "'y':'2'");
    assertThat(answer.json().path("data").toString()).isEqualTo(json("{'y':'2'}"));
  }

  @Test
  void keepsFieldsThatSomebodyElseApplies() {
    apply("a", "one", "'x':'1','y':'2'");
    apply("a", "two", "'y':'2','z':'3'");
    Answer answer = apply("a", "one", "'x':'1'");
    assertThat(answer.json().path("data")).hasSize(3);
  }

  @Test
  void refusesToApplyAgainstOtherManagers() {
    apply("a", "one", "'x':'1'");
    Answer answer = apply("a", "two", "'x':'2'");
    assertStatus(
        answer, 409, "Conflict", "Apply failed with 1 conflict: conflict with \"one\": .data.x");
    assertThat(answer.at("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");
    assertThat(answer.at("/details/causes/0/field")).isEqualTo(".data.x");
  }

  @Test
  void takesFieldsByForce() {
    apply("a", "one", "'x':'1'");
    Answer answer =
        api.patch(
            core("configmaps/a?fieldManager=two&force=true"), APPLY, configMap("a", "", "'x':'2'"));
    assertThat(answer.at("/data/x")).isEqualTo("2");
    assertThat(answer.json().at("/metadata/managedFields")).hasSize(1);
    assertThat(answer.at("/metadata/managedFields/0/manager")).isEqualTo("two");
  }

  @Test
  void refusesToApplyAgainstUpdates() {
    apply("a", "one", "'x':'1'");
    api.patch(core("configmaps/a?fieldManager=upd"), MERGE, json("{'data':{'x':'2'}}"));
    assertStatus(
        apply("a", "one", "'x':'1'"),
        409,
        "Conflict",
        "Apply failed with 1 conflict: conflict with \"upd\" using v1: .data.x");
  }

  @Test
  void wantsToKnowWhoApplies() {
    assertStatus(
        api.patch(core("configmaps/a"), APPLY, configMap("a", "", "'x':'1'")),
        422,
        "Invalid",
        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
            + " apply patch");
  }

  @Test
  void readsYamlInApply() {
    Answer answer =
        api.patch(
            core("configmaps/a?fieldManager=one"),
            APPLY,
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: v\n");
    assertThat(answer.code()).as(answer.text()).isEqualTo(201);
    assertThat(answer.at("/data/k")).isEqualTo("v");
  }

  @Test
  void mergesListsByTheirKeysInApply() {
    String head = "'apiVersion':'v1','kind':'Service','metadata':{'name':'s'},'spec':{'ports':";
    String path = core("services/s?fieldManager=one");
    api.patch(path, APPLY, json("{%s[{'port':80,'name':'a'},{'port':81,'name':'b'}]}}", head));
    Answer answer =
        api.patch(path, APPLY, json("{%s[{'port':81,'name':'b','targetPort':90}]}}", head));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().at("/spec/ports")).hasSize(1);
    assertThat(answer.at("/spec/ports/0/targetPort")).isEqualTo("90");
  }

  @Test
  void appliesThroughTheClient() {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("a")
            .withNamespace(namespace)
            .endMetadata()
            .addToData("x", "1")
            .build();
    client.resource(map).serverSideApply();
    ConfigMap changed = new ConfigMapBuilder(map).addToData("y", "2").build();
    assertThat(client.resource(changed).serverSideApply().getData())
        .containsEntry("x", "1")
        .containsEntry("y", "2");
  }

  // ---------------------------------------------------------------- delete

  @Test
  void deletesUnscheduledPodsAtOnce() {
    createPod("a");
    Answer answer = api.delete(core("pods/a"));
    assertThat(answer.at("/kind")).isEqualTo("Pod");
    assertThat(answer.at("/metadata/deletionGracePeriodSeconds")).isEqualTo("0");
    assertThat(api.get(core("pods/a")).code()).isEqualTo(404);
  }

  private void createScheduledPod(String name) {
    create(
        "pods",
        pod(name, "").replace("\"schedulerName\"", "\"nodeName\":\"none\",\"schedulerName\""));
  }

  @Test
  void keepsScheduledPodsUntilTheNodeConfirms() {
    createScheduledPod("a");
    Answer marked = api.delete(core("pods/a"), json("{'gracePeriodSeconds':20}"));
    assertThat(marked.at("/metadata/deletionTimestamp")).isNotEmpty();
    assertThat(marked.at("/metadata/deletionGracePeriodSeconds")).isEqualTo("20");
    Answer again = api.delete(core("pods/a"));
    assertThat(again.at("/metadata/deletionGracePeriodSeconds")).isEqualTo("20");
    Answer shorter = api.delete(core("pods/a"), json("{'gracePeriodSeconds':5}"));
    assertThat(shorter.at("/metadata/deletionGracePeriodSeconds")).isEqualTo("5");
    assertThat(api.get(core("pods/a")).code()).isEqualTo(200);
    api.delete(core("pods/a"), json("{'gracePeriodSeconds':0}"));
    assertThat(api.get(core("pods/a")).code()).isEqualTo(404);
  }

  @Test
  void refusesANamesakeOfWhatIsBeingDeleted() {
    createScheduledPod("a");
    api.delete(core("pods/a"));
    assertStatus(
        api.post(core("pods"), pod("a", "")),
        409,
        "AlreadyExists",
        "object is being deleted: pods \"a\" already exists");
  }

  @Test
  void answersWithAStatusWhereNothingIsLeftToShow() {
    create("configmaps", configMap("a", "", "'x':'1'"));
    Answer answer = api.delete(core("configmaps/a"));
    assertThat(answer.code()).isEqualTo(200);
    assertThat(answer.at("/kind")).isEqualTo("Status");
    assertThat(answer.at("/status")).isEqualTo("Success");
    assertThat(answer.at("/details/kind")).isEqualTo("configmaps");
    assertThat(answer.at("/details/uid")).isNotEmpty();
  }

  @Test
  void keepsObjectsWithFinalizersUntilTheseAreGone() {
    create("configmaps", configMap("a", ",'finalizers':['a.b/c']", "'x':'1'"));
    Answer marked = api.delete(core("configmaps/a"));
    assertThat(marked.at("/metadata/deletionTimestamp")).isNotEmpty();
    assertThat(api.get(core("configmaps/a")).code()).isEqualTo(200);
    Answer more =
        api.patch(
            core("configmaps/a"), MERGE, json("{'metadata':{'finalizers':['a.b/c','a.b/d']}}"));
    assertThat(more.code()).isEqualTo(422);
    assertThat(more.at("/details/causes/0/field")).isEqualTo("metadata.finalizers");
    api.patch(core("configmaps/a"), MERGE, json("{'metadata':{'finalizers':null}}"));
    assertThat(api.get(core("configmaps/a")).code()).isEqualTo(404);
  }

  @Test
  void deletesOnlyWhatIsMeant() {
    String uid = createPod("a").at("/metadata/uid");
    Answer answer = api.delete(core("pods/a"), json("{'preconditions':{'uid':'abc'}}"));
    assertStatus(
        answer,
        409,
        "Conflict",
        "Operation cannot be fulfilled on Pod \"a\": the UID in the precondition (abc) does not"
            + " match the UID in record ("
            + uid
            + "). The object might have been deleted and then recreated");
    assertThat(api.delete(core("pods/a"), json("{'preconditions':{'uid':'%s'}}", uid)).code())
        .isEqualTo(200);
  }

  @Test
  void deletesACollectionBySelector() {
    create("configmaps", configMap("a", ",'labels':{'x':'1'}", "'x':'1'"));
    create("configmaps", configMap("b", ",'labels':{'x':'1'}", "'x':'1'"));
    create("configmaps", configMap("c", "", "'x':'1'"));
    Answer answer = api.delete(core("configmaps?labelSelector=x%3D1"));
    assertThat(answer.at("/kind")).isEqualTo("ConfigMapList");
    assertThat(answer.itemNames()).containsExactly("a", "b");
    assertThat(api.get(core("configmaps?labelSelector=x")).itemNames()).isEmpty();
    assertThat(api.get(core("configmaps/c")).code()).isEqualTo(200);
  }

  @Test
  void refusesToDeleteTheDefaultNamespace() {
    assertStatus(
        api.delete("/api/v1/namespaces/default"),
        403,
        "Forbidden",
        "namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  // ---------------------------------------------------------------- what is below a pod

  @Test
  void bindsAPodOnce() {
    createPod("a");
    String binding = json("{'metadata':{'name':'a'},'target':{'kind':'Node','name':'n1'}}");
    assertThat(api.post(core("pods/a/binding"), binding).code()).isEqualTo(201);
    assertThat(api.get(core("pods/a")).at("/spec/nodeName")).isEqualTo("n1");
    assertStatus(
        api.post(core("pods/a/binding"), binding),
        409,
        "Conflict",
        "Operation cannot be fulfilled on pods/binding \"a\": pod a is already assigned to node"
            + " \"n1\"");
  }

  @Test
  void evictsPods() {
    createPod("a");
    Answer answer =
        api.post(
            core("pods/a/eviction"),
            json("{'apiVersion':'policy/v1','kind':'Eviction','metadata':{'name':'a'}}"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(201);
    assertThat(api.get(core("pods/a")).code()).isEqualTo(404);
  }

  @Test
  void wantsToKnowWhichContainersLogIsMeant() {
    create(
        "pods",
        json(
            "{'metadata':{'name':'a'},'spec':{'schedulerName':'none','containers':"
                + "[{'name':'a','image':'i'},{'name':'b','image':'i'}]}}"));
    assertStatus(
        api.get(core("pods/a/log")),
        400,
        "BadRequest",
        "a container name must be specified for pod a, choose one of: [a b]");
    assertStatus(
        api.get(core("pods/a/log?container=x")),
        400,
        "BadRequest",
        "container x is not valid for pod a");
    assertThat(api.get(core("pods/a/log?container=a")).code()).isEqualTo(204);
    assertStatus(api.get(core("pods/x/log")), 404, "NotFound", "pods \"x\" not found");
  }

  // ---------------------------------------------------------------- growth

  private static final String NODE_CANNOT_RESIZE =
      "spec: Forbidden: Pod running on node without support for resize";

  /** A pod that runs on a node, which says or does not say what its container has. */
  private void runningPod(String resources, boolean reportsResources) {
    create(
        "pods",
        json(
            "{'metadata':{'name':'a'},'spec':{'schedulerName':'none','containers':"
                + "[{'name':'c','image':'i','resources':%s}]}}",
            resources));
    Answer answer =
        api.patch(
            core("pods/a/status"),
            MERGE,
            json(
                "{'status':{'phase':'Running','containerStatuses':[{'name':'c','image':'i',"
                    + "'imageID':'','ready':true,'restartCount':0,"
                    + "'state':{'running':{'startedAt':'2026-01-01T00:00:00Z'}}%s}]}}",
                reportsResources ? ",'resources':" + resources : ""));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
  }

  private static final String BURSTABLE =
      "{'requests':{'cpu':'1','memory':'1Gi'},'limits':{'memory':'1Gi'}}";

  private Answer resize(String container) {
    return api.patch(
        core("pods/a/resize"), STRATEGIC, json("{'spec':{'containers':[%s]}}", container));
  }

  private static String memory(String amount) {
    return "{'name':'c','resources':{'requests':{'memory':'%s'},'limits':{'memory':'%s'}}}"
        .formatted(amount, amount);
  }

  private void assertInvalid(Answer answer, String... wrong) {
    String all = wrong.length == 1 ? wrong[0] : "[" + String.join(", ", wrong) + "]";
    assertStatus(answer, 422, "Invalid", "Pod \"a\" is invalid: " + all);
  }

  @Test
  void resizesARunningPod() {
    runningPod(BURSTABLE, true);
    Answer answer = resize(memory("1181116006"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    Answer pod = api.get(core("pods/a"));
    assertThat(pod.at("/spec/containers/0/resources/limits/memory")).isEqualTo("1181116006");
    assertThat(pod.at("/spec/containers/0/resources/requests/memory")).isEqualTo("1181116006");
    assertThat(pod.at("/spec/containers/0/resources/requests/cpu")).isEqualTo("1");
    assertThat(pod.at("/metadata/generation")).isEqualTo("2");
    assertThat(api.get(core("pods/a/resize")).at("/metadata/name")).isEqualTo("a");
  }

  @Test
  void makesAPodSmallerToo() {
    runningPod(BURSTABLE, true);
    assertThat(resize(memory("512Mi")).code()).isEqualTo(200);
  }

  @Test
  void resizesAPodThatDoesNotRunYet() {
    create(
        "pods",
        json(
            "{'metadata':{'name':'a'},'spec':{'schedulerName':'none','containers':"
                + "[{'name':'c','image':'i','resources':%s}]}}",
            BURSTABLE));
    assertThat(resize(memory("2Gi")).code()).isEqualTo(200);
  }

  @Test
  void refusesToResizeWhereTheNodeDoesNotSayWhatContainersHave() {
    runningPod(BURSTABLE, false);
    assertInvalid(resize(memory("2Gi")), NODE_CANNOT_RESIZE);
  }

  @Test
  void changesNothingElseByResizing() {
    runningPod(BURSTABLE, true);
    Answer answer =
        api.patch(
            core("pods/a/resize"),
            STRATEGIC,
            json(
                "{'metadata':{'labels':{'x':'y'}},'spec':{'activeDeadlineSeconds':5,"
                    + "'containers':[{'name':'c','image':'j'}]}}"));
    assertThat(answer.code()).as(answer.text()).isEqualTo(200);
    assertThat(answer.at("/metadata/labels")).isEmpty();
    assertThat(answer.at("/spec/activeDeadlineSeconds")).isEmpty();
    assertThat(answer.at("/spec/containers/0/image")).isEqualTo("i");
    assertThat(answer.at("/metadata/generation")).isEqualTo("1");
  }

  @Test
  void refusesToResizeInAWayThatIsNotAllowed() {
    runningPod(BURSTABLE, true);
    assertInvalid(
        resize("{'name':'c','resources':{'limits':{'memory':'1Mi'}}}"),
        "spec.containers[0].resources.requests: Invalid value: \"1Gi\": must be less than or equal"
            + " to memory limit of 1Mi");
    assertInvalid(
        resize("{'name':'c','resources':{'limits':{'memory':null}}}"),
        "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed");
    assertInvalid(
        resize("{'name':'c','resources':{'requests':{'cpu':null}}}"),
        "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed");
    assertInvalid(
        resize("{'name':'c','resources':{'limits':{'cpu':'1'}}}"),
        "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing");
    assertInvalid(
        resize("{'name':'c','resources':{'limits':{'example.com/gpu':'1'}}}"),
        "spec: Forbidden: only cpu and memory resources are mutable");
    assertInvalid(
        resize("{'name':'x','resources':{'limits':{'memory':'2Gi'}}}"),
        "spec.containers[0].image: Required value",
        "spec.containers: Forbidden: containers may not be added or removed on resize");
    assertStatus(
        api.patch(core("pods/b/resize"), STRATEGIC, "{}"), 404, "NotFound", "pods \"b\" not found");
  }

  @Test
  void givesNoResourcesToAPodThatHasNone() {
    runningPod("{}", true);
    assertInvalid(
        resize(memory("2Gi")),
        "spec: Invalid value: \"BestEffort\": Pod QOS Class may not change as a result of"
            + " resizing");
  }

  private void claim(String storageClass, boolean bound) {
    create(
        "persistentvolumeclaims",
        json(
            "{'metadata':{'name':'p'},'spec':{'accessModes':['ReadWriteOnce'],"
                + "'storageClassName':'%s','resources':{'requests':{'storage':'1Gi'}}}}",
            storageClass));
    if (bound) {
      api.patch(
          core("persistentvolumeclaims/p/status"),
          MERGE,
          json(
              "{'status':{'phase':'Bound','accessModes':['ReadWriteOnce'],"
                  + "'capacity':{'storage':'1Gi'}}}"));
    }
  }

  private Answer ask(String storage) {
    return api.patch(
        core("persistentvolumeclaims/p"),
        STRATEGIC,
        json("{'spec':{'resources':{'requests':{'storage':'%s'}}}}", storage));
  }

  private String storageClass(boolean expands) {
    String name = namespace + "-" + expands;
    api.post(
        "/apis/storage.k8s.io/v1/storageclasses",
        json(
            "{'metadata':{'name':'%s'},'provisioner':'podsmith.io/none','allowVolumeExpansion':%s}",
            name, expands));
    return name;
  }

  @Test
  void letsABoundClaimGrow() {
    String storageClass = storageClass(true);
    claim(storageClass, true);
    assertThat(ask("3Gi").at("/spec/resources/requests/storage")).isEqualTo("3Gi");
    assertThat(ask("2Gi").code()).as("nothing has become of 3Gi yet").isEqualTo(200);
    assertStatus(
        ask("1Gi"),
        422,
        "Invalid",
        "PersistentVolumeClaim \"p\" is invalid: spec.resources.requests.storage: Forbidden: field"
            + " can not be less than status.capacity");
    api.delete("/apis/storage.k8s.io/v1/storageclasses/" + storageClass);
  }

  @Test
  void letsNoClaimGrowWhoseStorageCannot() {
    String storageClass = storageClass(false);
    claim(storageClass, true);
    assertStatus(
        ask("2Gi"),
        403,
        "Forbidden",
        "persistentvolumeclaims \"p\" is forbidden: only dynamically provisioned pvc can be resized"
            + " and the storageclass that provisions the pvc must support resize");
    api.delete("/apis/storage.k8s.io/v1/storageclasses/" + storageClass);
  }

  @Test
  void letsNoClaimGrowThatHasNoVolumeYet() {
    claim("any", false);
    Answer answer = ask("2Gi");
    assertThat(answer.code()).isEqualTo(422);
    assertThat(answer.message())
        .contains("spec is immutable after creation except resources.requests");
  }

  @Test
  void scalesDeployments() {
    api.post(
        apps("deployments"),
        json(
            "{'metadata':{'name':'d'},'spec':{'replicas':2,'selector':{'matchLabels':{'a':'b'}},"
                + "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'schedulerName':'none',"
                + "'containers':[{'name':'c','image':'i'}]}}}}"));
    Answer scale = api.get(apps("deployments/d/scale"));
    assertThat(scale.at("/kind")).isEqualTo("Scale");
    assertThat(scale.at("/apiVersion")).isEqualTo("autoscaling/v1");
    assertThat(scale.at("/spec/replicas")).isEqualTo("2");
    assertThat(scale.at("/status/selector")).isEqualTo("a=b");
    api.patch(apps("deployments/d/scale"), MERGE, json("{'spec':{'replicas':0}}"));
    assertThat(api.get(apps("deployments/d")).at("/spec/replicas")).isEqualTo("0");
  }

  // ---------------------------------------------------------------- controllers

  private void assumeControllers() {
    assumeTrue(target.hasControllers(), "this server runs without controllers");
  }

  private static String owner(String kind, String name, String uid) {
    return ",'ownerReferences':[{'apiVersion':'v1','kind':'%s','name':'%s','uid':'%s'}]"
        .formatted(kind, name, uid);
  }

  private void awaitGone(String path) {
    await(path + " is gone", () -> api.get(path).code() == 404);
  }

  @Test
  void collectsWhatADeletedObjectOwned() {
    assumeControllers();
    String uid = createPod("owner").at("/metadata/uid");
    create("configmaps", configMap("owned", owner("Pod", "owner", uid), "'x':'1'"));
    create("configmaps", configMap("free", "", "'x':'1'"));
    api.delete(core("pods/owner"));
    awaitGone(core("configmaps/owned"));
    assertThat(api.get(core("configmaps/free")).code()).isEqualTo(200);
  }

  @Test
  void collectsWhatIsCreatedForAnOwnerThatIsGone() {
    assumeControllers();
    String uid = createPod("owner").at("/metadata/uid");
    api.delete(core("pods/owner"));
    create("configmaps", configMap("late", owner("Pod", "owner", uid), "'x':'1'"));
    awaitGone(core("configmaps/late"));
  }

  @Test
  void collectsWhatBelongsToAnEarlierObjectOfTheName() {
    assumeControllers();
    String uid = createPod("owner").at("/metadata/uid");
    api.delete(core("pods/owner"));
    createPod("owner");
    create("configmaps", configMap("late", owner("Pod", "owner", uid), "'x':'1'"));
    awaitGone(core("configmaps/late"));
  }

  @Test
  void keepsOrphansWhenToldSo() {
    assumeControllers();
    String uid = create("configmaps", configMap("owner", "", "'x':'1'")).at("/metadata/uid");
    create("configmaps", configMap("owned", owner("ConfigMap", "owner", uid), "'x':'1'"));
    api.delete(core("configmaps/owner"), json("{'propagationPolicy':'Orphan'}"));
    awaitGone(core("configmaps/owner"));
    Answer orphan = api.get(core("configmaps/owned"));
    assertThat(orphan.code()).isEqualTo(200);
    assertThat(orphan.json().path("metadata").has("ownerReferences")).isFalse();
  }

  @Test
  void deletesDependentsFirstInTheForeground() {
    assumeControllers();
    String uid = create("configmaps", configMap("owner", "", "'x':'1'")).at("/metadata/uid");
    String blocking =
        owner("ConfigMap", "owner", uid).replace("}]", ",'blockOwnerDeletion':true}]");
    create("configmaps", configMap("owned", blocking + ",'finalizers':['a.b/c']", "'x':'1'"));
    Answer marked =
        api.delete(core("configmaps/owner"), json("{'propagationPolicy':'Foreground'}"));
    assertThat(marked.at("/metadata/finalizers/0")).isEqualTo("foregroundDeletion");
    await(
        "the dependent is being deleted",
        () -> api.get(core("configmaps/owned")).json().path("metadata").has("deletionTimestamp"));
    assertThat(api.get(core("configmaps/owner")).code()).isEqualTo(200);
    api.patch(core("configmaps/owned"), MERGE, json("{'metadata':{'finalizers':null}}"));
    awaitGone(core("configmaps/owner"));
  }

  @Test
  void emptiesNamespacesBeforeTheyGo() {
    assumeControllers();
    String other = namespace + "-x";
    api.post("/api/v1/namespaces", json("{'metadata':{'name':'%s'}}", other));
    String maps = "/api/v1/namespaces/" + other + "/configmaps";
    api.post(maps, configMap("a", ",'finalizers':['a.b/c']", "'x':'1'"));
    Answer marked = api.delete("/api/v1/namespaces/" + other);
    assertThat(marked.at("/status/phase")).isEqualTo("Terminating");
    Answer late = api.post(maps, configMap("b", "", "'x':'1'"));
    assertStatus(
        late,
        403,
        "Forbidden",
        "configmaps \"b\" is forbidden: unable to create new content in namespace "
            + other
            + " because it is being terminated");
    assertThat(late.at("/details/causes/0/reason")).isEqualTo("NamespaceTerminating");
    api.patch(maps + "/a", MERGE, json("{'metadata':{'finalizers':null}}"));
    awaitGone("/api/v1/namespaces/" + other);
  }

  private void createQuota(String name, String hard) {
    create("resourcequotas", json("{'metadata':{'name':'%s'},'spec':{'hard':{%s}}}", name, hard));
    await(
        "the quota holds",
        () -> api.get(core("resourcequotas/" + name)).json().path("status").has("hard"));
  }

  private static String podAsking(String name, String cpu) {
    return pod(name, "")
        .replace(
            "\"image\":\"i:1\"", json("'image':'i','resources':{'requests':{'cpu':'%s'}}", cpu));
  }

  @Test
  void holdsPodsAgainstQuotas() {
    assumeControllers();
    createQuota("q", "'pods':'2','requests.cpu':'1'");
    create("pods", podAsking("a", "600m"));
    assertStatus(
        api.post(core("pods"), podAsking("b", "600m")),
        403,
        "Forbidden",
        "pods \"b\" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used:"
            + " requests.cpu=600m, limited: requests.cpu=1");
    create("pods", podAsking("b", "300m"));
    assertStatus(
        api.post(core("pods"), podAsking("c", "200m")),
        403,
        "Forbidden",
        "pods \"c\" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=200m, used:"
            + " pods=2,requests.cpu=900m, limited: pods=2,requests.cpu=1");
    await(
        "the quota counts",
        () -> api.get(core("resourcequotas/q")).at("/status/used/requests.cpu").equals("900m"));
  }

  @Test
  void refusesPodsThatDoNotSayWhatAQuotaLimits() {
    assumeControllers();
    createQuota("q", "'limits.cpu':'1','limits.memory':'1Gi'");
    assertStatus(
        api.post(core("pods"), pod("a", "")),
        403,
        "Forbidden",
        "pods \"a\" is forbidden: failed quota: q: must specify limits.cpu for: c; limits.memory"
            + " for: c");
  }

  @Test
  void holdsOtherObjectsAgainstQuotas() {
    assumeControllers();
    createQuota("q", "'count/services':'0'");
    assertStatus(
        api.post(core("services"), json("{'metadata':{'name':'a'},'spec':{'ports':[{'port':1}]}}")),
        403,
        "Forbidden",
        "services \"a\" is forbidden: exceeded quota: q, requested: count/services=1, used:"
            + " count/services=0, limited: count/services=0");
  }

  @Test
  void givesNamespacesADefaultServiceAccount() {
    assumeControllers();
    await(
        "there is a default service account",
        () -> api.get(core("serviceaccounts/default")).code() == 200);
  }

  // ---------------------------------------------------------------- discovery and clients

  @Test
  void saysWhatItServes() {
    assertThat(api.get("/healthz").text()).isEqualTo("ok");
    assertThat(api.get("/readyz").text()).isEqualTo("ok");
    assertThat(api.get("/version").at("/major")).isEqualTo("1");
    assertThat(api.get("/version").at("/minor")).isEqualTo("34");
    assertThat(api.get("/api").at("/versions/0")).isEqualTo("v1");
    assertThat(api.get("/apis").at("/kind")).isEqualTo("APIGroupList");
    assertThat(api.get("/apis").text()).contains("\"apps\"", "\"networking.k8s.io\"");
    assertThat(api.get("/apis/apps").at("/preferredVersion/version")).isEqualTo("v1");
  }

  @Test
  void describesEachResourceAsTheRealServerDoes() {
    for (String path : List.of("/api/v1", "/apis/apps/v1", "/apis/networking.k8s.io/v1")) {
      Answer answer = api.get(path);
      assertThat(answer.at("/kind")).isEqualTo("APIResourceList");
      List<String> names = new ArrayList<>();
      answer.json().path("resources").forEach(each -> names.add(each.path("name").asText()));
      assertThat(names)
          .containsAll(
              switch (path.toLowerCase(Locale.ROOT)) {
                case "/api/v1" ->
                    List.of("pods", "pods/log", "pods/resize", "pods/status", "configmaps");
                case "/apis/apps/v1" -> List.of("deployments", "statefulsets/scale");
                default -> List.of("networkpolicies", "ingresses");
              });
    }
  }

  @Test
  void satisfiesTheClientsOwnWaysOfWriting() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("a")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withSchedulerName("none")
            .addNewContainer()
            .withName("c")
            .withImage("i")
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    Pod edited =
        client
            .pods()
            .inNamespace(namespace)
            .withName("a")
            .edit(
                each ->
                    new PodBuilder(each)
                        .editMetadata()
                        .addToLabels("x", "1")
                        .endMetadata()
                        .build());
    assertThat(edited.getMetadata().getLabels()).containsEntry("x", "1");
    client
        .pods()
        .inNamespace(namespace)
        .withName("a")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            json("{'metadata':{'annotations':{'y':'2'}}}"));
    Pod read = client.pods().inNamespace(namespace).withName("a").get();
    assertThat(read.getMetadata().getAnnotations()).containsEntry("y", "2");
    client
        .pods()
        .inNamespace(namespace)
        .withLabel("x", "1")
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    await(
        "the pod is gone", () -> client.pods().inNamespace(namespace).withName("a").get() == null);
  }

  @Test
  void letsTheClientTellErrorsApart() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("a")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("i")
            .endContainer()
            .endSpec()
            .build();
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(() -> client.resource(pod).update())
        .satisfies(
            error -> {
              assertThat(error.getCode()).isEqualTo(404);
              assertThat(error.getStatus().getReason()).isEqualTo("NotFound");
              assertThat(error.getStatus().getDetails().getName()).isEqualTo("a");
            });
  }
}
