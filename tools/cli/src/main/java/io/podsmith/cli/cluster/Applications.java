// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.client.PodPages;
import io.podsmith.core.conf.Spelling;
import io.podsmith.core.conf.keys.Constants;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The applications of a namespace, oldest first. */
final class Applications {
  private static final int MAX_SUGGESTIONS = 3;

  private final String namespace;
  private final List<SparkApplication> all;

  private Applications(String namespace, List<SparkApplication> all) {
    this.namespace = namespace;
    this.all = all;
  }

  /**
   * Lists the applications of a namespace by the labels of their pods, which Spark's own jar sets,
   * too.
   *
   * @throws ClusterException if the API server cannot be reached or rejects the request
   */
  static Applications list(Cluster cluster) {
    Map<String, List<AppPod>> byId = new LinkedHashMap<>();
    for (Pod pod : pods(cluster)) {
      String id = AppPod.label(pod, Constants.SPARK_APP_ID_LABEL);
      byId.computeIfAbsent(
              id.isEmpty() ? pod.getMetadata().getName() : id, unused -> new ArrayList<>())
          .add(AppPod.of(pod, cluster.settings()));
    }
    return new Applications(
        cluster.namespace(),
        byId.entrySet().stream()
            .map(entry -> SparkApplication.of(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparing(SparkApplication::created).thenComparing(SparkApplication::id))
            .toList());
  }

  private static List<Pod> pods(Cluster cluster) {
    try {
      return PodPages.list(
          cluster
              .client()
              .pods()
              .inNamespace(cluster.namespace())
              .withLabelIn(
                  Constants.SPARK_ROLE_LABEL,
                  Constants.SPARK_POD_DRIVER_ROLE,
                  Constants.SPARK_POD_EXECUTOR_ROLE),
          pod -> true);
    } catch (KubernetesClientException e) {
      throw cluster.failed(e, "list");
    }
  }

  List<SparkApplication> all() {
    return all;
  }

  /**
   * Finds the applications that a name, an id, a driver pod or a pattern means.
   *
   * @throws PodsmithException if there is none; the message has the nearest names
   */
  List<SparkApplication> find(String wanted) {
    List<SparkApplication> found = all.stream().filter(app -> app.matches(wanted)).toList();
    if (found.isEmpty()) {
      throw new PodsmithException(
          PodsmithError.CLUSTER_NOT_FOUND,
          "no application in namespace %s matches '%s'; %s"
              .formatted(namespace, wanted, suggestion(wanted)));
    }
    return found;
  }

  /**
   * Finds the application that a name means: the only match, else the only one that is active.
   *
   * @throws PodsmithException if there is none, or if the name is ambiguous
   */
  SparkApplication findOne(String wanted) {
    List<SparkApplication> found = find(wanted);
    if (found.size() > 1) {
      List<SparkApplication> active = found.stream().filter(SparkApplication::isActive).toList();
      if (active.size() != 1) {
        throw ambiguous(wanted, found, "pass one of these ids");
      }
      return active.get(0);
    }
    return found.get(0);
  }

  static PodsmithException ambiguous(String wanted, List<SparkApplication> found, String whatToDo) {
    return new PodsmithException(
        PodsmithError.CONF_ARGUMENTS,
        "'%s' matches %d applications (%s); %s"
            .formatted(
                wanted,
                found.size(),
                String.join(", ", found.stream().map(SparkApplication::id).toList()),
                whatToDo));
  }

  private String suggestion(String wanted) {
    if (all.isEmpty()) {
      return "the namespace has no applications; choose another one with --namespace";
    }
    List<String> nearest =
        all.stream()
            .flatMap(app -> app.names().stream())
            .distinct()
            .sorted(Comparator.comparingInt(name -> Spelling.distance(name, wanted)))
            .limit(MAX_SUGGESTIONS)
            .toList();
    return "the nearest names are %s; podsmith status lists all"
        .formatted(String.join(", ", nearest));
  }
}
