// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.scheduler.ScalaInterop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.internal.config.ConfigBuilder;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import org.apache.spark.internal.config.TypedConfigBuilder;
import scala.collection.immutable.Seq;

/**
 * Creates Spark's definitions of settings from Podsmith's on first use: Spark accepts one
 * definition per key. Each definition reads a text as Podsmith's does, with the same unit, checks
 * and default, so that a step sees the value that the engine uses.
 */
final class SparkEntryRegistry {
  private final Map<String, ConfigEntry<?>> entries = new ConcurrentHashMap<>();

  /** A definition whose default is still missing. */
  record Typed<T>(
      SparkEntryRegistry registry,
      io.podsmith.api.conf.ConfigEntry<?> setting,
      Function<Object, T> inScala) {
    /** Creates a definition with Podsmith's default. */
    ConfigEntry<T> createWithDefault() {
      return createWithDefaultString(setting.defaultText().orElseThrow());
    }

    /** Creates a definition for a setting without a default, where Spark's has one. */
    ConfigEntry<T> createWithDefaultString(String text) {
      return create(builder -> builder.createWithDefaultString(text));
    }

    OptionalConfigEntry<T> createOptional() {
      return create(TypedConfigBuilder::createOptional);
    }

    private <E extends ConfigEntry<?>> E create(Function<TypedConfigBuilder<T>, E> last) {
      return registry.once(
          setting,
          () ->
              last.apply(new TypedConfigBuilder<>(builderOf(setting), this::read, Typed::textOf)));
    }

    /** Returns what a step that sets a value writes, which {@link #read} must read again. */
    private static String textOf(Object value) {
      return value instanceof scala.collection.Seq<?> list
          ? list.mkString(",")
          : String.valueOf(value);
    }

    private T read(String text) {
      Object value =
          setting.readFrom(key -> key.equals(setting.key()) ? Optional.of(text) : Optional.empty());
      return inScala.apply(value instanceof Optional<?> set ? set.orElseThrow() : value);
    }
  }

  Typed<String> text(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, String.class::cast);
  }

  /** Starts a definition of a number, a time or a boolean. */
  Typed<Object> primitive(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, Function.identity());
  }

  @SuppressWarnings("unchecked") // the only lists of settings are of text
  Typed<Seq<String>> list(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, value -> ScalaInterop.seq((List<String>) value));
  }

  <T> ConfigEntry<T> fallback(io.podsmith.api.conf.ConfigEntry<?> setting, ConfigEntry<T> other) {
    return once(setting, () -> builderOf(setting).fallbackConf(other));
  }

  private static ConfigBuilder builderOf(io.podsmith.api.conf.ConfigEntry<?> setting) {
    ConfigBuilder builder = new ConfigBuilder(setting.key());
    setting.alternatives().forEach(builder::withAlternative);
    return builder;
  }

  @SuppressWarnings("unchecked") // a key has one definition in CommonEntries or ExecutorEntries
  private <E extends ConfigEntry<?>> E once(
      io.podsmith.api.conf.ConfigEntry<?> setting, Supplier<E> create) {
    return (E) entries.computeIfAbsent(setting.key(), each -> create.get());
  }
}
