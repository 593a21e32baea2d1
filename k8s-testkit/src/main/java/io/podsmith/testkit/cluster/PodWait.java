// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for the state of a pod, and describes the pod if that state does not occur in time. */
final class PodWait {
  private static final int LOG_CHARACTERS = 4000;

  private final KubernetesClient client;
  private final PodLogFiles logs;
  private final String namespace;

  PodWait(KubernetesClient client, PodLogFiles logs, String namespace) {
    this.client = client;
    this.logs = logs;
    this.namespace = namespace;
  }

  Pod until(String name, Predicate<Pod> condition, Duration deadline) {
    return until(
        name,
        pod -> pod != null && condition.test(pod),
        deadline,
        "did not meet the condition within %s".formatted(deadline));
  }

  void untilDeleted(String name, Duration deadline) {
    var unused =
        until(name, Objects::isNull, deadline, "still exists after %s".formatted(deadline));
  }

  private Pod until(
      String name, Predicate<@Nullable Pod> condition, Duration deadline, String problem) {
    try {
      return resource(name)
          .waitUntilCondition(condition::test, deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError("pod %s %s; %s".formatted(name, problem, describe(name)), e);
    }
  }

  private String describe(String name) {
    Pod pod = resource(name).get();
    if (pod == null) {
      return "the pod does not exist";
    }
    String log = logs.read(namespace, name);
    return "its status is\n%sits warnings are\n%sand its logs end with\n%s"
        .formatted(
            client.getKubernetesSerialization().asYaml(pod.getStatus()),
            warnings(pod),
            log.substring(Math.max(0, log.length() - LOG_CHARACTERS)));
  }

  private String warnings(Pod pod) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.uid", pod.getMetadata().getUid())
        .withField("type", "Warning")
        .list()
        .getItems()
        .stream()
        .map(event -> "%s: %s%n".formatted(event.getReason(), event.getMessage()))
        .collect(Collectors.joining());
  }

  private PodResource resource(String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }
}
