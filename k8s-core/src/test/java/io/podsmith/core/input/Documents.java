// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.core.plan.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Valid documents, in which fuzzing replaces parts. */
final class Documents {
  static final String TEMPLATE =
      """
      # a comment
      apiVersion: v1
      kind: Pod
      metadata:
        name: &n one
        labels: &l {app: "spark", 'tier': x}
        annotations: *l
      spec:
        containers:
        - name: *n
          image: registry/spark:4.1.1
          args: ["a", 'b', c]
          env:
          - {name: A, value: "1"}
          - name: TEXT
            value: |
              line 1
              line 2
          ports: [{containerPort: 80, protocol: TCP}]
          resources: {limits: {cpu: 500m, memory: 1Gi}}
          livenessProbe: {httpGet: {path: /, port: http}, periodSeconds: 10}
        volumes:
        - name: data
          emptyDir: {sizeLimit: 1Gi}
        - name: conf
          configMap: {name: conf, items: [{key: a, path: b}]}
        affinity:
          nodeAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              nodeSelectorTerms:
              - matchExpressions: [{key: zone, operator: In, values: [a, b]}]
        tolerations: [{key: k, operator: Exists}]
        securityContext: {runAsUser: 185, sysctls: [{name: a, value: b}]}
        hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]
        terminationGracePeriodSeconds: 30
      """;

  static final String TEMPLATE_JSON =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "a", "labels": {"app": "x"}, "annotations": {"a": "b"},
                    "ownerReferences": [{"apiVersion": "v1", "kind": "A", "name": "b", "uid": "c"}]},
       "spec": {"containers": [{"name": "spark", "image": "i", "args": ["a"],
          "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}],
          "envFrom": [{"configMapRef": {"name": "c"}}],
          "ports": [{"containerPort": 80}],
          "resources": {"limits": {"cpu": "1"}, "requests": {"memory": "1Gi"}},
          "volumeMounts": [{"name": "v", "mountPath": "/v"}],
          "lifecycle": {"preStop": {"exec": {"command": ["sleep", "1"]}}},
          "securityContext": {"capabilities": {"drop": ["ALL"]}}}],
        "initContainers": [{"name": "init", "image": "i"}],
        "volumes": [{"name": "v", "projected": {"sources": [{"secret": {"name": "s"}}]}},
                    {"name": "w", "persistentVolumeClaim": {"claimName": "c"}}],
        "imagePullSecrets": [{"name": "p"}], "nodeSelector": {"a": "b"}, "hostNetwork": false,
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule"}],
        "dnsConfig": {"options": [{"name": "ndots", "value": "1"}]},
        "activeDeadlineSeconds": 100, "priority": 3}}
      """;

  static final String KUBECONFIG =
      """
      apiVersion: v1
      kind: Config
      clusters:
      - name: c
        cluster: {server: "https://localhost:6443", insecure-skip-tls-verify: true}
      contexts:
      - name: x
        context: {cluster: c, user: u, namespace: default}
      current-context: x
      users:
      - name: u
        user: {token: abc}
      preferences: {}
      """;

  static final String KUBECONFIG_JSON =
      """
      {"apiVersion": "v1", "kind": "Config", "current-context": "x",
       "clusters": [{"name": "c", "cluster": {"server": "https://localhost:6443",
           "certificate-authority-data": "QQ==", "proxy-url": "http://localhost:1"}}],
       "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u", "namespace": "n"}}],
       "users": [{"name": "u", "user": {"client-certificate-data": "QQ==", "client-key-data": "QQ==",
           "username": "a", "password": "b", "auth-provider": {"name": "oidc", "config": {"id-token": "a.b.c"}}}}]}
      """;

  static final String PLAN =
      """
      {"apiVersion": "podsmith.io/v1", "kind": "Plan", "digest": "sha256:0",
       "target": {"podsmithVersion": "1", "sparkVersion": "4.1.1", "cluster": "c", "namespace": "n",
                  "appName": "a", "appId": "i", "seed": "1"},
       "executorUnknown": "",
       "properties": [{"key": "spark.app.name", "value": "a",
                       "origin": {"kind": "PROPERTIES_FILE", "file": "f", "line": 1}}],
       "driver": {"role": "DRIVER",
                  "steps": [{"id": "a.b", "phase": "BASICS",
                             "artifact": {"origin": "o", "jar": "j", "version": "1", "digest": ""},
                             "reads": []}],
                  "idle": [{"id": "a.c", "reason": "DISABLED", "settings": ["spark.x"],
                            "artifact": {"origin": "o", "jar": "", "version": "", "digest": ""}}],
                  "objects": [{"isBeforePod": true, "writer": {"kind": "STEP", "name": "a.b"},
                               "object": {"kind": "ConfigMap", "apiVersion": "v1",
                                          "metadata": {"name": "m", "labels": {"k": "v"}},
                                          "data": {"k": "v"}}}],
                  "fields": [{"path": "metadata.name",
                              "writes": [{"writer": {"kind": "STEP", "name": "a.b"},
                                          "value": "a", "settings": ["spark.app.name"]}]}],
                  "pod": {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "a"},
                          "spec": {"containers": [{"name": "c", "image": "i"}],
                                   "serviceAccountName": "s"}}}}
      """;

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Documents() {}

  /** Returns a plan with the digest of its content, which only that lets a reader look at. */
  static String sealed(String plan) {
    try {
      ObjectNode tree = (ObjectNode) CANONICAL.readTree(plan);
      Map<?, ?> content = CANONICAL.treeToValue(tree, TreeMap.class);
      content.keySet().removeAll(List.of("apiVersion", "kind", "digest"));
      byte[] text = CANONICAL.writeValueAsBytes(content);
      return tree.put("digest", Sha256.named(Sha256.of(text))).toString();
    } catch (JsonProcessingException e) {
      throw new AssertionError(plan, e);
    }
  }
}
