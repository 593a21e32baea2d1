// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PodsmithVersion;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.submit.saved.AllowedDifferences.Difference;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a saved plan is applied, and with which settings.
 *
 * <p>How to connect, and as whom, comes from the caller alone: a plan may come from somebody else,
 * and must not choose which server receives the caller's credentials.
 */
public final class PlanPlace {
  private static final String K8S = "k8s://";

  /** What a plan says about its driver, as far as a launch looks at it. */
  private static final Set<String> OF_PLAN =
      Set.of(
          ClusterKeys.WAIT_FOR_APP_COMPLETION.key(),
          ClusterKeys.REPORT_INTERVAL.key(),
          PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME.key(),
          PodsmithKeys.MANAGED_FIELDS.key());

  private static final String DRIVER_CREDENTIALS =
      "%s.".formatted(KeyPrefixes.KUBERNETES_AUTH_DRIVER_CONF_PREFIX);

  private final Plan plan;
  private final SparkSettings connection;
  private final AllowedDifferences allowed;

  /**
   * @param connection the settings of the caller
   */
  public PlanPlace(Plan plan, SparkSettings connection, AllowedDifferences allowed) {
    this.plan = plan;
    this.connection = connection;
    this.allowed = allowed;
  }

  /**
   * Checks that the plan was made for this place.
   *
   * @param isClientGiven whether the caller has a client, which need not be that of the settings
   * @return the settings to launch the driver with
   * @throws PodsmithException if it was not, and the difference is not allowed
   */
  public SparkSettings settings(boolean isClientGiven) {
    PlanTarget target = plan.target();
    require(
        Difference.VERSION,
        "the version of Podsmith",
        target.podsmithVersion(),
        PodsmithVersion.current());
    if (connection.contains(ClusterKeys.KUBERNETES_NAMESPACE)) {
      require(
          Difference.NAMESPACE,
          ClusterKeys.KUBERNETES_NAMESPACE.key(),
          target.namespace(),
          connection.get(ClusterKeys.KUBERNETES_NAMESPACE));
    }
    Map<String, String> all = new TreeMap<>();
    for (SettingRead read : plan.properties()) {
      if (isOfPlan(read.key()) && connection.raw(read.key()).isEmpty()) {
        read.value()
            .filter(value -> !value.equals(Plan.WITHHELD))
            .ifPresent(value -> all.put(read.key(), value));
      }
    }
    if (!isClientGiven || connection.get(SparkKeys.MASTER).isPresent()) {
      all.put(SparkKeys.MASTER.key(), master(target.cluster()));
    }
    all.put(SparkKeys.APP_NAME.key(), target.appName());
    all.put(ClusterKeys.KUBERNETES_NAMESPACE.key(), target.namespace());
    return connection.with(all);
  }

  /** Returns the master of the caller: as it is set, or else that of the kubeconfig. */
  private String master(String planned) {
    String current =
        connection
            .get(SparkKeys.MASTER)
            .orElseGet(() -> KubernetesClients.masterOfMachine(connection));
    if (!url(planned).equals(url(current))) {
      require(
          Difference.CLUSTER,
          connection.get(SparkKeys.MASTER).isPresent()
              ? SparkKeys.MASTER.key()
              : "%s is not set, and the API server of the kubeconfig"
                  .formatted(SparkKeys.MASTER.key()),
          planned,
          current);
    }
    return current.startsWith(K8S) ? current : "%s%s".formatted(K8S, current);
  }

  private void require(Difference kind, String what, String planned, String current) {
    if (!allowed.contains(kind) && !planned.equals(current)) {
      throw new PodsmithException(
          PodsmithError.PLAN_MISMATCH,
          "%s is '%s', but the plan was made for '%s'; plan again, or allow another %s"
              .formatted(what, current, planned, kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static boolean isOfPlan(String key) {
    return OF_PLAN.contains(key) || key.startsWith(DRIVER_CREDENTIALS);
  }

  /** Returns a URL in the one form that equal addresses have. */
  static String url(String master) {
    String stripped = master.startsWith(K8S) ? master.substring(K8S.length()) : master;
    String whole = stripped.contains("://") ? stripped : "https://%s".formatted(stripped);
    try {
      URI uri = new URI(whole);
      if (uri.getHost() == null || uri.getScheme() == null) {
        return whole;
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("http") ? 80 : 443;
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      return "%s://%s:%d%s"
          .formatted(
              scheme,
              uri.getHost().toLowerCase(Locale.ROOT),
              port,
              path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    } catch (URISyntaxException e) {
      return whole;
    }
  }
}
