// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Lets pods run as soon as they are created, and go as soon as they are told to. */
public final class SimulatedNode implements AutoCloseable {
  private final KubernetesClient client;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final SharedIndexInformer<Pod> informer;

  public SimulatedNode(KubernetesClient client, String namespace) {
    this.client = client;
    this.informer =
        client
            .pods()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    later(() -> look(pod));
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    later(() -> look(pod));
                  }

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {}
                });
  }

  private void later(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException e) {
      // The node is being closed.
    }
  }

  private void look(Pod pod) {
    try {
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        client.resource(pod).withGracePeriod(0).delete();
      } else if (pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase())) {
        client.resource(pod).editStatus(p -> withPhase(p, "Running"));
      }
    } catch (KubernetesClientException e) {
      // It went in between, or the server is made to fail: another event follows.
      if (e.getCode() != 404 && e.getCode() != 409) {
        later(() -> look(pod));
      }
    }
  }

  public static Pod withPhase(Pod pod, String phase) {
    return new PodBuilder(pod).editOrNewStatus().withPhase(phase).endStatus().build();
  }

  @Override
  public void close() {
    informer.close();
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
