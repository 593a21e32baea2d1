// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Observes a namespace while an application runs: executors are gone when it has ended. */
final class ApplicationObserver implements AutoCloseable {
  private static final String ROLE = "spark-role";
  private static final String NODE = "podsmith-node";

  private final EmbeddedCluster cluster;
  private final String namespace;
  private final Set<String> earlier = new HashSet<>();
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final int firstRequest;
  private final SharedIndexInformer<Pod> informer;

  private ApplicationObserver(EmbeddedCluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.firstRequest = requests().size();
    list().forEach(pod -> earlier.add(pod.getMetadata().getUid()));
    this.informer = client().pods().inNamespace(namespace).withLabel(ROLE).inform(new Handler(), 0);
  }

  static ApplicationObserver start(EmbeddedCluster cluster, String namespace) {
    return new ApplicationObserver(cluster, namespace);
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      add(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      add(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean isStateUnknown) {
      add(pod);
    }
  }

  private synchronized void add(Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (!earlier.contains(uid)) {
      pods.put(uid, pod);
    }
  }

  private KubernetesClient client() {
    return cluster.client();
  }

  private List<Pod> list() {
    return client().pods().inNamespace(namespace).withLabel(ROLE).list().getItems();
  }

  private List<RecordedRequest> requests() {
    try {
      return cluster.apiServer().requests();
    } catch (IllegalStateException e) {
      return List.of();
    }
  }

  SubmissionRun result(int exitCode, String output) {
    List<Pod> last = list();
    Map<String, Pod> seen;
    synchronized (this) {
      last.forEach(this::add);
      seen = new LinkedHashMap<>(pods);
    }
    Optional<Pod> driver =
        seen.values().stream().filter(pod -> role(pod).equals("driver")).findFirst();
    return new SubmissionRun(
        exitCode,
        output,
        driver,
        driver.map(pod -> cluster.logs(namespace, pod.getMetadata().getName())).orElse(output),
        seen.values().stream().filter(pod -> role(pod).equals("executor")).toList(),
        created());
  }

  private static String role(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault(ROLE, "");
  }

  private List<HasMetadata> created() {
    KubernetesSerialization serialization = client().getKubernetesSerialization();
    List<RecordedRequest> all = requests();
    List<HasMetadata> objects = new ArrayList<>();
    for (RecordedRequest each : all.subList(Math.min(firstRequest, all.size()), all.size())) {
      if (isCreation(each) && serialization.unmarshal(each.body()) instanceof HasMetadata object) {
        objects.add(object);
      }
    }
    return List.copyOf(objects);
  }

  private boolean isCreation(RecordedRequest request) {
    return request.status() / 100 == 2
        && request.namespace().equals(namespace)
        && !request.userAgent().startsWith(NODE)
        && !request.resource().contains("/")
        && !request.resource().equals("events")
        && (request.verb().equals("create") || request.contentType().contains("apply-patch"));
  }

  @Override
  public void close() {
    informer.close();
  }
}
