// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.Logged;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplateReaderTest {
  private static final String KEY = "spark.kubernetes.executor.podTemplateFile";
  private static final PodTemplateReader READER = new PodTemplateReader(KEY, "/t.yaml");

  @Test
  void treatsNullsAsFieldsThatAreNotSet() {
    Pod pod =
        READER.read(
            """
            kind: Pod
            metadata:
              labels:
                empty:
                team: data
              annotations:
            spec:
              initContainers:
              tolerations:
              volumes:
              nodeSelector: {dedicated: }
              securityContext:
              containers:
              - name: spark
                ports:
                volumeMounts:
                env: [{name: A, value: }]
                args: [a, null]
                resources: {limits: {memory: }}
              - name: sidecar
                image: sidecar:1
                ports:
                volumeMounts:
                env:
                futureList:
                futureField: {a: , b: 1}
            """);

    assertThat(pod.getMetadata().getLabels())
        .as("a null among texts is an empty text to the API server")
        .containsEntry("empty", "")
        .containsEntry("team", "data");
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("dedicated", "");
    assertThat(pod.getSpec().getInitContainers()).isEmpty();
    assertThat(pod.getSpec().getTolerations()).isEmpty();
    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getSecurityContext()).isNull();
    Container spark = pod.getSpec().getContainers().get(0);
    assertThat(spark.getPorts()).isEmpty();
    assertThat(spark.getVolumeMounts()).isEmpty();
    assertThat(spark.getEnv()).extracting(EnvVar::getName).containsExactly("A");
    assertThat(spark.getArgs()).containsExactly("a", "");
    assertThat(spark.getResources().getLimits()).isEmpty();
    Container sidecar = pod.getSpec().getContainers().get(1);
    assertThat(sidecar.getPorts()).isEmpty();
    assertThat(sidecar.getVolumeMounts()).isEmpty();
    assertThat(sidecar.getEnv()).isEmpty();
    assertThat(sidecar.getAdditionalProperties())
        .as("fields that the model does not know")
        .containsOnlyKeys("futureField");
  }

  @Test
  void treatsNullsOfJsonAlike() {
    Pod pod =
        READER.read(
            """
            {"spec": {"volumes": null, "containers": [{"name": "a", "volumeMounts": null}]}}\
            """);

    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getContainers().get(0).getVolumeMounts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "containers: | spec.containers: is empty",
        "containers: [null] | spec.containers[0]: is empty",
        "containers: [{name: a}, null] | spec.containers[1]: is empty",
        "volumes: [null] | spec.volumes[0]: is empty",
        "containers: [{name: a, volumeMounts: [{mountPath: /x}]}]"
            + " | spec.containers[0].volumeMounts[0].name: is required",
        "containers: [{name: a, volumeMounts: [{name: x, mountPath: ''}]}]"
            + " | spec.containers[0].volumeMounts[0].mountPath: is required",
        "containers: [{name: a}, {name: a}] | spec.containers[1].name: the container name 'a' is"
            + " used by spec.containers[0].name",
        "volumes: [{name: v}, {name: v}] | spec.volumes[1].name: the volume name 'v'",
        "containers: [{name: a, ports: [{name: p, containerPort: 1}, {name: p, containerPort: 2}]}]"
            + " | spec.containers[0].ports[1].name: the port name 'p' is used by"
            + " spec.containers[0].ports[0].name already",
        "volumes: [{name: v, nfs: {path: /x}}] | spec.volumes[0].nfs.server: is required",
        "containers: {name: a} | spec.containers: must be a list, but is an object with [name]",
        "hostNetwork: perhaps | spec.hostNetwork: must be true or false",
        "priority: high | spec.priority: must be an integer",
        "affinity: 3 | spec.affinity: must be an object, but is a number",
        "nodeSelector: {a: [b]} | spec.nodeSelector.a: must be text, but is a list",
        "nodeSelector: [a] | spec.nodeSelector: must be an object with names and values, but is a"
            + " list",
        "hostNetwork: secret | spec.hostNetwork: must be true or false, but is other text",
        "hostNetwork: 1 | spec.hostNetwork: must be true or false, but is a number",
        "priority: true | spec.priority: must be an integer, but is true or false",
        "overhead: {cpu: many} | spec.overhead.cpu: must be a non-negative Kubernetes quantity such as"
            + " 500m, 2 or 10Gi, but is other text",
        "containers: [{name: a, resources: {limits: {memory: 1 Gi}}}]"
            + " | spec.containers[0].resources.limits.memory: must be a non-negative Kubernetes",
        "containers: [{name: a, resources: {requests: {cpu: -1}}}]"
            + " | spec.containers[0].resources.requests.cpu: must be a non-negative Kubernetes",
        "volumes: [{name: v, emptyDir: {sizeLimit: [1]}}]"
            + " | spec.volumes[0].emptyDir.sizeLimit: must be a non-negative Kubernetes",
        "activeDeadlineSeconds: 5s | spec.activeDeadlineSeconds: must be an integer, but is other"
            + " text",
      })
  void rejectsWhatCannotWork(String spec, String slip) {
    assertThatThrownBy(() -> READER.read("spec:\n  " + spec + "\n"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CONF-007] " + KEY + " is '/t.yaml', which cannot be used")
        .hasMessageContaining("\n  " + slip);
  }

  @Test
  void namesAllSlipsAtOnceWithFileAndPlace() {
    assertThatThrownBy(() -> READER.read(Templates.text("slips.yaml")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContainingAll(
            "/t.yaml",
            "spec.containers[0].volumeMounts[2].mountPath: the mount path '/secrets' is used by"
                + " spec.containers[0].volumeMounts[1].mountPath already",
            "spec.env: is an unknown field",
            "did you mean spec.containers[0].env?",
            "spec.env[0].value: must be text, but is a number; quote it",
            "spec.volumes[2].nfs.server: is required, but missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {toleration: []} | spec.toleration | spec.tolerations",
        "spec: {containers: [{name: a, volumeMount: []}]}"
            + " | spec.containers[0].volumeMount | spec.containers[0].volumeMounts",
        "spec: {env: []} | spec.env | spec.containers[0].env",
        "spec: {containers: [{name: a, tolerations: []}]}"
            + " | spec.containers[0].tolerations | spec.tolerations",
        "spec: {containers: [{name: a, privileged: true}]}"
            + " | spec.containers[0].privileged | spec.containers[0].securityContext.privileged",
        "spec: {hostNetwork: true}\\nlabels: {a: b} | labels | metadata.labels",
        "spec: {nodeselector: {a: b}} | spec.nodeselector | spec.nodeSelector",
      })
  void keepsUnknownFieldsAndSaysWhatMayBeMeant(String text, String place, String meant) {
    try (Logged logged = new Logged()) {
      READER.read(yaml(text));

      assertThat(logged.text())
          .contains("WARN")
          .contains("/t.yaml")
          .contains(KEY)
          .contains("%s: is an unknown field".formatted(place))
          .contains("did you mean %s?".formatted(meant));
    }
  }

  @Test
  void readsQuotedNumbersAndTruthValues() {
    try (Logged logged = new Logged()) {
      Pod pod =
          READER.read(
              """
              spec:
                hostNetwork: 'True'
                hostPID: ''
                priority: '-5'
                activeDeadlineSeconds: '+600'
                terminationGracePeriodSeconds: ''
              """);

      assertThat(pod.getSpec().getHostNetwork()).isTrue();
      assertThat(pod.getSpec().getHostPID()).isNull();
      assertThat(pod.getSpec().getPriority()).isEqualTo(-5);
      assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(600);
      assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isNull();
      assertThat(logged.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {containers: []}\\nlabels: {a: 1} | labels.a: must be text, but is a number",
        "spec: {metadata: {labels: {a: 1}}} | spec.metadata.labels.a: must be text, but is a number"
      })
  void checksWhatIsInTheWrongPlace(String text, String slip) {
    try (Logged logged = new Logged()) {
      READER.read(yaml(text));

      assertThat(logged.text()).contains(slip);
    }
  }

  @Test
  void doesNotCheckWhatMayBeMeantByAMisspelledField() {
    try (Logged logged = new Logged()) {
      READER.read(yaml("spec: {toleration: [{key: 1}]}"));

      assertThat(logged.text()).contains("did you mean spec.tolerations?").doesNotContain("text");
    }
  }

  @Test
  void sendsFieldsThatTheModelDoesNotKnow() {
    try (Logged logged = new Logged()) {
      Pod pod = READER.read("spec: {futureField: {depth: 1}}");

      assertThat(pod.getSpec().getAdditionalProperties()).containsKey("futureField");
      assertThat(logged.text())
          .contains("spec.futureField: is an unknown field")
          .doesNotContain("did you mean");
    }
  }

  @Test
  void readsNumbersThatAreMeantAsText() {
    try (Logged logged = new Logged()) {
      Pod pod =
          READER.read(
              """
              metadata: {labels: {version: 2}}
              spec: {containers: [{name: a, env: [{name: PIN, value: 7364}, {name: B, value: true}]}]}
              """);

      assertThat(pod.getMetadata().getLabels()).containsEntry("version", "2");
      assertThat(pod.getSpec().getContainers().get(0).getEnv())
          .extracting(EnvVar::getValue)
          .containsExactly("7364", "true");
      assertThat(logged.text())
          .contains(
              "metadata.labels.version: must be text",
              "spec.containers[0].env[0].value: must be text, but is a number; quote it",
              "spec.containers[0].env[1].value: must be text, but is true or false")
          .as("a value may be a secret")
          .doesNotContain("7364");
    }
  }

  @Test
  void saysNothingOfAGoodTemplate() {
    try (Logged logged = new Logged()) {
      READER.read(Templates.text("good.yaml"));

      assertThat(logged.text()).isEmpty();
    }
  }

  @Test
  void rejectsTheDumpOfAPodWithAllFieldsToRemove() {
    assertThatThrownBy(() -> READER.read(Templates.text("dumped-driver.yaml")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] " + KEY + " is '/t.yaml', which is the dump")
        .hasMessageContainingAll(
            "metadata.uid",
            "metadata.resourceVersion",
            "metadata.creationTimestamp",
            "status",
            "spec.nodeName",
            "the volume 'kube-api-access-x7k2p' with its mounts",
            "the volume 'spark-conf-volume-driver' with its mounts",
            "the args of container 'spark-kubernetes-driver'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{metadata: {uid: 1-2}, spec: {}}",
        "{metadata: {resourceVersion: '7'}, spec: {}}",
        "{metadata: {creationTimestamp: '2026-01-01T00:00:00Z'}, spec: {}}",
        "{metadata: {managedFields: [{manager: kubectl}]}, spec: {}}",
        "{spec: {nodeName: n}, status: {phase: Running}}",
        "{spec: {nodeName: n, volumes: [{name: kube-api-access-abcde}]}}",
        "{spec: {nodeName: n, containers: [{name: a, args: [executor]}]}}",
        "{spec: {nodeName: n, containers: [{name: a, args: [driver, --properties-file, f]}]}}",
        "{metadata: {labels: {spark-app-selector: spark-0123456789abcdef0123456789abcdef}},"
            + " spec: {nodeName: n}}"
      })
  void recognizesADump(String text) {
    assertThatThrownBy(() -> READER.read(yaml(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("is the dump of a pod that ran");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{uid: 1-2} | metadata.uid;",
        "{uid: 1-2, ownerReferences: []} | metadata.uid;",
        "{uid: 1-2, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a, uid: b}]}"
            + " | metadata.uid, metadata.ownerReferences;",
        "{uid: 1-2, labels: {spark-app-selector: spark-0123456789abcdef0123456789abcdef}}"
            + " | metadata.uid, the label spark-app-selector;"
      })
  void listsTheFieldsOfADumpToRemove(String metadata, String fields) {
    assertThatThrownBy(() -> READER.read(yaml("{metadata: %s, spec: {}}".formatted(metadata))))
        .hasMessageContaining("it has %s remove these, and everything else that Spark", fields);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // what 'kubectl run --dry-run=client -o yaml' writes
        "{metadata: {creationTimestamp: null, name: a}, spec: {}, status: {}}",
        "{spec: {nodeName: n}}",
        "{metadata: {name: a, namespace: b, generateName: c-, finalizers: [x.y/z]}, spec: {}}",
        "{metadata: {ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a, uid: b}]},"
            + " spec: {}}",
        "{spec: {containers: [{name: a, args: [driver]}]}}",
        "{spec: {nodeName: n, containers: [{name: a, args: [driver, other]}]}}",
        "{spec: {nodeName: n, containers: [{name: a, args: [--properties-file, f]}]}}",
        "{metadata: {labels: {spark-app-selector: mine}}, spec: {nodeName: n}}",
        "{metadata: {labels: {spark-app-selector: 7}}, spec: {nodeName: n}}",
        "{spec: {volumes: [{name: kube-api-access-abcde, emptyDir: {}}]}}"
      })
  void acceptsWhatPeopleWriteByHand(String text) {
    assertThat(READER.read(yaml(text)).getSpec()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {}\\n---\\nspec: {} | contains more than one document; it must be a Pod",
        "spec: {{ | is neither YAML nor JSON: ",
        "- spec | is not an object; it must be a Pod",
        "kind: Job\\nspec: {} | describes a Job; it must be a Pod",
        "kind: Pod | has no spec; it must be a Pod"
      })
  void rejectsWhatIsNoPod(String text, String words) {
    assertThatThrownBy(() -> READER.read(yaml(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-007] %s is '/t.yaml', which %s", KEY, words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void rejectsAnEmptyTemplate(String text) {
    assertThatThrownBy(() -> READER.read(yaml(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("which is empty");
  }

  /** Without the first line, what begins with a brace is taken for JSON. */
  private static String yaml(String text) {
    return text.isBlank() ? text : "# YAML\n" + text.replace("\\n", "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'spec:\n  nodeSelector: {}\n  nodeSelector: {}'"
            + "| found duplicate key nodeSelector (line 3, column 3);",
        "'spec:\n\tcontainers: []' | that cannot start any token",
        "'spec:\n\tcontainers: []' | (line 2, column 1);",
        "'spec: *nope' | found undefined alias nope (line 1, column 7);",
        "'{\"spec\": {\"a\": 1,}}' | to start field name (line 1, column 18);",
      })
  void saysWhereTheTextOfATemplateBreaks(String text, String words) {
    assertThatThrownBy(() -> READER.read(text.replace("\\n", "\n").replace("\\t", "\t")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContainingAll("'/t.yaml', which is neither YAML nor JSON: ", words);
  }

  @Test
  void knowsTheFieldsOfThePods() {
    assertThat(List.copyOf(ModelTypes.fieldsOf(Pod.class).keySet()))
        .as("without the fields of the model the check finds everything unknown")
        .contains("apiVersion", "kind", "metadata", "spec", "status")
        .doesNotContain("additionalProperties");
    assertThat(ModelTypes.fieldsOf(Container.class)).hasSizeGreaterThan(20);
  }
}
