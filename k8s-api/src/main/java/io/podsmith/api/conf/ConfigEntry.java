// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Defines one setting: its key, type, default, checks and documentation.
 *
 * <pre>{@code
 * static final ConfigEntry<Integer> SIZE =
 *     ConfigEntry.key("spark.acme.logs.bufferMiB")
 *         .doc("Size of the buffer of the log shipper, in MiB.")
 *         .since("1.0.0")
 *         .intType()
 *         .check(v -> v > 0, "a positive number")
 *         .withDefault(16);
 * }</pre>
 *
 * <p>Values are parsed as Spark parses them. Times and sizes accept Spark's suffixes ({@code 10s},
 * {@code 512m}); a number without a suffix is in the unit of the entry. Lists are separated by
 * commas; whitespace around elements and empty elements are ignored.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> the type of the value; an {@link Optional} if the setting has no default
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ConfigEntry<T> {
  private final String key;
  private final String doc;
  private final String since;
  private final List<String> alternatives;
  private final boolean secret;
  private final boolean internal;
  private final String typeName;
  private final String constraint;
  private final @Nullable String defaultText;
  private final @Nullable ConfigEntry<T> fallback;
  private final Function<String, T> reader;
  private final @Nullable T absent;

  ConfigEntry(
      ConfigEntryBuilder b,
      String typeName,
      String constraint,
      @Nullable String defaultText,
      @Nullable ConfigEntry<T> fallback,
      Function<String, T> reader,
      @Nullable T absent) {
    this.key = b.key;
    this.doc = b.doc;
    this.since = b.since;
    this.alternatives = List.copyOf(b.alternatives);
    this.secret = b.secret;
    this.internal = b.internal;
    this.typeName = typeName;
    this.constraint = constraint;
    this.defaultText = defaultText;
    this.fallback = fallback;
    this.reader = reader;
    this.absent = absent;
  }

  ConfigEntry(ConfigEntryBuilder b, ConfigEntry<T> fallback) {
    this(b, fallback.typeName, fallback.constraint, null, fallback, fallback.reader, null);
  }

  /**
   * Starts the definition of a setting.
   *
   * @param key the full key; it must start with {@code spark.}, because {@code spark-submit} passes
   *     no other keys to the driver
   * @return a builder
   */
  public static ConfigEntryBuilder key(String key) {
    return new ConfigEntryBuilder(key);
  }

  /**
   * Returns the key.
   *
   * @return for example {@code spark.kubernetes.namespace}
   */
  public String key() {
    return key;
  }

  /**
   * Returns the documentation of the setting.
   *
   * @return complete sentences
   */
  public String doc() {
    return doc;
  }

  /**
   * Returns the version that introduced the setting.
   *
   * @return a version of Spark for Spark's settings, otherwise a version of the step jar
   */
  public String since() {
    return since;
  }

  /**
   * Returns deprecated keys that are still read, in the order in which they are tried after {@link
   * #key()}.
   *
   * @return deprecated keys, usually empty
   */
  public List<String> alternatives() {
    return alternatives;
  }

  /**
   * Returns whether the value is a secret.
   *
   * @return true if errors, logs and reports must not contain the value
   */
  public boolean isSecret() {
    return secret;
  }

  /**
   * Returns whether the setting is internal, that is, not intended for users.
   *
   * @return true if the setting is not documented
   */
  public boolean isInternal() {
    return internal;
  }

  /**
   * Returns a description of the type.
   *
   * @return for example {@code time in ms}
   */
  public String typeName() {
    return typeName;
  }

  /**
   * Returns a description of the accepted values.
   *
   * @return a phrase that follows "must be"
   */
  public String constraint() {
    return constraint;
  }

  /**
   * Returns the default as a user would write it.
   *
   * @return the default, or empty if the setting has no default
   */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /**
   * Returns the entry whose value is used if this one is not set.
   *
   * @return the other entry, usually empty
   */
  public Optional<ConfigEntry<T>> fallback() {
    return Optional.ofNullable(fallback);
  }

  /**
   * Returns whether the user has set this entry, with its key or a deprecated one.
   *
   * @param settings the settings of the user
   * @return true if a value is set; defaults and fallbacks do not count
   */
  public boolean isSetIn(ConfigLookup settings) {
    return settings.find(key).isPresent()
        || alternatives.stream().anyMatch(k -> settings.find(k).isPresent());
  }

  /**
   * Reads the setting.
   *
   * @param settings the settings of the user
   * @return the value that the user has set, otherwise the value of the fallback, otherwise the
   *     default
   * @throws InvalidConfigurationException if the value cannot be parsed or is not accepted; the
   *     message contains the key that the user wrote, the value (unless it is a secret) and the
   *     accepted values
   */
  public T readFrom(ConfigLookup settings) {
    Optional<String> text = settings.find(key);
    if (text.isPresent()) {
      return parse(key, text.get());
    }
    for (String olderKey : alternatives) {
      Optional<String> olderText = settings.find(olderKey);
      if (olderText.isPresent()) {
        return parse(olderKey, olderText.get());
      }
    }
    if (fallback != null) {
      return fallback.readFrom(settings);
    }
    return Objects.requireNonNull(absent, key);
  }

  private T parse(String givenKey, String text) {
    try {
      return reader.apply(text);
    } catch (NotAcceptedException e) {
      throw failure(PodsmithError.CONF_INVALID, givenKey, text, null);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw failure(PodsmithError.CONF_MALFORMED, givenKey, text, secret ? null : e);
    }
  }

  private InvalidConfigurationException failure(
      PodsmithError code, String givenKey, String text, @Nullable Throwable cause) {
    String shown = secret ? "(a secret, not shown)" : "'%s'".formatted(text);
    String fix =
        defaultText == null
            ? "fix or remove it"
            : "fix or remove it (default: '%s')".formatted(defaultText);
    return new InvalidConfigurationException(
        code,
        givenKey,
        "%s is %s but must be %s; %s".formatted(givenKey, shown, constraint, fix),
        cause);
  }

  @Override
  public String toString() {
    return "ConfigEntry{" + key + "}";
  }

  /** Thrown by checks, to distinguish them from failures of parsers. */
  static final class NotAcceptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
