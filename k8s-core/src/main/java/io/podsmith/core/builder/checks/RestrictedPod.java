// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.plan.PodFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what makes a pod less than restricted. The rules are those of the Pod Security Standard
 * <em>restricted</em> of Kubernetes 1.34 for Linux, and those that {@code
 * spark.podsmith.restricted} adds.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
final class RestrictedPod {
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static final Set<String> SYSCTLS =
      Set.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_wmem");

  private static final Set<String> SELINUX_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

  private static final Set<String> CAPABILITIES = Set.of("NET_BIND_SERVICE");
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");
  private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

  private static final String CONTEXT = "securityContext";

  private final PodChecks.Rules rules;
  private final List<Violation> violations = new ArrayList<>();

  /** What a field gives to the processes of a pod. */
  enum Privilege {
    /** A directory of the node. */
    HOST_PATH,
    /** The network, the processes or the shared memory of the node. */
    HOST_NAMESPACE,
    /** The rights of root on the node, or some of them. */
    ROOT,
    /** Something else that a restricted pod does not have. */
    OTHER
  }

  /**
   * A field that a restricted pod must not have so.
   *
   * @param field as the API server names it
   * @param what the fault, in words that follow "the driver pod"
   */
  record Violation(Privilege privilege, String field, String what) {}

  private RestrictedPod(PodChecks.Rules rules) {
    this.rules = rules;
  }

  /** Returns the violations of a finished pod, whose last container is Spark's. */
  static List<Violation> violations(Pod pod, PodChecks.Rules rules) {
    RestrictedPod check = new RestrictedPod(rules);
    Map<String, Object> tree = PodFields.tree(pod);
    check.annotations(map(map(tree, "metadata"), "annotations"));
    check.pod(map(tree, "spec"));
    return check.violations;
  }

  private void annotations(Map<?, ?> annotations) {
    annotations.forEach(
        (key, value) -> {
          if (String.valueOf(key).startsWith(APP_ARMOR)
              && !value.equals("runtime/default")
              && !String.valueOf(value).startsWith("localhost/")) {
            add(
                "metadata.annotations[%s]".formatted(key),
                "has the annotation %s=%s",
                String.valueOf(key),
                value);
          }
        });
  }

