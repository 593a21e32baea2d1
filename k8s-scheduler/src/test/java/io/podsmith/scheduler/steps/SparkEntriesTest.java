// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.scheduler.ScalaInterop;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.Config;
import org.apache.spark.deploy.k8s.Config$;
import org.apache.spark.internal.config.FallbackConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.Option;

/**
 * Compares each definition under Spark's name with the engine's: a step must read what the engine
 * uses.
 */
class SparkEntriesTest {
  private static final int ENTRIES_OF_SPARK_4_3_0 = 95;

  /** Spark's type of this setting has no value for a field that is omitted. */
  private static final Map<String, Object> WITHOUT_A_DEFAULT_HERE =
      Map.of("spark.kubernetes.securityContext.allowPrivilegeEscalation", true);

  private static final List<String> SAMPLES =
      List.of(
          "",
          " ",
          "0",
          "1",
          "5",
          " 7 ",
          "-1",
          "0.4",
          "2147483648",
          "10",
          "100ms",
          "90s",
          "5m",
          "10min",
          "3d",
          "true",
          "TRUE",
          " false ",
          "yes",
          "a",
          "a,b",
          " a , ,b,",
          "Always",
          "always",
          "IPv6,IPv4",
          "SingleStack",
          "id",
          "outlier",
          "direct",
          "500m",
          "{{APP_ID}}");

  private static final Map<String, ConfigEntry<?>> ENGINE =
      KubernetesKeys.all().stream()
          .collect(Collectors.toMap(ConfigEntry::key, Function.identity()));

  static Stream<org.apache.spark.internal.config.ConfigEntry<?>> entries() {
    return methods(Config$.class).values().stream().map(method -> entry(method, Config$.MODULE$));
  }

  @Test
  void hasThoseOfTheLatestSpark() {
    assertThat(entries())
        .as("fewer than Spark 4.3.0 has: the scan is broken")
        .hasSizeGreaterThanOrEqualTo(ENTRIES_OF_SPARK_4_3_0);
  }

  @Test
  void areTheSameForCallersInJava() {
    Map<String, Method> inJava = methods(Config.class);

    assertThat(inJava.keySet()).isEqualTo(methods(Config$.class).keySet());
    methods(Config$.class)
        .forEach(
            (name, method) ->
                assertThat(entry(inJava.get(name), null))
                    .as(name)
                    .isSameAs(entry(method, Config$.MODULE$)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void haveTheDefaultOfTheEngine(org.apache.spark.internal.config.ConfigEntry<?> entry) {
    Object ours = ENGINE.get(entry.key()).readFrom(key -> Optional.empty());
    Object expected = WITHOUT_A_DEFAULT_HERE.getOrDefault(rootOf(entry), flat(ours));

    assertThat(flat(new SparkConf(false).get(entry)))
        .as("%s: what a step reads if it is not set", entry.key())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void haveTheAlternativesOfTheEngine(org.apache.spark.internal.config.ConfigEntry<?> entry) {
    ConfigEntry<?> ours = ENGINE.get(entry.key());

    assertThat(ScalaInterop.list(entry.alternatives())).isEqualTo(ours.alternatives());
    assertThat(
            entry instanceof FallbackConfigEntry<?> other
                ? Optional.of(other.fallback().key())
                : Optional.empty())
        .as("the entry to fall back to")
        .isEqualTo(ours.fallback().map(ConfigEntry::key));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void readEachTextAsTheEngineDoes(org.apache.spark.internal.config.ConfigEntry<?> entry) {
    for (String text : SAMPLES) {
      SparkConf conf = new SparkConf(false).set(entry.key(), text);

      assertThat(valueOrRejected(() -> conf.get(entry)))
          .as("%s='%s'", entry.key(), text)
          .isEqualTo(
              valueOrRejected(
                  () ->
                      ENGINE
                          .get(entry.key())
                          .readFrom(
                              key ->
                                  key.equals(entry.key()) ? Optional.of(text) : Optional.empty())));
    }
  }

  @Test
  void writeWhatTheyRead() {
    SparkConf conf =
        new SparkConf(false)
            .set(Config.IMAGE_PULL_SECRETS(), ScalaInterop.seq(List.of("first", "second")))
            .set(Config.PVC_RESIZE_INTERVAL(), 10L);

    assertThat(conf.get("spark.kubernetes.container.image.pullSecrets")).isEqualTo("first,second");
    assertThat(conf.get(Config.PVC_RESIZE_INTERVAL())).isEqualTo(10L);
  }

  @Test
  void rejectWhatTheEngineRejects() {
    SparkConf conf = new SparkConf(false).set("spark.kubernetes.allocation.batch.size", "0");

    assertThatThrownBy(() -> conf.get(Config.KUBERNETES_ALLOCATION_BATCH_SIZE()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.allocation.batch.size is '0'");
  }

  private static Map<String, Method> methods(Class<?> holder) {
    Map<String, Method> found = new TreeMap<>();
    for (Method method : holder.getMethods()) {
      if (method.getParameterCount() == 0
          && org.apache.spark.internal.config.ConfigEntry.class.isAssignableFrom(
              method.getReturnType())) {
        found.put(method.getName(), method);
      }
    }
    return found;
  }

  private static org.apache.spark.internal.config.ConfigEntry<?> entry(
      Method method, Object module) {
    try {
      return (org.apache.spark.internal.config.ConfigEntry<?>) method.invoke(module);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String rootOf(org.apache.spark.internal.config.ConfigEntry<?> entry) {
    return entry instanceof FallbackConfigEntry<?> other ? rootOf(other.fallback()) : entry.key();
  }

  private static Object valueOrRejected(java.util.function.Supplier<Object> read) {
    try {
      return flat(read.get());
    } catch (InvalidConfigurationException e) {
      return "rejected";
    }
  }

  /** Returns a value without Option or Optional, and lists as Java has them. */
  private static Object flat(Object value) {
    if (value instanceof Option<?> option) {
      return option.isDefined() ? flat(option.get()) : Optional.empty();
    }
    if (value instanceof Optional<?> optional && optional.isPresent()) {
      return flat(optional.get());
    }
    return value instanceof scala.collection.Seq<?> seq ? ScalaInterop.list(seq) : value;
  }
}
