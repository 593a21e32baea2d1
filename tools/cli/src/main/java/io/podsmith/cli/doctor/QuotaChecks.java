// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.access.Job;
import io.podsmith.core.executors.ExecutorSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks whether the quotas of the namespace have room for the driver and its executors. */
final class QuotaChecks {
  private static final String QUOTA = "quota";

  private final KubernetesClient client;
  private final Job job;
  private final Findings findings;

  QuotaChecks(KubernetesClient client, Job job, Findings findings) {
    this.client = client;
    this.job = job;
    this.findings = findings;
  }

  void run() {
    Optional<List<ResourceQuota>> quotas =
        findings
            .read(
                QUOTA,
                "the quotas of namespace %s".formatted(job.namespace()),
                () -> client.resourceQuotas().inNamespace(job.namespace()).list().getItems())
            .found();
    if (quotas.isEmpty()) {
      return;
    }
    Map<String, BigDecimal> driver = demand(job.driverPod());
    int executors = ExecutorSettings.atStart(job.driver());
    Map<String, BigDecimal> all = new TreeMap<>(driver);
    job.executorPod()
        .ifPresent(
            pod ->
                demand(pod)
                    .forEach(
                        (resource, amount) ->
                            all.merge(
                                resource,
                                amount.multiply(BigDecimal.valueOf(executors)),
                                BigDecimal::add)));
    int problems = 0;
    for (ResourceQuota quota : quotas.get()) {
      if (hasNoScope(quota)) {
        problems += check(quota, driver, all, executors);
      }
    }
    if (problems == 0) {
      findings.ok(
          QUOTA,
          quotas.get().isEmpty()
              ? "the namespace has none"
              : "there is room for the driver and %d executors".formatted(executors));
    }
  }

  /** A quota with scopes applies to some pods only, which ones only the API server knows. */
  private static boolean hasNoScope(ResourceQuota quota) {
    return quota.getSpec() != null
        && quota.getSpec().getScopes().isEmpty()
        && quota.getSpec().getScopeSelector() == null;
  }

  private int check(
      ResourceQuota quota,
      Map<String, BigDecimal> driver,
      Map<String, BigDecimal> all,
      int executors) {
    int problems = 0;
    Map<String, Quantity> hard = quota.getStatus() == null ? null : quota.getStatus().getHard();
    Map<String, Quantity> used = quota.getStatus() == null ? null : quota.getStatus().getUsed();
    for (Map.Entry<String, Quantity> limit :
        (hard == null ? Map.<String, Quantity>of() : hard).entrySet()) {
      String resource = limit.getKey();
      Quantity taken = used == null ? null : used.get(resource);
      BigDecimal room =
          Quantity.getAmountInBytes(limit.getValue())
              .subtract(taken == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(taken));
      String words =
          "%s has %s of %s left for %s"
              .formatted(quota.getMetadata().getName(), plain(room), limit.getValue(), resource);
      BigDecimal one = driver.getOrDefault(resource, BigDecimal.ZERO);
      BigDecimal whole = all.getOrDefault(resource, BigDecimal.ZERO);
      if (one.compareTo(room) > 0) {
        problems++;
        findings.fail(
            QUOTA,
            "%s, but the driver needs %s".formatted(words, plain(one)),
            "request less, delete unused objects, or raise the quota");
      } else if (whole.compareTo(room) > 0) {
        problems++;
        findings.warn(
            QUOTA,
            "%s, but the driver and %d executors need %s".formatted(words, executors, plain(whole)),
            "request less, delete unused objects, or raise the quota");
      }
    }
    return problems;
  }

  /** Returns what a pod counts for, by the names that quotas use. */
  private static Map<String, BigDecimal> demand(Pod pod) {
    Map<String, BigDecimal> demand = new TreeMap<>();
    demand.put("pods", BigDecimal.ONE);
    demand.put("count/pods", BigDecimal.ONE);
    for (Container container : pod.getSpec().getContainers()) {
      ResourceRequirements resources = container.getResources();
      if (resources != null) {
        add(demand, "requests.", resources.getRequests());
        add(demand, "limits.", resources.getLimits());
      }
    }
    for (String resource : List.of("cpu", "memory")) {
      Optional.ofNullable(demand.get("requests.%s".formatted(resource)))
          .ifPresent(amount -> demand.put(resource, amount));
    }
    return demand;
  }

  private static void add(
      Map<String, BigDecimal> demand, String prefix, Map<String, Quantity> amounts) {
    if (amounts != null) {
      amounts.forEach(
          (name, amount) ->
              demand.merge(prefix + name, Quantity.getAmountInBytes(amount), BigDecimal::add));
    }
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
