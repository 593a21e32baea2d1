// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManagedFieldsTest {
  private static final Map<String, Object> POD =
      yaml(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: driver
            namespace: team
            labels: {a: "1", b.c/d: "2"}
            finalizers: [acme.com/a, acme.com/b]
          spec:
            nodeSelector: {disk: ssd, acme.com/zone: a}
            imagePullSecrets: [{name: registry}]
            containers:
            - name: spark
              image: spark:1
              args: [driver]
              env:
              - name: A
                valueFrom: {secretKeyRef: {name: s, key: k}}
              ports:
              - {containerPort: 7078, name: rpc}
            volumes:
            - name: local
              emptyDir: {}
            - name: claim
              ephemeral:
                volumeClaimTemplate:
                  spec:
                    dataSource: {kind: Snapshot, name: x}
                    dataSourceRef: {kind: Snapshot, name: x}
          """);

  private static final String CLAIM =
      "spec.volumes[name=claim].ephemeral.volumeClaimTemplate.spec.";

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(String text) {
    return Serialization.unmarshal("---\n" + text, Map.class);
  }

  @Test
  void hasTheFieldsOfAManagerOfAll() {
    assertThat(ManagedFields.of(POD, PodFields.leaves(POD).keySet()))
        .isEqualTo(
            yaml(
                """
                f:metadata:
                  f:labels:
                    f:a: {}
                    f:b.c/d: {}
                  f:finalizers:
                    'v:"acme.com/a"': {}
                    'v:"acme.com/b"': {}
                f:spec:
                  f:nodeSelector: {}
                  f:imagePullSecrets:
                    'k:{"name":"registry"}': {}
                  f:containers:
                    'k:{"name":"spark"}':
                      ".": {}
                      f:name: {}
                      f:image: {}
                      f:args: {}
                      f:env:
                        'k:{"name":"A"}':
                          ".": {}
                          f:name: {}
                          f:valueFrom:
                            f:secretKeyRef: {}
                      f:ports:
                        'k:{"containerPort":7078,"protocol":"TCP"}':
                          ".": {}
                          f:containerPort: {}
                          f:name: {}
                  f:volumes:
                    'k:{"name":"local"}':
                      ".": {}
                      f:name: {}
                      f:emptyDir: {}
                    'k:{"name":"claim"}':
                      ".": {}
                      f:name: {}
                      f:ephemeral:
                        f:volumeClaimTemplate:
                          f:spec:
                            f:dataSource: {}
                            f:dataSourceRef:
                              f:kind: {}
                              f:name: {}
                """));
  }

  static Stream<Arguments> leaves() {
    return Stream.of(
        arguments("metadata.name", "{}"),
        arguments("metadata.labels.a", "{f:metadata: {f:labels: {f:a: {}}}}"),
        arguments("spec.nodeSelector.disk", "{f:spec: {f:nodeSelector: {}}}"),
        arguments("spec.nodeSelector[acme.com/zone]", "{f:spec: {f:nodeSelector: {}}}"),
        arguments(
            "spec.containers[name=spark].image",
            "{f:spec: {f:containers: {'k:{\"name\":\"spark\"}': {f:image: {}}}}}"),
        arguments(
            "spec.containers[name=spark].name",
            "{f:spec: {f:containers: {'k:{\"name\":\"spark\"}': {f:name: {}, '.': {}}}}}"),
        arguments(
            "spec.containers[name=spark].env[name=A].valueFrom.secretKeyRef.key",
            """
            f:spec:
              f:containers:
                'k:{"name":"spark"}':
                  f:env:
                    'k:{"name":"A"}':
                      f:valueFrom:
                        f:secretKeyRef: {}
            """),
        arguments(
            CLAIM + "dataSourceRef.kind",
            """
            f:spec:
              f:volumes:
                'k:{"name":"claim"}':
                  f:ephemeral:
                    f:volumeClaimTemplate:
                      f:spec:
                        f:dataSourceRef:
                          f:kind: {}
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("leaves")
  void hasTheFieldsOfAManagerOfOneLeaf(String path, String fields) {
    assertThat(ManagedFields.of(POD, List.of(path))).isEqualTo(yaml(fields));
  }
}
