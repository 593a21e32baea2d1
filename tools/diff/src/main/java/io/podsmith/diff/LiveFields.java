// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.plan.Plan;
import io.podsmith.diff.PlanDifference.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reduces the fields of a live object to what a submission could have sent, so that they can be
 * compared with those of a plan.
 *
 * <p>Leaves out what the API server, the scheduler and controllers keep in every object, and fields
 * that have the default of Kubernetes where the plan does not set them. What an admission webhook
 * or a person changed stays.
 */
final class LiveFields {
  private static final String TOLERATIONS = "spec.tolerations";
  private static final String EMPTY_DIR = ".emptyDir";

  /** An atomic submission removes its gate from the pod as its last step. */
  private static final String SUBMISSION_GATE =
      "spec.schedulingGates[name=%s].name".formatted(SubmissionLease.GATE);

  private static final Pattern BOOKKEEPING =
      Pattern.compile(
          "status\\b.*|metadata\\.(uid|resourceVersion|creationTimestamp|deletionTimestamp"
              + "|deletionGracePeriodSeconds|generation|namespace|selfLink|managedFields"
              + "|ownerReferences|finalizers)\\b.*");

  /** Set by the scheduler, by controllers or by admission from other objects. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "spec\\.(nodeName|priority|preemptionPolicy|serviceAccount|volumeName|clusterIPs?"
              + "|ipFamil\\w+|volumes\\[name=kube-api-access-[a-z0-9]{5}].*)"
              + "|spec\\.\\w*[cC]ontainers\\[[^]]*]\\.volumeMounts"
              + "\\[mountPath=/var/run/secrets/kubernetes.io/serviceaccount].*"
              + "|.*\\.(imagePullPolicy|image\\.pullPolicy|hostPort)"
              + "|metadata\\.annotations\\[pv\\.kubernetes\\.io/.*");

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spec.dnsPolicy", "ClusterFirst"),
          Map.entry("spec.enableServiceLinks", "true"),
          Map.entry("spec.restartPolicy", "Always"),
          Map.entry("spec.schedulerName", "default-scheduler"),
          Map.entry("spec.serviceAccountName", "default"),
          Map.entry("spec.terminationGracePeriodSeconds", "30"),
          Map.entry("spec.internalTrafficPolicy", "Cluster"),
          Map.entry("spec.sessionAffinity", "None"),
          Map.entry("spec.type", "ClusterIP"),
          Map.entry("spec.volumeMode", "Filesystem"));

  /** By the end of the path, in containers and volumes. */
  private static final Map<String, String> DEFAULTS_BELOW =
      Map.ofEntries(
          Map.entry(".terminationMessagePath", "/dev/termination-log"),
          Map.entry(".terminationMessagePolicy", "File"),
          Map.entry(".protocol", "TCP"),
          Map.entry(".fieldRef.apiVersion", "v1"),
          Map.entry(".defaultMode", "420"),
          Map.entry(".timeoutSeconds", "1"),
          Map.entry(".periodSeconds", "10"),
          Map.entry(".successThreshold", "1"),
          Map.entry(".failureThreshold", "3"),
          Map.entry(".httpGet.scheme", "HTTP"),
          Map.entry(".httpGet.path", "/"),
          Map.entry(".resourceFieldRef.divisor", "0"),
          Map.entry(".securityContext.procMount", "Default"),
          Map.entry(".iscsi.iscsiInterface", "default"),
          Map.entry(".rbd.keyring", "/etc/ceph/keyring"),
          Map.entry(".rbd.pool", "rbd"),
          Map.entry(".rbd.user", "admin"),
          Map.entry(".azureDisk.cachingMode", "ReadWrite"),
          Map.entry(".azureDisk.fsType", "ext4"),
          Map.entry(".azureDisk.kind", "Shared"),
          Map.entry(".azureDisk.readOnly", "false"),
          Map.entry(".scaleIO.fsType", "xfs"),
          Map.entry(".scaleIO.storageMode", "ThinProvisioned"),
          Map.entry(".volumeClaimTemplate.spec.volumeMode", "Filesystem"));

  /** Flags that the API server does not store if they are false. */
  private static final Pattern FLAGS =
      Pattern.compile(
          ".*\\.(readOnly|stdin|stdinOnce|tty|hostNetwork|hostPID|hostIPC"
              + "|publishNotReadyAddresses)");

