// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.allocator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What an allocator of one's own works with. Implemented by Podsmith; safe for use by several
 * threads.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface AllocatorContext {
  /** Returns the id of the application. */
  String appId();

  /** Returns the namespace of executors. */
  String namespace();

  /** Returns the way to the API server; Podsmith closes it. */
  KubernetesClient client();

  /** Returns the driver's pod, which should own what is created; empty outside the cluster. */
  Optional<Pod> driverPod();

  /**
   * Returns a setting as the user gave it.
   *
   * @param key for example {@code spark.acme.pool}
   */
  Optional<String> setting(String key);

  /**
   * Builds what is to be created for an executor, through all steps. Takes no request, but may take
   * some milliseconds: best called on a request thread.
   *
   * @param executorId a positive number that no other executor of the application has had
   * @param resourceProfileId the id of the resource profile
   * @throws io.podsmith.api.error.PodsmithException where the settings or a step make that
   *     impossible
   */
  ExecutorObjects executor(long executorId, int resourceProfileId);

  /**
   * Builds a template of executors, whose pods have no executor id: {@code EXECID} stands for it.
   *
   * @param resourceProfileId the id of the resource profile
   */
  ExecutorObjects template(int resourceProfileId);

  /** Runs a task on the allocator's thread as soon as may be. */
  void run(Runnable task);

  /** Runs a task on the allocator's thread later. */
  void runAfter(Duration delay, Runnable task);

  /** Runs a task that waits for the cluster, beside others. What it throws ends the application. */
  void request(Runnable task);

  /** Ends the application, as executors cannot be had. */
  void abort(Throwable cause);
}
