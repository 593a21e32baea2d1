// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ConfigLookup;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds our settings and constants against those of Spark's own Kubernetes jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigEntriesParityTest {
  private static final String CONFIG = "org.apache.spark.internal.config.";
  private static final int ENTRIES_OF_SPARK_4_1_1 = 83;
  private static final ConfigLookup NOTHING = key -> Optional.empty();

  /** Text of all kinds, given to each setting. */
  private static final List<String> SAMPLES =
      List.of(
          "",
          " ",
          "0",
          "1",
          "-1",
          "5",
          " 7 ",
          "+3",
          "0.4",
          "-0.5",
          "1e3",
          "NaN",
          "1048576",
          "1048577",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "1s",
          "10ms",
          "100ms",
          "101ms",
          "5m",
          "2min",
          "1h",
          "3d",
          "250us",
          "-5s",
          "5 s",
          "1S",
          "1w",
          "1k",
          "true",
          "TRUE",
          " false ",
          "yes",
          "a",
          "a,b",
          " a , ,b,",
          "Always",
          "always",
          "IfNotPresent",
          "SingleStack",
          "PreferDualStack",
          "IPv4",
          "IPv6,IPv4",
          "IPv4, IPv6",
          "id",
          "OUTLIER",
          "disk_used",
          "outlier_no_fallback",
          "java",
          "python",
          "r",
          "scala",
          "direct",
          "statefulset",
          "pod-prefix",
          "pod.prefix",
          "Pod",
          "-pod",
          "pod_1",
          "x".repeat(237),
          "x".repeat(238),
          "local[*]",
          "https://host:443",
          "{{APP_ID}}");

  /** What we accept and upstream refuses, on purpose. */
  private static final Map<String, Set<String>> WIDER =
      Map.of(
          // batches of an event-driven allocator may follow each other faster
          "spark.kubernetes.allocation.batch.delay", Set.of("1", "5", " 7 ", "10ms", "100ms"));

  /** What upstream lets through to the API server, which cannot read it. */
  private static final Set<String> QUANTITIES =
      Set.of(
          "spark.kubernetes.driver.request.cores",
          "spark.kubernetes.driver.limit.cores",
          "spark.kubernetes.executor.request.cores",
          "spark.kubernetes.executor.limit.cores");

  private Upstream upstream;
  private SortedMap<String, Object> theirs;
  private SortedMap<String, ConfigEntry<?>> ours;

  @BeforeAll
  void readBoth() throws ReflectiveOperationException {
    upstream = Upstream.open();
    theirs = entriesOf(upstream.module("org.apache.spark.deploy.k8s.Config"));
    ours = new TreeMap<>();
    for (Class<?> holder : List.of(ClusterKeys.class, PodKeys.class, ExecutorKeys.class)) {
      for (Field field : holder.getFields()) {
        if (field.getType() == ConfigEntry.class) {
          assertThat(ours.put(field.getName(), (ConfigEntry<?>) field.get(null)))
              .as(field.getName())
              .isNull();
        }
      }
    }
  }

  @AfterAll
  void close() {
    upstream.close();
  }

  List<String> names() {
    return List.copyOf(theirs.keySet());
  }

  @Test
  void keepsUpstreamOffOurClassPath() {
    assertThatThrownBy(
            () -> Class.forName("org.apache.spark.deploy.k8s.features.BasicDriverFeatureStep"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void readsAllOfUpstream() {
    assertThat(theirs)
        .as("fewer than Spark 4.1.1 has: the scan is broken")
        .hasSizeGreaterThanOrEqualTo(ENTRIES_OF_SPARK_4_1_1);
  }

  @Test
  void hasTheSameSettings() {
    assertThat(ours.keySet().stream().filter(name -> !isLater(ours.get(name))))
        .as("KubernetesKeys holds Spark's settings, ours are in PodsmithKeys")
        .containsExactlyElementsOf(theirs.keySet());
  }

  /** Tells whether a setting came with a version of Spark that is younger than the jar. */
  private static boolean isLater(ConfigEntry<?> entry) {
    return entry.since().compareTo("4.2") > 0;
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesOnKeys(String name) {
    assertThat(ours.get(name).key()).isEqualTo(Upstream.call(theirs.get(name), "key"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesOnOlderKeys(String name) {
    assertThat(ours.get(name).alternatives())
        .isEqualTo(upstream.toList(Upstream.call(theirs.get(name), "alternatives")));
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesOnVersion(String name) {
    assertThat(ours.get(name).since()).isEqualTo(Upstream.call(theirs.get(name), "version"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesOnWhatUsersAreMeantToGive(String name) {
    boolean isPublic = (boolean) Upstream.call(theirs.get(name), "isPublic");

    assertThat(ours.get(name).isInternal()).isEqualTo(!isPublic);
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesOnFallback(String name) {
    Object entry = theirs.get(name);
    Optional<Object> fallback =
        upstream.isA(entry, CONFIG + "FallbackConfigEntry")
            ? Optional.of(Upstream.call(Upstream.call(entry, "fallback"), "key"))
            : Optional.empty();

    assertThat(ours.get(name).fallback().map(ConfigEntry::key)).isEqualTo(fallback);
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesOnDefault(String name) {
    Object value = inJava(onlyElement(Upstream.call(theirs.get(name), "defaultValue")));

    assertThat(ours.get(name).readFrom(NOTHING)).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsTheSameFromTheSameText(String name) {
    ConfigEntry<?> entry = ours.get(name);
    Object converter = Upstream.call(theirs.get(name), "valueConverter");
    for (String text : SAMPLES) {
      if (WIDER.getOrDefault(entry.key(), Set.of()).contains(text)) {
        assertThat(ourValue(entry, text)).as("%s: '%s'", entry.key(), text).isNotEqualTo("refused");
        continue;
      }
      if (QUANTITIES.contains(entry.key())) {
        assertThat(ourValue(entry, text))
            .as("%s: '%s'", entry.key(), text)
            .isEqualTo(isQuantity(text.trim()) ? Optional.of(text.trim()) : "refused");
        continue;
      }
      assertThat(ourValue(entry, text))
          .as("%s: '%s' must mean what it means to Spark", entry.key(), text)
          .isEqualTo(theirValue(converter, text));
    }
  }

  @Test
  void hasTheSamePrefixes() {
    SortedMap<String, Object> expected =
        constantsOf(upstream.module("org.apache.spark.deploy.k8s.Config"));

    assertThat(expected).as("the scan is broken").hasSizeGreaterThanOrEqualTo(45);
    assertThat(constantsOf(KeyPrefixes.class)).containsExactlyEntriesOf(expected);
  }

  @Test
  void hasTheSameConstants() {
    SortedMap<String, Object> expected =
        constantsOf(upstream.module("org.apache.spark.deploy.k8s.Constants"));

    assertThat(expected).as("the scan is broken").hasSizeGreaterThanOrEqualTo(70);
    assertThat(constantsOf(Constants.class)).containsAllEntriesOf(expected);
  }

  /** Spark's own settings whose default differs on Kubernetes or is that of the machine. */
  private static final Set<String> OTHER_DEFAULT_ON_KUBERNETES =
      Set.of("spark.driver.port", "spark.blockManager.port", "spark.app.name", "spark.driver.host");

  @Test
  void agreesWithSparkOnSparksOwnSettings() {
    upstream.module(CONFIG + "package");
    upstream.module(CONFIG + "UI");
    List<String> seen = new ArrayList<>();
    for (ConfigEntry<?> entry : SparkKeys.all()) {
      Object theirEntry =
          Upstream.call(
              upstream.module(CONFIG + "ConfigEntry"),
              "findEntry",
              new Class<?>[] {String.class},
              entry.key());
      if (theirEntry == null || OTHER_DEFAULT_ON_KUBERNETES.contains(entry.key())) {
        continue;
      }
      seen.add(entry.key());
      if (!upstream.isA(theirEntry, CONFIG + "FallbackConfigEntry")
          && !upstream.isA(theirEntry, CONFIG + "ConfigEntryWithDefaultFunction")) {
        assertThat(flat(entry.readFrom(NOTHING)))
            .as("default of %s", entry.key())
            .isEqualTo(flat(inJava(onlyElement(Upstream.call(theirEntry, "defaultValue")))));
      }
      assertThat(entry.since())
          .as("version of %s", entry.key())
          .isEqualTo(Upstream.call(theirEntry, "version"));
      Object converter = Upstream.call(theirEntry, "valueConverter");
      for (String text : SAMPLES) {
        assertThat(flat(ourValue(entry, text)))
            .as("%s: '%s' must mean what it means to Spark", entry.key(), text)
            .isEqualTo(flat(theirValue(converter, text)));
      }
    }
    assertThat(seen).as("the scan is broken").hasSizeGreaterThanOrEqualTo(18);
  }

  /**
   * What has a default for Spark may have none for us: a value is compared without its Option. A
   * pattern has no equal but its text.
   */
  private static Object flat(Object value) {
    if (value.getClass().getName().equals("scala.util.matching.Regex")) {
      return value.toString();
    }
    return value instanceof Optional<?> optional && optional.isPresent() ? optional.get() : value;
  }

  private static Object ourValue(ConfigEntry<?> entry, String text) {
    ConfigLookup settings = key -> key.equals(entry.key()) ? Optional.of(text) : Optional.empty();
    try {
      return entry.readFrom(settings);
    } catch (InvalidConfigurationException e) {
      return "refused";
    }
  }

  /** Asks the client library, which reads quantities as the API server does. */
  private static boolean isQuantity(String text) {
    try {
      return new Quantity(text).getNumericalAmount().signum() >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Object theirValue(Object converter, String text) {
    try {
      return inJava(upstream.apply(converter, text));
    } catch (IllegalArgumentException e) {
      return "refused";
    }
  }

  private Object onlyElement(Object option) {
    List<Object> elements = upstream.toList(option);
    return elements.isEmpty() ? Optional.empty() : elements.get(0);
  }

  private Object inJava(Object value) {
    if (upstream.isA(value, "scala.Option")) {
      return upstream.toList(value).stream().map(this::inJava).findFirst();
    }
    return upstream.isA(value, "scala.collection.Seq") ? upstream.toList(value) : value;
  }

  private SortedMap<String, Object> entriesOf(Object module) throws ReflectiveOperationException {
    Class<?> entryType = upstream.load(CONFIG + "ConfigEntry");
    SortedMap<String, Object> entries = new TreeMap<>();
    for (Method method : module.getClass().getMethods()) {
      if (method.getParameterCount() == 0 && entryType.isAssignableFrom(method.getReturnType())) {
        entries.put(method.getName(), method.invoke(module));
      }
    }
    return entries;
  }

  private static SortedMap<String, Object> constantsOf(Object module) {
    SortedMap<String, Object> constants = new TreeMap<>();
    for (Method method : module.getClass().getMethods()) {
      if (method.getParameterCount() == 0 && isConstant(method.getName(), method.getReturnType())) {
        constants.put(method.getName(), Upstream.call(module, method.getName()));
      }
    }
    return constants;
  }

  private static SortedMap<String, Object> constantsOf(Class<?> holder) {
    SortedMap<String, Object> constants = new TreeMap<>();
    for (Field field : holder.getFields()) {
      if (isConstant(field.getName(), field.getType())) {
        try {
          constants.put(field.getName(), field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return constants;
  }

  private static boolean isConstant(String name, Class<?> type) {
    return name.matches("[A-Z][A-Z0-9_]+")
        && (type == String.class || type == int.class || type == double.class);
  }
}