  /** Keys that the API server adds to elements of lists. */
  private static final Set<String> ADDED_KEYS =
      Set.of(
          "protocol", "targetPort", "nodePort", "apiVersion", "defaultMode", "expirationSeconds");

  /** What the admission plugin DefaultTolerationSeconds adds. */
  private static final Set<String> TOLERATED =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

  private final Map<String, Side> live;
  private final Map<String, Side> planned;

  private LiveFields(Map<String, Side> live, Map<String, Side> planned) {
    this.live = live;
    this.planned = planned;
  }

  /** Returns the live fields that are to be compared with the planned ones. */
  static Map<String, Side> reduce(Map<String, Side> live, Map<String, Side> planned) {
    return new LiveFields(live, planned).reduce();
  }

  private Map<String, Side> reduce() {
    Map<String, Side> kept = new LinkedHashMap<>();
    live.forEach((path, side) -> kept(path, side).ifPresent(value -> kept.put(path, value)));
    planned.forEach(
        (path, side) -> {
          // the namespace need not be in the plan's object
          boolean isDropped =
              !live.containsKey(path)
                  && (isNotStored(path, side.value()) || path.equals(SUBMISSION_GATE));
          if (isDropped || path.equals("metadata.namespace")) {
            kept.put(path, side);
          }
        });
    return kept;
  }

  private static boolean isNotStored(String path, Object value) {
    return (isEmpty(value) && !path.endsWith(EMPTY_DIR))
        || (value.equals(false) && FLAGS.matcher(path).matches());
  }

  private Optional<Side> kept(String path, Side side) {
    Side plan = planned.get(path);
    Object value = side.value();
    if (path.equals(TOLERATIONS)) {
      value = withoutDefaultTolerations(value);
    }
    if (plan == null) {
      return isDefault(path, value) ? Optional.empty() : Optional.of(with(side, value));
    }
    boolean isEqual =
        String.valueOf(plan.value()).contains(Plan.WITHHELD) || covers(value, plan.value());
    return Optional.of(with(side, isEqual ? plan.value() : value));
  }

  private static Side with(Side side, Object value) {
    return new Side(value, side.writer(), side.settings());
  }

  private boolean isDefault(String path, Object value) {
    String text = String.valueOf(value);
    if (isNotStored(path, value)
        || BOOKKEEPING.matcher(path).matches()
        || ASSIGNED.matcher(path).matches()
        || text.equals(DEFAULTS.get(path))) {
      return true;
    }
    if (path.contains(".resources.requests")) {
      // requests default to limits
      Side limit = live.get(path.replace(".resources.requests", ".resources.limits"));
      return limit != null && limit.value().equals(value);
    }
    return DEFAULTS_BELOW.entrySet().stream()
        .anyMatch(each -> path.endsWith(each.getKey()) && text.equals(each.getValue()));
  }

  private static boolean isEmpty(Object value) {
    return value.equals("")
        || (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  /** Returns whether a live value is the planned one, with what the API server adds to it. */
  private static boolean covers(Object value, Object plan) {
    if (value instanceof List<?> list && plan instanceof List<?> wanted) {
      boolean isCovered = list.size() == wanted.size();
      for (int i = 0; isCovered && i < list.size(); i++) {
        isCovered = covers(list.get(i), wanted.get(i));
      }
      return isCovered;
    }
    if (value instanceof Map<?, ?> map && plan instanceof Map<?, ?> wanted) {
      return map.entrySet().stream()
              .allMatch(
                  each ->
                      wanted.containsKey(each.getKey())
                          ? covers(each.getValue(), wanted.get(each.getKey()))
                          : ADDED_KEYS.contains(String.valueOf(each.getKey())))
          && map.keySet().containsAll(wanted.keySet());
    }
    return value.equals(plan);
  }

  private Object withoutDefaultTolerations(Object value) {
    Side plan = planned.get(TOLERATIONS);
    List<?> own = plan != null && plan.value() instanceof List<?> list ? list : List.of();
    if (!(value instanceof List<?> all)) {
      return value;
    }
    return all.stream().filter(each -> own.contains(each) || !isDefaultToleration(each)).toList();
  }

  private static boolean isDefaultToleration(Object toleration) {
    return toleration instanceof Map<?, ?> map
        && TOLERATED.contains(Objects.toString(map.get("key"), ""))
        && "NoExecute".equals(map.get("effect"));
  }
}
