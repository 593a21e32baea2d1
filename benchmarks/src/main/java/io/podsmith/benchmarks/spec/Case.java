package io.podsmith.benchmarks.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The settings that both sides get: those of a job such as people run, not the least possible. */
final class Case {
  static final String APP_ID = "spark-0123456789abcdef";
  static final String DRIVER_POD =
      """
      {"apiVersion":"v1","kind":"Pod",
       "metadata":{"name":"job-driver","namespace":"team","uid":"11111111-2222-3333-4444-555555555555"},
       "spec":{"containers":[{"name":"spark","image":"spark:4.1.1"}]}}
      """;

  private static final String TEMPLATE =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        labels: {cost-center: "4711", tier: batch}
        annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8090"}
      spec:
        priorityClassName: batch
        tolerations:
        - {key: dedicated, operator: Equal, value: spark, effect: NoSchedule}
        affinity:
          nodeAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 1
              preference:
                matchExpressions:
                - {key: node-type, operator: In, values: [compute]}
        securityContext: {runAsUser: 185, runAsGroup: 185, fsGroup: 185}
        initContainers:
        - name: warm-up
          image: busybox:1
          command: [sh, -c, "true"]
        containers:
        - name: executor
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
          env:
          - {name: TZ, value: UTC}
          volumeMounts:
          - {name: scratch, mountPath: /scratch}
        - name: logs
          image: fluent-bit:3
          volumeMounts:
          - {name: scratch, mountPath: /scratch}
        volumes:
        - {name: scratch, emptyDir: {}}
      """;

  private Case() {}

  static Map<String, String> settings(int steps, boolean withTemplate) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.app.name", "job");
    settings.put("spark.app.id", APP_ID);
    settings.put("spark.master", "k8s://https://127.0.0.1:6443");
    settings.put("spark.driver.host", "job-driver-svc.team.svc");
    settings.put("spark.driver.port", "7078");
    settings.put("spark.executor.cores", "4");
    settings.put("spark.executor.memory", "8g");
    settings.put(
        "spark.executor.extraJavaOptions", "-XX:+UseG1GC -Dlog.dir=/var/log/{{EXECUTOR_ID}}");
    settings.put("spark.executorEnv.LANG", "C.UTF-8");
    settings.put("spark.executorEnv.AWS_REGION", "eu-central-1");
    settings.put("spark.kubernetes.namespace", "team");
    settings.put("spark.kubernetes.container.image", "registry.example.org/team/spark:4.1.1");
    settings.put("spark.kubernetes.executor.podNamePrefix", "job-1");
    settings.put("spark.kubernetes.executor.label.team", "data");
    settings.put("spark.kubernetes.executor.annotation.owner", "data@example.org");
    settings.put("spark.kubernetes.node.selector.pool", "spark");
    settings.put("spark.kubernetes.executor.secrets.tls", "/etc/tls");
    settings.put("spark.kubernetes.executor.secretKeyRef.PASSWORD", "database:password");
    settings.put(
        "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path", "/disk");
    settings.put(
        "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.options.sizeLimit", "50G");
    settings.put("bench.steps", Integer.toString(steps));
    if (withTemplate) {
      settings.put("spark.kubernetes.executor.podTemplateFile", template().toString());
      settings.put("spark.kubernetes.executor.podTemplateContainerName", "executor");
    }
    return settings;
  }

  /** Names the steps of the other side, which has to be told of them. */
  static String upstreamSteps(int steps) {
    return IntStream.rangeClosed(1, steps)
        .mapToObj(i -> UpstreamSteps.class.getName() + "$Step" + i)
        .collect(Collectors.joining(","));
  }

  private static Path template() {
    try {
      Path file = Files.createTempFile("template", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, TEMPLATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
