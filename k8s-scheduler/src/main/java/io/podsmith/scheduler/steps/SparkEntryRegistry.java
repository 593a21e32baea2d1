// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.internal.config.ConfigBuilder;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import org.apache.spark.internal.config.TypedConfigBuilder;
import scala.collection.immutable.Seq;

/**
 * Creates Spark's definitions of settings from Podsmith's on first use: Spark accepts one
 * definition per key. Values are not checked here, because Podsmith's own definitions of the same
 * keys are.
 */
final class SparkEntryRegistry {
  private final Map<String, ConfigEntry<?>> entries = new ConcurrentHashMap<>();

  /** A definition whose default is still missing. */
  record Typed<T>(
      SparkEntryRegistry registry,
      io.podsmith.api.conf.ConfigEntry<?> setting,
      Function<ConfigBuilder, TypedConfigBuilder<T>> type) {
    /** Creates a definition with Podsmith's default. */
    ConfigEntry<T> createWithDefault() {
      return createWithDefaultString(setting.defaultText().orElseThrow());
    }

    ConfigEntry<T> createWithDefaultString(String text) {
      return create(builder -> builder.createWithDefaultString(text));
    }

    OptionalConfigEntry<T> createOptional() {
      return create(TypedConfigBuilder::createOptional);
    }

    private <E extends ConfigEntry<?>> E create(Function<TypedConfigBuilder<T>, E> last) {
      return registry.once(setting, () -> last.apply(type.apply(new ConfigBuilder(setting.key()))));
    }
  }

  Typed<String> text(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, ConfigBuilder::stringConf);
  }

  Typed<Object> flag(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, ConfigBuilder::booleanConf);
  }

  Typed<Object> whole(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, ConfigBuilder::intConf);
  }

  Typed<Object> wholeLong(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, ConfigBuilder::longConf);
  }

  Typed<Object> fraction(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, ConfigBuilder::doubleConf);
  }

  Typed<Object> seconds(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, builder -> builder.timeConf(TimeUnit.SECONDS));
  }

  Typed<Object> millis(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, builder -> builder.timeConf(TimeUnit.MILLISECONDS));
  }

  Typed<Seq<String>> list(io.podsmith.api.conf.ConfigEntry<?> setting) {
    return new Typed<>(this, setting, builder -> builder.stringConf().toSequence());
  }

  <T> ConfigEntry<T> fallback(io.podsmith.api.conf.ConfigEntry<?> setting, ConfigEntry<T> other) {
    return once(setting, () -> new ConfigBuilder(setting.key()).fallbackConf(other));
  }

  @SuppressWarnings("unchecked") // a key has one definition in CommonEntries or ExecutorEntries
  private <E extends ConfigEntry<?>> E once(
      io.podsmith.api.conf.ConfigEntry<?> setting, Supplier<E> create) {
    return (E) entries.computeIfAbsent(setting.key(), each -> create.get());
  }
}
