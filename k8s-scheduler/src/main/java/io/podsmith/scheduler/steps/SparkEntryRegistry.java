// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.internal.config.ConfigBuilder;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import org.apache.spark.internal.config.TypedConfigBuilder;
import scala.collection.immutable.Seq;

/**
 * Creates Spark's definitions of settings on first use: Spark accepts one definition per key.
 * Values are not checked here, because Podsmith's own definitions of the same keys are.
 */
final class SparkEntryRegistry {
  private final Map<String, ConfigEntry<?>> entries = new ConcurrentHashMap<>();

  /** A definition whose default is still missing. */
  record Typed<T>(SparkEntryRegistry registry, String key, Supplier<TypedConfigBuilder<T>> type) {
    ConfigEntry<T> createWithDefaultString(String text) {
      return registry.once(key, () -> type.get().createWithDefaultString(text));
    }

    OptionalConfigEntry<T> createOptional() {
      return registry.once(key, () -> type.get().createOptional());
    }
  }

  Typed<String> text(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).stringConf());
  }

  Typed<Object> flag(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).booleanConf());
  }

  Typed<Object> whole(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).intConf());
  }

  Typed<Object> wholeLong(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).longConf());
  }

  Typed<Object> fraction(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).doubleConf());
  }

  Typed<Object> seconds(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).timeConf(TimeUnit.SECONDS));
  }

  Typed<Object> millis(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).timeConf(TimeUnit.MILLISECONDS));
  }

  Typed<Seq<String>> list(String key) {
    return new Typed<>(this, key, () -> new ConfigBuilder(key).stringConf().toSequence());
  }

  <T> ConfigEntry<T> fallback(String key, ConfigEntry<T> other) {
    return once(key, () -> new ConfigBuilder(key).fallbackConf(other));
  }

  @SuppressWarnings("unchecked") // a key has one definition in CommonEntries or ExecutorEntries
  private <E extends ConfigEntry<?>> E once(String key, Supplier<E> create) {
    return (E) entries.computeIfAbsent(key, each -> create.get());
  }
}
