// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What executor management asks of the API server, in one namespace and for one application.
 *
 * <p>Calls wait for the answer, may come from several threads, are not repeated here, and fail with
 * {@link ApiFailure}.
 */
public interface ClusterApi {
  /**
   * Some of the executors' pods.
   *
   * @param version the version of the whole list
   * @param next the rest of the list, empty where there is none
   */
  record Page(List<ExecutorPod> pods, String version, Optional<String> next) {}

  /** The pods that are left: those that were told to go and those that were not. */
  record Remaining(int terminating, int others) {
    public int all() {
      return terminating + others;
    }
  }

  /** Receives the changes of a watch, in order, from one thread at a time. */
  interface WatchListener {
    /** Handles changes and deletions of pods. {@code version} is that of the last of them. */
    void onChanges(List<PodEvent> events, String version);

    /** Called once the initial list is complete, if one was requested. */
    void onInitialEventsComplete(String version);

    /** The watch has ended; the last call. Without a failure it just ran its time. */
    void onClosed(Optional<ApiFailure> failure);
  }

  /** A watch that is open. Closing it is final and makes no call. */
  interface Watch extends AutoCloseable {
    /** Reports only deletions from now on, which costs less to parse. */
    void deletionsOnly();

    @Override
    void close();
  }

  /** A pod as it is now, or as it was when it went. */
  record PodEvent(ExecutorPod pod, boolean gone) {}

  /**
   * A pod as it was created.
   *
   * @param version its resource version, 0 where it is not a number
   */
  record CreatedPod(String uid, long version) {}

  /** Creates the pod of a spec. */
  CreatedPod createPod(ExecutorSpec spec);

  /** Returns for how long requests that were given up without an answer may still take effect. */
  Duration mayTakeEffectFor();

  /**
   * Gives up creates that have had no answer for long, and what else executors wait for. Called
   * again and again once the application stops.
   */
  default void abandonSilentRequests() {}

  /**
   * Says why a controller creates no pods for a set, in the words of the API server; empty where
   * that is not known. Fails with 404 where the set does not exist.
   */
  default Optional<String> whyNoPods(SetKind kind, String name) {
    return Optional.empty();
  }

  /** Finds a pod of any kind by name. */
  Optional<PodDocument> findPod(String name);

  /** Returns whether a pod exists and is ready. */
  boolean isReady(String podName);

  /**
   * Lists executors that are not marked as inactive.
   *
   * @param version "0" for whatever the server has at hand, empty for the present
   * @param next where an earlier page ended, empty for the beginning
   */
  Page listExecutors(String version, Optional<String> next);

  /**
   * Lists executors that are not marked as inactive, on as many pages as the server likes.
   *
   * @param version as for one page
   * @return all of them, on one page
   */
  default Page listAllExecutors(String version) {
    List<ExecutorPod> pods = new ArrayList<>();
    Page page = listExecutors(version, Optional.empty());
    pods.addAll(page.pods());
    while (page.next().isPresent()) {
      page = listExecutors(version, page.next());
      pods.addAll(page.pods());
    }
    return new Page(pods, page.version(), Optional.empty());
  }

  /**
   * Follows executors.
   *
   * @param version from where on; empty to be told first of all that there are, as a list would
   */
  Watch watchExecutors(String version, WatchListener listener);

  /** Deletes a pod; one that is not there is fine. */
  void deletePod(String name);

  /** Deletes the pods of some executors. */
  void deleteExecutors(Collection<Long> executorIds, Optional<String> phase);

  /** Puts a label on a pod. */
  void labelPod(String podName, String key, String value);

  /** Puts an annotation on a pod. */
  void annotatePod(String podName, String key, String value);

  /** Creates an object that is no pod; returns its uid. */
  String createObject(HasMetadata object);

  /** Finds the uid of an object that is no pod; empty where it is not the application's. */
  Optional<String> findUid(HasMetadata object);

  /** Returns the object of that kind and name, whoever created it. */
  Optional<HasMetadata> findObject(HasMetadata object);

  /** Makes an object owned, in addition to its present owners, by another. */
  void addOwner(HasMetadata object, OwnerReference owner);

  /** Says how many pods a set of pods is to have. */
  void scale(SetKind kind, String name, int replicas);

  /** Deletes an object; one that is not there is fine. */
  void deleteObject(HasMetadata object);

  /** Lists the claims of the application. */
  List<PersistentVolumeClaim> listClaims();
}
