// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Timestamps;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Ends Jobs at their deadline, and deletes Jobs that have ended after their time to live. Jobs have
 * no pods here. Called with the store locked.
 */
final class JobController {
  private final ObjectStore store;
  private final ControllerCalls calls;
  private final Workloads.Later later;

  JobController(ObjectStore store, ControllerCalls calls, Workloads.Later later) {
    this.store = store;
    this.calls = calls;
    this.later = later;
  }

  /** Takes note of a change; called with the store locked. */
  void accept(StoreEvent event) {
    if (isJob(event.resource()) && !event.isDeletion()) {
      syncAfter(Duration.ZERO, event.after().uid());
    }
  }

  private static boolean isJob(ApiResource resource) {
    return resource.group().equals("batch") && resource.plural().equals("jobs");
  }

  private void syncAfter(Duration delay, String uid) {
    later.run(delay, () -> sync(uid));
  }

  private void sync(String uid) {
    StoredObject job = store.byUid(uid).orElse(null);
    if (job == null || job.isBeingDeleted()) {
      return;
    }
    JsonNode spec = job.tree().path("spec");
    JsonNode failed = WorkloadPods.condition(job.tree(), "Failed");
    if (Json.text(failed, "status").equals("True")) {
      if (spec.has("ttlSecondsAfterFinished")) {
        Duration left = left(failed, "lastTransitionTime", spec, "ttlSecondsAfterFinished");
        runWhenDue(left, uid, () -> calls.delete(job));
      }
      return;
    }
    if (spec.path("suspend").asBoolean(false)) {
      return;
    }
    JsonNode status = job.tree().path("status");
    if (!status.has("startTime")) {
      start(job);
    } else if (spec.has("activeDeadlineSeconds")) {
      Duration left = left(status, "startTime", spec, "activeDeadlineSeconds");
      runWhenDue(left, uid, () -> fail(job));
    }
  }

  private void runWhenDue(Duration left, String uid, Runnable work) {
    if (left.isNegative() || left.isZero()) {
      work.run();
    } else {
      syncAfter(left, uid);
    }
  }

  private static Duration left(JsonNode from, String since, JsonNode spec, String seconds) {
    Instant end = Instant.parse(Json.text(from, since)).plusSeconds(spec.path(seconds).asLong());
    return Duration.between(Instant.now(), end);
  }

  private void start(StoredObject job) {
    ObjectNode changed = job.copy();
    Json.child(changed, "status").put("startTime", Timestamps.now());
    store.update(job, changed);
  }

  private void fail(StoredObject job) {
    ObjectNode changed = job.copy();
    ObjectNode status = Json.child(changed, "status");
    ArrayNode conditions = status.putArray("conditions");
    for (String type : List.of("FailureTarget", "Failed")) {
      conditions
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("lastProbeTime", Timestamps.now())
          .put("lastTransitionTime", Timestamps.now())
          .put("reason", "DeadlineExceeded")
          .put("message", "Job was active longer than specified deadline");
    }
    store.update(job, changed);
  }
}
