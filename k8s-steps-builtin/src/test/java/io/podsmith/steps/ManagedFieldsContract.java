// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.ManagedFields;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The managed fields of a driver that the built-in steps built, on any server. */
abstract class ManagedFieldsContract extends DriverContract {
  @TempDir Path directory;

  @AfterEach
  void removeFinalizers() {
    client()
        .pods()
        .inNamespace(namespace())
        .withName(DRIVER)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": null}}");
  }

  @Test
  void listTheStepsAndTheirUnionIsThePodThatWasSent() throws Exception {
    submit(Map.of("spark.podsmith.explain.managedFields", "true"));

    List<ManagedFieldsEntry> ours =
        pod().getMetadata().getManagedFields().stream()
            .filter(each -> each.getManager().startsWith("podsmith:"))
            .toList();
    assertThat(ours)
        .extracting(ManagedFieldsEntry::getManager)
        .contains(
            "podsmith:template",
            "podsmith:engine",
            "podsmith:spark.driver-basics",
            "podsmith:spark.local-dirs")
        .doesNotHaveDuplicates();
    assertThat(ours).extracting(ManagedFieldsEntry::getOperation).containsOnly("Apply");
    Map<String, Object> union = new LinkedHashMap<>();
    ours.forEach(each -> merge(union, each.getFieldsV1().getAdditionalProperties()));
    Map<String, Object> sent = sentPod();
    assertThat(union)
        .as("all entries together")
        .isEqualTo(ManagedFields.of(sent, PodFields.leaves(sent).keySet()));
  }

  @Test
  void stillAllowServerSideApplyByOthers() throws Exception {
    submit(Map.of("spark.podsmith.explain.managedFields", "true"));
    String apply =
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "%s", "namespace": "%s",
        "annotations": {"example.org/later": "1"}}}
        """
            .formatted(DRIVER, namespace());
    client()
        .resource(Serialization.unmarshal(apply, Pod.class))
        .fieldManager("podsmith")
        .serverSideApply();

    assertThat(pod().getMetadata().getAnnotations()).containsEntry("example.org/later", "1");
    assertThat(pod().getSpec().getContainers()).hasSize(1);
    assertThat(pod().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains("podsmith", "podsmith:spark.driver-basics");
  }

  @Test
  void keepWhatOthersWroteInTheMeantime() throws Exception {
    try (KubernetesClient labelling = labellingClient()) {
      submit(new Submitter(labelling), Map.of("spark.podsmith.explain.managedFields", "true"));
    }

    assertThat(pod().getMetadata().getLabels()).containsEntry("example.org/labeller", "1");
    assertThat(pod().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains("podsmith:spark.driver-basics");
    assertThat(pod().getMetadata().getManagedFields())
        .filteredOn(each -> each.getManager().equals("labeller"))
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.getFieldsV1().getAdditionalProperties().toString())
                    .contains("f:example.org/labeller"));
  }

  /** Another manager adds a label between the creation of the pod and the first patch. */
  private KubernetesClient labellingClient() {
    AtomicBoolean isFirst = new AtomicBoolean(true);
    Interceptor labeller =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("PATCH")
                && request.uri().getPath().endsWith("/pods/%s".formatted(DRIVER))
                && isFirst.getAndSet(false)) {
              client()
                  .pods()
                  .inNamespace(namespace())
                  .withName(DRIVER)
                  .patch(
                      new PatchContext.Builder()
                          .withPatchType(PatchType.JSON_MERGE)
                          .withFieldManager("labeller")
                          .build(),
                      "{\"metadata\": {\"labels\": {\"example.org/labeller\": \"1\"}}}");
            }
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(client().getConfiguration())
        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("labeller", labeller))
        .build();
  }

  @Test
  void nameOnlyWritersThatExist() throws Exception {
    submit(
        new Submitter(client()),
        Map.of("spark.podsmith.explain.managedFields", "true"),
        Optional.empty());

    assertThat(pod().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains("podsmith:engine", "podsmith:spark.driver-basics")
        .doesNotContain("podsmith:nobody", "podsmith:template");
  }

  @Test
  void areThoseOfTheClientByDefault() throws Exception {
    submit(Map.of());

    assertThat(pod().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .noneMatch(each -> each.startsWith("podsmith:"));
  }

  /** The same settings give the same pod but for ids, which have no part in the fields. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> sentPod() throws Exception {
    StringBuilder out = new StringBuilder();
    submit(
        new Submitter().withOutput(out::append), Map.of("spark.podsmith.submit.dryRun", "client"));
    for (String document : out.toString().split("(?m)^---$")) {
      if (document.contains("kind: Pod\n")) {
        return Serialization.unmarshal(document, Map.class);
      }
    }
    throw new AssertionError(out.toString());
  }

  private void submit(Map<String, String> settings) throws Exception {
    submit(new Submitter(client()), settings);
  }

  private void submit(Submitter submitter, Map<String, String> settings) throws Exception {
    Path template =
        Files.writeString(
            directory.resolve("template.yaml"),
            """
            metadata:
              labels: {example.org/team: data}
              finalizers: [example.org/a, example.org/b]
            spec:
              nodeSelector: {example.org/none: "true"}
              imagePullSecrets: [{name: one}, {name: two}]
              securityContext: {supplementalGroups: [1, 2], fsGroup: 3}
              topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: zone
                whenUnsatisfiable: ScheduleAnyway
                labelSelector: {matchLabels: {a: b}}
              affinity:
                nodeAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                    nodeSelectorTerms:
                    - matchExpressions: [{key: a, operator: Exists}]
                podAntiAffinity:
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 1
                    podAffinityTerm:
                      topologyKey: zone
                      labelSelector: {matchLabels: {a: b}}
              initContainers:
              - name: init
                image: init:1
                command: [a]
                securityContext: {capabilities: {drop: [ALL]}}
                envFrom: [{configMapRef: {name: a}}]
                env:
                - name: S
                  valueFrom: {secretKeyRef: {name: a, key: b}}
                - name: C
                  valueFrom: {configMapKeyRef: {name: a, key: b}}
                - name: R
                  valueFrom: {resourceFieldRef: {resource: limits.cpu}}
              volumes:
              - name: csi
                csi: {driver: a, nodePublishSecretRef: {name: b}, volumeAttributes: {c: d}}
              - name: all
                projected:
                  sources:
                  - secret: {name: a, items: [{key: b, path: c}]}
              - name: down
                downwardAPI:
                  items: [{path: a, fieldRef: {fieldPath: metadata.name}}]
              - name: claim
                ephemeral:
                  volumeClaimTemplate:
                    metadata: {labels: {a: b}}
                    spec:
                      accessModes: [ReadWriteOnce]
                      resources: {requests: {storage: 1Gi}}
                      selector: {matchLabels: {a: b}}
              tolerations: [{key: a, operator: Exists}]
              hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]
            """);
    submit(submitter, settings, Optional.of(template));
  }

  private void submit(Submitter submitter, Map<String, String> settings, Optional<Path> template)
      throws InterruptedException {
    Map<String, String> all = inNamespace(settings);
    template.ifPresent(file -> all.put("spark.kubernetes.driver.podTemplateFile", file.toString()));
    all.put("spark.kubernetes.driverEnv.A", "1");
    all.put("spark.kubernetes.driver.annotation.example.org/a.b", "1");
    submitter.submit(
        new SubmitRequest(
            SparkSettings.of(Demo.settings(all).asMap(), Map.of("SPARK_LOCAL_DIRS", "/tmp/a")),
            Demo.application(Demo.APP_ID, List.of()),
            SparkRuntime.standalone("4.1.1")));
  }

  /** The embedded API server writes an element without managed fields as {@code {".": {}}}. */
  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> into, Map<String, Object> fields) {
    fields.forEach(
        (key, value) ->
            merge(
                (Map<String, Object>) into.computeIfAbsent(key, each -> new LinkedHashMap<>()),
                value.equals(Map.of(".", Map.of())) ? Map.of() : (Map<String, Object>) value));
  }
}
