// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Builds a {@link ConfigEntry}; the type methods return a builder for its value.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ConfigEntryBuilder {
  final String key;
  final List<String> alternatives = new ArrayList<>();
  String doc = "";
  String since = "";
  boolean secret;
  boolean internal;

  ConfigEntryBuilder(String key) {
    this.key = Objects.requireNonNull(key, "key");
    if (key.isBlank()) {
      throw new IllegalArgumentException("key is blank but must be the key of a setting");
    }
  }

  /**
   * Sets the documentation.
   *
   * @param text complete sentences that say what the setting does
   * @return this builder
   */
  public ConfigEntryBuilder doc(String text) {
    this.doc = text;
    return this;
  }

  /**
   * Sets the version that introduced the setting.
   *
   * @param version a version, for example {@code 1.0.0}
   * @return this builder
   */
  public ConfigEntryBuilder since(String version) {
    this.since = version;
    return this;
  }

  /**
   * Adds a deprecated key, which is read if the current key is not set.
   *
   * @param olderKey the deprecated key
   * @return this builder
   */
  public ConfigEntryBuilder withAlternative(String olderKey) {
    alternatives.add(olderKey);
    return this;
  }

  /**
   * Marks the value as a secret, so that errors, logs and reports do not contain it.
   *
   * @return this builder
   */
  public ConfigEntryBuilder secret() {
    this.secret = true;
    return this;
  }

  /**
   * Marks the setting as internal, that is, not intended for users.
   *
   * @return this builder
   */
  public ConfigEntryBuilder internal() {
    this.internal = true;
    return this;
  }

  /**
   * Parses the value as a string.
   *
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<String> stringType() {
    return new TypedConfigEntryBuilder<>(
        this, "string", "text", Function.identity(), Function.identity());
  }

  /**
   * Parses the value as a 32-bit integer.
   *
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<Integer> intType() {
    return new TypedConfigEntryBuilder<>(
        this, "int", "a whole number", s -> Integer.valueOf(s.trim()), String::valueOf);
  }

  /**
   * Parses the value as a 64-bit integer.
   *
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<Long> longType() {
    return new TypedConfigEntryBuilder<>(
        this, "long", "a whole number", s -> Long.valueOf(s.trim()), String::valueOf);
  }

  /**
   * Parses the value as a double.
   *
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<Double> doubleType() {
    return new TypedConfigEntryBuilder<>(
        this, "double", "a number", s -> Double.valueOf(s.trim()), String::valueOf);
  }

  /**
   * Parses the value as {@code true} or {@code false}, ignoring case.
   *
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<Boolean> booleanType() {
    return new TypedConfigEntryBuilder<>(
        this, "boolean", "true or false", SparkUnits::parseBoolean, String::valueOf);
  }

  /**
   * Parses the value as a time.
   *
   * @param unit the unit of the parsed value and of numbers without a suffix; not nanoseconds
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<Long> timeType(TimeUnit unit) {
    String suffix = SparkUnits.timeSuffix(unit);
    return new TypedConfigEntryBuilder<>(
        this,
        "time in " + suffix,
        "a time such as 500ms, 10s or 5min (in %s if it has no suffix)".formatted(suffix),
        s -> SparkUnits.parseTime(s, unit),
        v -> v + suffix);
  }

  /**
   * Parses the value as a size.
   *
   * @param unit the unit of the parsed value and of numbers without a suffix
   * @return a builder for the value
   */
  public TypedConfigEntryBuilder<Long> bytesType(ByteUnit unit) {
    String suffix = unit.suffix();
    return new TypedConfigEntryBuilder<>(
        this,
        "size in " + suffix,
        "a size such as 512k, 100m or 2g (in %s if it has no suffix)".formatted(suffix),
        s -> SparkUnits.parseBytes(s, unit),
        v -> v + suffix);
  }

  /**
   * Parses the value as a constant of an enum, ignoring case.
   *
   * @param <E> the enum type
   * @param type the class of the enum
   * @return a builder for the value
   */
  public <E extends Enum<E>> TypedConfigEntryBuilder<E> enumType(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
    return new TypedConfigEntryBuilder<>(
        this, "one of " + names, "one of " + names, s -> constant(type, s), Enum::name);
  }

  /**
   * Creates an entry that has the value of another entry if it is not set.
   *
   * @param <T> the type of both entries
   * @param other the entry whose value is used then
   * @return the entry
   */
  public <T> ConfigEntry<T> fallbackTo(ConfigEntry<T> other) {
    return new ConfigEntry<>(this, other);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.trim().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      // an unknown constant can be parsed but is not accepted, as with checkValues
      throw new ConfigEntry.NotAcceptedException();
    }
  }
}