  private void pod(Map<?, ?> spec) {
    for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      rejectTrue(Privilege.HOST_NAMESPACE, spec, "spec", field, "has");
    }
    rejectTrue(Privilege.OTHER, spec, "spec", "enableServiceLinks", "has");
    if (!rules.isDriver()) {
      rejectTrue(Privilege.OTHER, spec, "spec", "automountServiceAccountToken", "has");
    }
    if (rules.hasOwnUsers()) {
      rejectTrue(Privilege.OTHER, spec, "spec", "hostUsers", "has");
    }
    Map<?, ?> context = map(spec, CONTEXT);
    context("spec.securityContext", "has", context);
    List<?> sysctls = list(context, "sysctls");
    for (int i = 0; i < sysctls.size(); i++) {
      String name = String.valueOf(((Map<?, ?>) sysctls.get(i)).get("name"));
      if (!SYSCTLS.contains(name)) {
        add("spec.securityContext.sysctls[%d]".formatted(i), "has the sysctl %s", name);
      }
    }
    volumes(list(spec, "volumes"));
    containers("initContainers", spec, context);
    containers("containers", spec, context);
  }

  private void volumes(List<?> volumes) {
    for (int i = 0; i < volumes.size(); i++) {
      Map<?, ?> volume = (Map<?, ?>) volumes.get(i);
      for (Object key : volume.keySet()) {
        if (!key.equals("name") && !VOLUMES.contains(String.valueOf(key))) {
          add(
              key.equals("hostPath") ? Privilege.HOST_PATH : Privilege.OTHER,
              "spec.volumes[%d]".formatted(i),
              "has the volume '%s' of type %s",
              String.valueOf(volume.get("name")),
              key);
        }
      }
    }
  }

  private void containers(String list, Map<?, ?> spec, Map<?, ?> podContext) {
    List<?> containers = list(spec, list);
    for (int i = 0; i < containers.size(); i++) {
      Map<?, ?> container = (Map<?, ?>) containers.get(i);
      boolean isSpark = list.equals("containers") && i == containers.size() - 1;
      container(
          "spec.%s[%d]".formatted(list, i),
          "has the container '%s' with".formatted(container.get("name")),
          container,
          podContext,
          isSpark);
    }
  }

  private void container(
      String at, String having, Map<?, ?> container, Map<?, ?> podContext, boolean isSpark) {
    Map<?, ?> context = map(container, CONTEXT);
    String inContext = "%s.%s".formatted(at, CONTEXT);
    context(inContext, having, context);
    rejectTrue(Privilege.ROOT, context, inContext, "privileged", having);
    if (!Boolean.FALSE.equals(context.get("allowPrivilegeEscalation"))) {
      add(
          "%s.allowPrivilegeEscalation".formatted(inContext),
          "%s allowPrivilegeEscalation not false",
          having);
    }
    capabilities(inContext, having, map(context, "capabilities"));
    Object procMount = context.get("procMount");
    if (procMount != null && !procMount.equals("Default")) {
      add("%s.procMount".formatted(inContext), "%s procMount=%s", having, procMount);
    }
    if (!context.containsKey("runAsNonRoot") && !podContext.containsKey("runAsNonRoot")) {
      add("%s.runAsNonRoot".formatted(inContext), "%s no runAsNonRoot", having);
    }
    if (!context.containsKey("seccompProfile") && !podContext.containsKey("seccompProfile")) {
      add("%s.seccompProfile".formatted(inContext), "%s no seccompProfile", having);
    }
    if (isSpark && !Boolean.TRUE.equals(context.get("readOnlyRootFilesystem"))) {
      add(
          "%s.readOnlyRootFilesystem".formatted(inContext),
          "%s readOnlyRootFilesystem not true",
          having);
    }
    ports(at, having, list(container, "ports"));
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      handler("%s.%s".formatted(at, probe), having, map(container, probe));
    }
    Map<?, ?> lifecycle = map(container, "lifecycle");
    for (String hook : List.of("postStart", "preStop")) {
      handler("%s.lifecycle.%s".formatted(at, hook), having, map(lifecycle, hook));
    }
  }

  /** Checks what pods and containers can both say. */
  private void context(String at, String having, Map<?, ?> context) {
    if (Boolean.FALSE.equals(context.get("runAsNonRoot"))) {
      add("%s.runAsNonRoot".formatted(at), "%s runAsNonRoot=false", having);
    }
    if (context.get("runAsUser") instanceof Number user && user.longValue() == 0) {
      add("%s.runAsUser".formatted(at), "%s runAsUser=0", having);
    }
    for (String field : List.of("seccompProfile", "appArmorProfile")) {
      Object type = map(context, field).get("type");
      if (type != null && !PROFILES.contains(String.valueOf(type))) {
        add("%s.%s".formatted(at, field), "%s %s=%s", having, field, type);
      }
    }
    Map<?, ?> labels = map(context, "seLinuxOptions");
    Object type = labels.get("type");
    if (labels.containsKey("user")
        || labels.containsKey("role")
        || !SELINUX_TYPES.contains(type == null ? "" : String.valueOf(type))) {
      add("%s.seLinuxOptions".formatted(at), "%s seLinuxOptions=%s", having, labels);
    }
    rejectTrue(
        Privilege.OTHER,
        map(context, "windowsOptions"),
        "%s.windowsOptions".formatted(at),
        "hostProcess",
        having);
  }

  private void capabilities(String at, String having, Map<?, ?> capabilities) {
    String field = "%s.capabilities".formatted(at);
    List<?> others = list(capabilities, "add").stream().filter(name -> !isAllowed(name)).toList();
    if (!others.isEmpty()) {
      add(Privilege.ROOT, "%s.add".formatted(field), "%s the capabilities %s", having, others);
    }
    if (!list(capabilities, "drop").contains("ALL")) {
      add("%s.drop".formatted(field), "%s capabilities.drop without ALL", having);
    }
  }

  private static boolean isAllowed(Object capability) {
    return CAPABILITIES.contains(String.valueOf(capability));
  }

  private void ports(String at, String having, List<?> ports) {
    for (int i = 0; i < ports.size(); i++) {
      Object port = ((Map<?, ?>) ports.get(i)).get("hostPort");
      if (port instanceof Number number && number.intValue() != 0) {
        add("%s.ports[%d]".formatted(at, i), "%s hostPort=%s", having, port);
      }
    }
  }

  private void handler(String at, String having, Map<?, ?> handler) {
    for (String action : List.of("httpGet", "tcpSocket")) {
      Object host = map(handler, action).get("host");
      if (host != null && !host.equals("")) {
        add("%s.%s.host".formatted(at, action), "%s %s.host=%s", having, action, host);
      }
    }
  }

  private void rejectTrue(
      Privilege privilege, Map<?, ?> owner, String at, String field, String having) {
    if (Boolean.TRUE.equals(owner.get(field))) {
      add(privilege, "%s.%s".formatted(at, field), "%s %s=true", having, field);
    }
  }

  private void add(String field, String what, Object... values) {
    add(Privilege.OTHER, field, what, values);
  }

  private void add(Privilege privilege, String field, String what, Object... values) {
    violations.add(new Violation(privilege, field, what.formatted(values)));
  }

  private static Map<?, ?> map(Map<?, ?> owner, String key) {
    return owner.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(Map<?, ?> owner, String key) {
    return owner.get(key) instanceof List<?> list ? list : List.of();
  }
}
