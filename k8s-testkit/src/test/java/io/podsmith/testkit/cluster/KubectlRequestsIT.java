// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends the requests of {@code kubectl} without it. {@link RealKubectlIT} runs the program. */
class KubectlRequestsIT {
  /** What {@code kubectl get} accepts. */
  private static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,"
          + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

  private static final String PODS = "/api/v1/namespaces/default/pods";
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
  private static final String POD =
      """
      {"metadata": {"name": "%s"}, "spec": {"containers": [{"name": "c", "image": "i"}]}}
      """;

  private EmbeddedApiServer server;
  private RawApi api;

  @BeforeEach
  void start() {
    server =
        EmbeddedApiServer.builder()
            .authorizer(
                action -> !(action.verb().equals("delete") && action.resource().equals("pods")))
            .withoutControllers()
            .start();
    api = new RawApi(server.client(), server.client().getConfiguration());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<String> shownColumns(JsonNode table) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : table.path("columnDefinitions")) {
      if (each.path("priority").asInt() == 0) {
        names.add(each.path("name").asText());
      }
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          api/v1/pods                       | Name,Ready,Status,Restarts,Age
          api/v1/services                   | Name,Type,Cluster-IP,External-IP,Port(s),Age
          api/v1/configmaps                 | Name,Data,Age
          api/v1/secrets                    | Name,Type,Data,Age
          api/v1/persistentvolumeclaims     | Name,Status,Volume,Capacity,Access Modes,StorageClass,\
          VolumeAttributesClass,Age
          api/v1/events                     | Last Seen,Type,Reason,Object,Message
          api/v1/nodes                      | Name,Status,Roles,Age,Version
          apis/scheduling.volcano.sh/v1beta1/podgroups | Name,Age
          """)
  void listsAsTablesWithTheColumnsOfTheKind(String path, String columns) {
    RawApi.Answer answer = api.get("/" + path, TABLE);
    assertThat(answer.at("/kind")).isEqualTo("Table");
    assertThat(answer.at("/apiVersion")).isEqualTo("meta.k8s.io/v1");
    assertThat(shownColumns(answer.json())).containsExactly(columns.split(","));
  }

  @Test
  void putsTheMetadataOfEachObjectBesideItsCells() {
    api.post(PODS, POD.formatted("a"));
    api.post(PODS, POD.formatted("b"));
    JsonNode table = api.get(PODS + "?limit=1", TABLE).json();
    assertThat(table.at("/metadata/continue").asText()).as("more pages").isNotEmpty();
    assertThat(table.path("rows")).hasSize(1);
    JsonNode row = table.at("/rows/0");
    assertThat(row.path("cells").toString()).startsWith("[\"a\",\"0/1\",\"Pending\",\"0\",\"");
    assertThat(row.at("/object/kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(row.at("/object/metadata/name").asText()).isEqualTo("a");
    assertThat(api.get(PODS + "/b?includeObject=Object", TABLE).at("/rows/0/object/kind"))
        .isEqualTo("Pod");
    assertThat(api.get(PODS + "/b?includeObject=None", TABLE).json().at("/rows/0/object").isNull())
        .isTrue();
    assertThat(api.get(PODS + "?includeObject=Some", TABLE).code()).isEqualTo(400);
  }

  @Test
  void watchesAsTablesWithColumnsInTheFirstEventOnly() {
    api.post(PODS, POD.formatted("a"));
    api.post(PODS, POD.formatted("b"));
    List<JsonNode> events = api.get(PODS + "?watch=1&timeoutSeconds=1", TABLE).events();
    assertThat(events).extracting(each -> each.path("type").asText()).containsOnly("ADDED");
    assertThat(events).extracting(each -> each.at("/object/kind").asText()).containsOnly("Table");
    assertThat(events)
        .extracting(each -> each.at("/object/rows/0/cells/0").asText())
        .containsExactly("a", "b");
    assertThat(shownColumns(events.get(0).path("object"))).contains("Restarts");
    assertThat(events.get(1).at("/object/columnDefinitions").isNull()).isTrue();
  }

  @Test
  void answersWithObjectsAndErrorsAsBeforeToOthers() {
    assertThat(api.get(PODS, "application/json").at("/kind")).isEqualTo("PodList");
    assertThat(api.get(PODS, "application/json," + TABLE).at("/kind")).isEqualTo("PodList");
    assertThat(api.get(PODS, "*/*").at("/kind")).isEqualTo("PodList");
    assertThat(api.get(PODS + "/missing", TABLE).at("/kind")).isEqualTo("Status");
  }

  @Test
  void documentsWhichKindsTheServerValidates() {
    String path = api.get("/openapi/v3").json().at("/paths/api~1v1/serverRelativeURL").asText();
    JsonNode patch =
        api.get(path)
            .json()
            .path("paths")
            .path("/api/v1/namespaces/{namespace}/pods/{name}")
            .path("patch");
    assertThat(patch.at("/parameters/0/name").asText()).isEqualTo("fieldValidation");
    assertThat(patch.at("/x-kubernetes-group-version-kind/kind").asText()).isEqualTo("Pod");
    assertThat(api.get("/openapi/v3/apis/unknown/v1").code()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"create, pods, true", "delete, pods, false", "delete, configmaps, true"})
  void reviewsAccessByTheRulesOfTheServer(String verb, String resource, boolean isAllowed) {
    RawApi.Answer answer =
        api.post(
            REVIEWS,
            """
            {"spec": {"resourceAttributes": {"namespace": "default", "verb": "%s", "resource": "%s"}}}
            """
                .formatted(verb, resource));
    assertThat(answer.code()).isEqualTo(201);
    assertThat(answer.json().at("/status/allowed").asBoolean()).isEqualTo(isAllowed);
  }

  @Test
  void readsProtobufOfTheKindsThatKubectlCreates() {
    // As kubectl create configmap m --from-literal=a=1 sends it.
    String body =
        "k8s\0\n\017\n\002v1\022\tConfigMap\022\021\n\007\n\001m\022\0\032\0\022\006\n\001a\022\0011";
    RawApi.Answer answer = api.send("POST", MAPS, "application/vnd.kubernetes.protobuf", body);
    assertThat(answer.code()).as(answer.text()).isEqualTo(201);
    assertThat(answer.at("/data/a")).isEqualTo("1");
  }

  @Test
  void rejectsProtobufThatItCannotRead() {
    for (String body : List.of("", "k8s\0", "k8s\0\n\177", "k8s\0\n\010\n\002v1\022\002Xx")) {
      RawApi.Answer answer = api.send("POST", MAPS, "application/vnd.kubernetes.protobuf", body);
      assertThat(answer.code()).as(body).isEqualTo(415);
      assertThat(answer.message()).contains("accepted media types include: application/json");
    }
  }

  @Test
  void letsAClientMoveItsFieldsToAnotherManager() {
    api.post(
        MAPS + "?fieldManager=first",
        "{\"metadata\": {\"name\": \"m\"}, \"data\": {\"a\": \"1\"}}");
    String path = "/metadata/managedFields/0/";
    api.patch(
        MAPS + "/m",
        RawApi.JSON_PATCH,
        """
        [{"op": "replace", "path": "%smanager", "value": "second"},
         {"op": "replace", "path": "%soperation", "value": "Apply"}]
        """
            .formatted(path, path));
    assertThat(api.get(MAPS + "/m").at(path + "manager")).isEqualTo("second");
    RawApi.Answer applied =
        api.patch(
            MAPS + "/m?fieldManager=second",
            RawApi.APPLY_PATCH,
            "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"m\"},"
                + " \"data\": {\"b\": \"2\"}}");
    assertThat(applied.json().path("data").toString())
        .as("fields that the manager no longer applies are removed")
        .isEqualTo("{\"b\":\"2\"}");
  }
}
