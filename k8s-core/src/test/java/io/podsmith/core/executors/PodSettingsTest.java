// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSettingsTest {
  /** Reads settings such as {@code a=1,b=2}, all with one prefix. */
  private static Map<String, String> settings(String prefix, @Nullable String given) {
    Map<String, String> settings = new HashMap<>();
    if (given != null) {
      for (String each : given.split(",")) {
        int equals = each.indexOf('=');
        settings.put(prefix + each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return settings;
  }

  private static PodSettings read(Map<String, String> settings) {
    return PodSettings.read(SparkSettings.of(settings, Map.of()));
  }

  @Test
  void batchesBindOnlyWhereTheUserSaysSo() {
    assertThat(read(Map.of()).limits().batch()).isEmpty();
    assertThat(read(Map.of("spark.kubernetes.allocation.batch.size", "7")).limits().batch())
        .contains(new PodSettings.Batch(7, Duration.ofSeconds(1)));
    assertThat(read(Map.of("spark.kubernetes.allocation.batch.delay", "50ms")).limits().batch())
        .contains(new PodSettings.Batch(10, Duration.ofMillis(50)));
  }

  @Test
  void allowsTwiceAsManyFailuresAsExecutorsAndThreeAtLeast() {
    assertThat(read(Map.of()).failures().max()).isEqualTo(3);
    assertThat(read(Map.of("spark.executor.instances", "10")).failures().max()).isEqualTo(20);
    assertThat(read(Map.of("spark.dynamicAllocation.enabled", "true")).failures().max())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(
            read(Map.of(
                    "spark.dynamicAllocation.enabled",
                    "true",
                    "spark.dynamicAllocation.maxExecutors",
                    "8"))
                .failures()
                .max())
        .isEqualTo(16);
    assertThat(read(Map.of("spark.executor.maxNumFailures", "1")).failures().max()).isEqualTo(1);
  }

  @Test
  void waitsForNoDriverThatExecutorsFindBeforeItIsReady() {
    assertThat(read(Map.of()).driverReadinessTimeout()).isPositive();
    assertThat(
            read(Map.of("spark.kubernetes.driver.service.publishNotReadyAddresses", "true"))
                .driverReadinessTimeout())
        .isZero();
  }

  @Test
  void knowsUpstreamsAllocatorsByTheirClasses() {
    String classes = "org.apache.spark.scheduler.cluster.k8s.";
    assertThat(allocator(classes + "StatefulSetPodsAllocator").is(SetKind.STATEFUL_SET)).isTrue();
    assertThat(allocator(classes + "DeploymentPodsAllocator").is(SetKind.DEPLOYMENT)).isTrue();
    assertThat(allocator(classes + "ExecutorPodsAllocator").className()).isEmpty();
    assertThat(allocator("com.acme.Pool").className()).contains("com.acme.Pool");
  }

  private static AllocatorChoice allocator(String name) {
    return read(Map.of("spark.kubernetes.allocation.pods.allocator", name)).allocator();
  }

  @Test
  void asksForADeletionCostWhereADeploymentBreathes() {
    Map<String, String> breathing =
        Map.of(
            "spark.kubernetes.allocation.pods.allocator",
            "deployment",
            "spark.dynamicAllocation.enabled",
            "true");
    assertThatThrownBy(() -> read(breathing))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.executor.podDeletionCost is not set");
  }

  @Test
  void letsExecutorsCostMoreThanThoseThatAreToGo() {
    String key = "spark.kubernetes.executor.podDeletionCost";
    assertThat(read(Map.of(key, "-5")).allocator().usualCost()).isZero();
    assertThat(read(Map.of(key, "0")).allocator().usualCost()).isEqualTo(1);
    assertThat(read(Map.of(key, "42")).allocator().usualCost()).isEqualTo(43);
    assertThat(read(Map.of(key, "2147483647")).allocator().usualCost())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(read(Map.of()).allocator().deletionCost()).isNegative();
  }

  @Test
  void acceptsAnyPositiveBatchDelay() {
    PodSettings settings = read(Map.of("spark.kubernetes.allocation.batch.delay", "5ms"));
    assertThat(settings.limits().batch().orElseThrow().delay())
        .isEqualTo(java.time.Duration.ofMillis(5));
    assertThatThrownBy(() -> read(Map.of("spark.kubernetes.allocation.batch.delay", "0")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.allocation.batch.delay is '0'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| true | true | false",
        "ownPersistentVolumeClaim=false | false | false | false",
        "ownPersistentVolumeClaim=false,waitToReusePersistentVolumeClaim=true"
            + " | false | false | false",
        "reusePersistentVolumeClaim=false,waitToReusePersistentVolumeClaim=true"
            + " | true | false | false",
        "waitToReusePersistentVolumeClaim=true | true | true | true"
      })
  void reusesClaimsThatTheDriverOwns(
      @Nullable String given, boolean isOwned, boolean isReused, boolean isAwaited) {
    PodSettings.Claims claims = read(settings("spark.kubernetes.driver.", given)).claims();

    assertThat(claims.driverOwns()).isEqualTo(isOwned);
    assertThat(claims.reuse()).isEqualTo(isReused);
    assertThat(claims.waitForReuse()).isEqualTo(isAwaited);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| 2 | 2 | 3",
        "executor.instances=7 | 7 | 7 | 14",
        "executor.instances=1 | 1 | 1 | 3",
        "dynamicAllocation.enabled=true | 0 | 2147483647 | 2147483647",
        "dynamicAllocation.enabled=true,dynamicAllocation.maxExecutors=8,executor.instances=3"
            + " | 0 | 8 | 16",
        "dynamicAllocation.maxExecutors=8,executor.instances=3 | 3 | 3 | 6",
        "streaming.dynamicAllocation.enabled=true,streaming.dynamicAllocation.maxExecutors=9"
            + " | 2 | 2 | 18",
        "streaming.dynamicAllocation.enabled=true | 2 | 2 | 2147483647"
      })
  void countsExecutorsByWhatTheUserRequests(
      @Nullable String given, int atStart, int claims, int failures) {
    Map<String, String> settings = settings("spark.", given);

    assertThat(ExecutorSettings.atStart(SparkSettings.of(settings, Map.of()))).isEqualTo(atStart);
    assertThat(read(settings).claims().max()).isEqualTo(claims);
    assertThat(read(settings).failures().max()).isEqualTo(failures);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| true | true | true",
        "executor.deleteOnTermination=false | false | true | false",
        "executor.disableConfigMap=true | true | true | false",
        "driver.service.deleteOnTermination=false | true | false | true"
      })
  void deletesWhatTheUserDoesNotKeep(
      @Nullable String given, boolean executors, boolean service, boolean configMap) {
    assertThat(read(settings("spark.kubernetes.", given)).cleanup())
        .isEqualTo(new PodSettings.Cleanup(executors, service, configMap));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| true | true | false",
        "enableApiWatcher=false | false | true | false",
        "enableApiPolling=false | true | false | false",
        "enablePollingWithResourceVersion=true | true | true | true"
      })
  void observesPodsAsTheUserSays(
      @Nullable String given, boolean watches, boolean polls, boolean fromCache) {
    assertThat(read(settings("spark.kubernetes.executor.", given)).polling())
        .isEqualTo(new PodSettings.Polling(watches, polls, fromCache, Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark.kubernetes.allocation.batch.delay=10ms | 600",
        "spark.kubernetes.allocation.batch.delay=3m | 900",
        "spark.kubernetes.allocation.executor.timeout=20s | 20",
        "spark.kubernetes.allocation.executor.timeout=20s,spark.kubernetes.allocation.batch.delay=4s"
            + " | 20",
        "spark.kubernetes.allocation.executor.timeout=20s,spark.kubernetes.allocation.batch.delay=5s"
            + " | 25"
      })
  void waitsForAPodAsLongAsFiveBatchesTakeAtLeast(String given, long seconds) {
    assertThat(read(settings("", given)).lifetimes().unobserved())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void readsWhenSomethingIsConcludedFromTheStateOfAnExecutor() {
    PodSettings.Lifetimes lifetimes =
        read(Map.of(
                "spark.dynamicAllocation.executorIdleTimeout",
                "11s",
                "spark.kubernetes.executor.missingPodDetectDelta",
                "12s",
                "spark.kubernetes.executor.deletedExecutorsCacheTimeout",
                "13s",
                "spark.kubernetes.dynamicAllocation.deleteGracePeriod",
                "14s"))
            .lifetimes();

    assertThat(lifetimes.idle()).isEqualTo(Duration.ofSeconds(11));
    assertThat(lifetimes.missing()).isEqualTo(Duration.ofSeconds(12));
    assertThat(lifetimes.removed()).isEqualTo(Duration.ofSeconds(13));
    assertThat(lifetimes.killGrace()).isEqualTo(Duration.ofSeconds(14));
  }

  @Test
  void labelsPodsThatAreDecommissionedIfTheUserNamesALabel() {
    String key = "spark.kubernetes.executor.decommissionLabel";
    assertThat(read(Map.of()).decommissionLabel()).isEmpty();
    assertThat(read(Map.of("spark.kubernetes.executor.decommissionLabelValue", "v")))
        .extracting(PodSettings::decommissionLabel)
        .isEqualTo(Optional.empty());
    assertThat(read(Map.of(key, "leaving")).decommissionLabel())
        .contains(new PodSettings.Label("leaving", ""));
    assertThat(
            read(Map.of(key, "leaving", "spark.kubernetes.executor.decommissionLabelValue", "yes"))
                .decommissionLabel())
        .contains(new PodSettings.Label("leaving", "yes"));
  }

  @Test
  void readsTheStateOfExecutorsFromSparksContainer() {
    Map<String, String> named =
        Map.of("spark.kubernetes.executor.podTemplateContainerName", "mine");
    assertThat(read(Map.of()).rules()).isEqualTo(new PodRules("spark-kubernetes-executor", true));
    assertThat(read(named).rules().sparkContainer()).isEqualTo("mine");
    assertThat(
            PodSettings.read(SparkSettings.of(named, Map.of()), Optional.of("built"))
                .rules()
                .sparkContainer())
        .as("the pods that are built decide")
        .isEqualTo("built");
    assertThat(read(Map.of("spark.kubernetes.executor.checkAllContainers", "false")).rules())
        .isEqualTo(new PodRules("spark-kubernetes-executor", false));
  }

  @Test
  void forgetsFailuresOnlyIfTheUserSaysWhen() {
    String key = "spark.executor.failuresValidityInterval";
    assertThat(read(Map.of()).failures().validity()).isEmpty();
    assertThat(read(Map.of(key, "-1")).failures().validity()).isEmpty();
    assertThat(read(Map.of(key, "0")).failures().validity()).isEmpty();
    assertThat(read(Map.of(key, "1ms")).failures().validity()).contains(Duration.ofMillis(1));
  }

  @ParameterizedTest
  @CsvSource({
    "deployment, false, , true",
    "deployment, true, -1, true",
    "deployment, true, , false",
    "statefulset, true, , true",
    "direct, true, , true"
  })
  void requiresADeletionCostOnlyOfADeploymentThatShrinks(
      String allocator, String isDynamic, @Nullable String cost, boolean isAccepted) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.kubernetes.allocation.pods.allocator", allocator);
    settings.put("spark.dynamicAllocation.enabled", isDynamic);
    if (cost != null) {
      settings.put("spark.kubernetes.executor.podDeletionCost", cost);
    }

    if (isAccepted) {
      assertThat(read(settings).allocator().className()).isEmpty();
    } else {
      assertThatThrownBy(() -> read(settings))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageContaining("set it to a negative number, such as -1");
    }
  }

  @Test
  void leavesValuesToTheDriverThatMayBeOthersThere() {
    String key = "spark.kubernetes.allocation.batch.size";
    assertThatThrownBy(() -> check(Map.of(key, "many")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(key + " is 'many'");
    assertThatCode(() -> check(Map.of(key, "${env:BATCH}"))).doesNotThrowAnyException();
    assertThatThrownBy(
            () -> check(Map.of(key, "many", "spark.executor.instances", "${env:EXECUTORS}")))
        .as("a reference elsewhere is no excuse")
        .isInstanceOf(InvalidConfigurationException.class);
  }

  private static void check(Map<String, String> settings) {
    ExecutorSettings.check(SparkSettings.of(settings, Map.of()));
  }

  @Test
  void acceptsAsManyPendingPodsForAProfileAsForAll() {
    PodSettings.Limits limits =
        read(Map.of(
                "spark.kubernetes.allocation.maxPendingPods",
                "5",
                "spark.kubernetes.allocation.maxPendingPodsPerRp",
                "5"))
            .limits();

    assertThat(limits.maxPending()).isEqualTo(5);
    assertThat(limits.maxPendingPerProfile()).isEqualTo(5);
  }

  @Test
  void refusesMorePendingPodsForAProfileThanForAll() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "spark.kubernetes.allocation.maxPendingPods",
                        "5",
                        "spark.kubernetes.allocation.maxPendingPodsPerRp",
                        "6")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("maxPendingPodsPerRp is 6")
        .hasMessageContaining("which is 5");
  }
}
