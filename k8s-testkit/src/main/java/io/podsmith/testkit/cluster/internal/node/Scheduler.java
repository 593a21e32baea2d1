// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.podsmith.testkit.cluster.internal.node.events.PodEvent;
import io.podsmith.testkit.cluster.internal.node.events.Reporter;
import io.podsmith.testkit.cluster.internal.node.host.SerialExecutor;
import io.podsmith.testkit.cluster.internal.node.pod.NodeContext;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds pods to the only node of the cluster, or says why it does not.
 *
 * <p>Safe for use by several threads; pods are looked at one after the other.
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final NodeContext node;
  private final SerialExecutor events;
  private final Map<String, Pod> waiting = new LinkedHashMap<>();
  private final Set<String> bound = ConcurrentHashMap.newKeySet();

  /** Pods that are looked at again soon. Only for {@link #events}. */
  private final Set<String> awaitsClaim = new HashSet<>();

  private volatile boolean unschedulable;
  private volatile boolean closed;

  Scheduler(NodeContext node) {
    this.node = node;
    this.events = new SerialExecutor(node.threads());
  }

  void start() {
    node.client()
        .pods()
        .inAnyNamespace()
        .withField("spec.nodeName", "")
        .inform(
            new ResourceEventHandler<Pod>() {
              @Override
              public void onAdd(Pod pod) {
                events.execute(() -> consider(pod));
              }

              @Override
              public void onUpdate(Pod before, Pod pod) {
                events.execute(() -> consider(pod));
              }

              @Override
              public void onDelete(Pod pod, boolean unknown) {
                events.execute(() -> waiting.remove(pod.getMetadata().getUid()));
              }
            },
            0);
  }

  /** Stops or resumes the placing of pods, as {@code kubectl cordon} does. */
  public void setUnschedulable(boolean value) {
    unschedulable = value;
    roomChanged();
  }

  /** Looks at the waiting pods once more, because there may be room now. */
  void roomChanged() {
    events.execute(() -> new ArrayList<>(waiting.values()).forEach(this::consider));
  }

  /** A pod needs no room any more. */
  void released(String podUid) {
    if (bound.remove(podUid)) {
      roomChanged();
    }
  }

  private void consider(Pod pod) {
    String uid = pod.getMetadata().getUid();
    if (closed || bound.contains(uid)) {
      return;
    }
    boolean isMine =
        pod.getMetadata().getDeletionTimestamp() == null
            && pod.getSpec().getSchedulingGates().isEmpty()
            && node.settings().schedulers().contains(schedulerOf(pod));
    if (!isMine) {
      waiting.remove(uid);
      return;
    }
    waiting.put(uid, pod);
    try {
      Optional<String> missing = missingClaim(pod);
      Optional<String> obstacle =
          missing.or(this::closedNode).or(() -> wrongNode(pod)).or(this::noRoom);
      if (obstacle.isPresent()) {
        reportUnschedulable(pod, obstacle.get());
        missing.ifPresent(claim -> lookAgain(uid));
      } else {
        bind(pod);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        waiting.remove(uid);
      } else {
        LOG.warn("Cannot schedule pod {}; retrying", pod.getMetadata().getName(), e);
        node.timers().after(RETRY, this::roomChanged);
      }
    }
  }

  private static String schedulerOf(Pod pod) {
    return Objects.requireNonNullElse(pod.getSpec().getSchedulerName(), "default-scheduler");
  }

  /** Nobody tells when a claim is there. */
  private void lookAgain(String uid) {
    if (awaitsClaim.add(uid)) {
      node.timers()
          .after(
              RETRY,
              () ->
                  events.execute(
                      () -> {
                        awaitsClaim.remove(uid);
                        Optional.ofNullable(waiting.get(uid)).ifPresent(this::consider);
                      }));
    }
  }

  private Optional<String> missingClaim(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getPersistentVolumeClaim)
        .filter(claim -> claim != null && isMissing(pod, claim.getClaimName()))
        .map(
            claim ->
                """
                0/1 nodes are available: persistentvolumeclaim "%s" not found. not found\
                """
                    .formatted(claim.getClaimName()))
        .findFirst();
  }

  private Optional<String> wrongNode(Pod pod) {
    Map<String, String> selector = pod.getSpec().getNodeSelector();
    boolean fits =
        selector == null || node.settings().labels().entrySet().containsAll(selector.entrySet());
    return fits
        ? Optional.empty()
        : Optional.of(
            noNode(
                "node(s) didn't match Pod's node affinity/selector",
                "Preemption is not helpful for scheduling"));
  }

  private Optional<String> noRoom() {
    return bound.size() < node.settings().maxPods()
        ? Optional.empty()
        : Optional.of(noNode("Too many pods", "No preemption victims found for incoming pod"));
  }

  private Optional<String> closedNode() {
    return unschedulable
        ? Optional.of(
            noNode("node(s) were unschedulable", "Preemption is not helpful for scheduling"))
        : Optional.empty();
  }

  private boolean isMissing(Pod pod, String claim) {
    return node.client()
            .persistentVolumeClaims()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(claim)
            .get()
        == null;
  }

  private static String noNode(String reason, String preemption) {
    return "0/1 nodes are available: 1 "
        + reason
        + ". no new claims to deallocate, preemption: 0/1 nodes are available: 1 "
        + preemption
        + ".";
  }

  private void bind(Pod pod) {
    String uid = pod.getMetadata().getUid();
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    Instant at = Instant.now();
    bound.add(uid);
    try {
      node.client()
          .raw(
              "/api/v1/namespaces/" + namespace + "/pods/" + name + "/binding",
              "POST",
              new BindingBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withNamespace(namespace)
                  .withUid(uid)
                  .endMetadata()
                  .withNewTarget()
                  .withApiVersion("v1")
                  .withKind("Node")
                  .withName(node.settings().name())
                  .endTarget()
                  .build());
    } catch (KubernetesClientException e) {
      bound.remove(uid);
      throw e;
    }
    waiting.remove(uid);
    String message =
        "Successfully assigned %s/%s to %s".formatted(namespace, name, node.settings().name());
    node.events()
        .record(PodEvent.normal(pod, "", reporter(pod, "Binding"), "Scheduled", message), at);
  }

  private Reporter reporter(Pod pod, String action) {
    return Reporter.scheduler(schedulerOf(pod), node.settings().name(), action);
  }

  private void reportUnschedulable(Pod pod, String message) {
    List<PodCondition> others = new ArrayList<>();
    if (pod.getStatus() != null) {
      for (PodCondition condition : pod.getStatus().getConditions()) {
        if (!condition.getType().equals("PodScheduled")) {
          others.add(condition);
        } else if (message.equals(condition.getMessage())) {
          return;
        }
      }
    }
    others.add(
        new PodConditionBuilder()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage(message)
            .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .build());
    Map<String, Object> patch =
        Map.of(
            "metadata", Map.of("uid", pod.getMetadata().getUid()),
            "status", Map.of("conditions", others));
    node.client()
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(MERGE, node.client().getKubernetesSerialization().asJson(patch));
    node.events()
        .record(
            PodEvent.warning(pod, "", reporter(pod, "Scheduling"), "FailedScheduling", message));
  }

  @Override
  public void close() {
    closed = true;
  }
}
