// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.restricted;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds fields that contradict the Pod Security Standard 'restricted', apart from those that are
 * merely not set.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
final class Violations {
  private final List<String> found = new ArrayList<>();

  private Violations() {}

  /** Returns phrases such as {@code container 'x' is privileged}; empty if there are none. */
  static List<String> of(Pod pod) {
    Violations violations = new Violations();
    violations.checkPod(pod.getSpec());
    Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .forEach(violations::checkContainer);
    return List.copyOf(violations.found);
  }

  private void checkPod(PodSpec spec) {
    check(Boolean.TRUE.equals(spec.getHostNetwork()), "the pod uses the host's network");
    check(Boolean.TRUE.equals(spec.getHostPID()), "the pod uses the host's process ids");
    check(Boolean.TRUE.equals(spec.getHostIPC()), "the pod uses the host's IPC");
    spec.getVolumes()
        .forEach(
            volume ->
                check(
                    volume.getHostPath() != null || volume.getNfs() != null,
                    "volume '%s' is a hostPath or NFS".formatted(volume.getName())));
    PodSecurityContext context = spec.getSecurityContext();
    if (context != null) {
      checkUser("the pod", context.getRunAsUser(), context.getRunAsNonRoot());
      checkSeccomp("the pod", context.getSeccompProfile());
    }
  }

  private void checkContainer(Container container) {
    String name = "container '%s'".formatted(container.getName());
    for (ContainerPort port : container.getPorts()) {
      check(
          port.getHostPort() != null && port.getHostPort() != 0,
          "%s has host port %d".formatted(name, port.getHostPort()));
    }
    SecurityContext context = container.getSecurityContext();
    if (context == null) {
      return;
    }
    checkUser(name, context.getRunAsUser(), context.getRunAsNonRoot());
    checkSeccomp(name, context.getSeccompProfile());
    check(Boolean.TRUE.equals(context.getPrivileged()), "%s is privileged".formatted(name));
    check(
        Boolean.TRUE.equals(context.getAllowPrivilegeEscalation()),
        "%s allows privilege escalation".formatted(name));
    Capabilities capabilities = context.getCapabilities();
    if (capabilities != null) {
      capabilities.getAdd().stream()
          .filter(capability -> !capability.equals("NET_BIND_SERVICE"))
          .forEach(capability -> found.add("%s adds capability %s".formatted(name, capability)));
    }
  }

  private void checkUser(String who, Long user, Boolean nonRoot) {
    check(user != null && user == 0, "%s runs as user 0".formatted(who));
    check(Boolean.FALSE.equals(nonRoot), "%s sets runAsNonRoot to false".formatted(who));
  }

  private void checkSeccomp(String who, SeccompProfile profile) {
    check(
        profile != null && "Unconfined".equals(profile.getType()),
        "%s has the seccomp profile Unconfined".formatted(who));
  }

  private void check(boolean violated, String phrase) {
    if (violated) {
      found.add(phrase);
    }
  }
}
