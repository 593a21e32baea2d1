package io.podsmith.api.conf;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final Pattern AMOUNT = Pattern.compile("(-?[0-9]+)([a-z]+)?");
  private static final Map<String, TimeUnit> TIME_SUFFIXES =
      Map.of(
          "us", TimeUnit.MICROSECONDS,
          "ms", TimeUnit.MILLISECONDS,
          "s", TimeUnit.SECONDS,
          "m", TimeUnit.MINUTES,
          "min", TimeUnit.MINUTES,
          "h", TimeUnit.HOURS,
          "d", TimeUnit.DAYS);

  private final String key;
  private final String doc;
  private final String since;
  private final List<String> alternatives;
  private final boolean secret;
  private final boolean internal;
  private final String typeName;
  private final String accepted;
  private final @Nullable String defaultText;
  private final @Nullable ConfigEntry<T> fallback;
  private final Function<String, T> reader;
  private final @Nullable T absent;

  private ConfigEntry(
      Builder b,
      String typeName,
      String accepted,
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
    this.accepted = accepted;
    this.defaultText = defaultText;
    this.fallback = fallback;
    this.reader = reader;
    this.absent = absent;
  }

  /**
   * Starts the definition of a setting.
   *
   * @param key the full key; it must start with {@code spark.}, because {@code spark-submit} passes
   *     no other keys to the driver
   * @return a builder
   */
  public static Builder key(String key) {
    return new Builder(key);
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
  public String accepted() {
    return accepted;
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
        "%s is %s but must be %s; %s".formatted(givenKey, shown, accepted, fix),
        cause);
  }

  @Override
  public String toString() {
    return "ConfigEntry{" + key + "}";
  }

  /** Thrown by checks, to distinguish them from failures of parsers. */
  private static final class NotAcceptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Builds a {@link ConfigEntry}; the type methods return a builder for its value.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final String key;
    private final List<String> alternatives = new ArrayList<>();
    private String doc = "";
    private String since = "";
    private boolean secret;
    private boolean internal;

    private Builder(String key) {
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
    public Builder doc(String text) {
      this.doc = text;
      return this;
    }

    /**
     * Sets the version that introduced the setting.
     *
     * @param version a version, for example {@code 1.0.0}
     * @return this builder
     */
    public Builder since(String version) {
      this.since = version;
      return this;
    }

    /**
     * Adds a deprecated key, which is read if the current key is not set.
     *
     * @param olderKey the deprecated key
     * @return this builder
     */
    public Builder alternative(String olderKey) {
      alternatives.add(olderKey);
      return this;
    }

    /**
     * Marks the value as a secret, so that errors, logs and reports do not contain it.
     *
     * @return this builder
     */
    public Builder secret() {
      this.secret = true;
      return this;
    }

    /**
     * Marks the setting as internal, that is, not intended for users.
     *
     * @return this builder
     */
    public Builder internal() {
      this.internal = true;
      return this;
    }

    /**
     * Parses the value as a string.
     *
     * @return a builder for the value
     */
    public Typed<String> stringType() {
      return new Typed<>(this, "string", "text", Function.identity(), Function.identity());
    }

    /**
     * Parses the value as a 32-bit integer.
     *
     * @return a builder for the value
     */
    public Typed<Integer> intType() {
      return new Typed<>(
          this, "int", "a whole number", s -> Integer.valueOf(s.trim()), String::valueOf);
    }

    /**
     * Parses the value as a 64-bit integer.
     *
     * @return a builder for the value
     */
    public Typed<Long> longType() {
      return new Typed<>(
          this, "long", "a whole number", s -> Long.valueOf(s.trim()), String::valueOf);
    }

    /**
     * Parses the value as a double.
     *
     * @return a builder for the value
     */
    public Typed<Double> doubleType() {
      return new Typed<>(
          this, "double", "a number", s -> Double.valueOf(s.trim()), String::valueOf);
    }

    /**
     * Parses the value as {@code true} or {@code false}, ignoring case.
     *
     * @return a builder for the value
     */
    public Typed<Boolean> booleanType() {
      return new Typed<>(
          this, "boolean", "true or false", ConfigEntry::parseBoolean, String::valueOf);
    }

    /**
     * Parses the value as a time.
     *
     * @param unit the unit of the parsed value and of numbers without a suffix; not nanoseconds
     * @return a builder for the value
     */
    public Typed<Long> timeType(TimeUnit unit) {
      String suffix = timeSuffix(unit);
      return new Typed<>(
          this,
          "time in " + suffix,
          "a time such as 500ms, 10s or 5min (in %s if it has no suffix)".formatted(suffix),
          s -> parseTime(s, unit),
          v -> v + suffix);
    }

    /**
     * Parses the value as a size.
     *
     * @param unit the number of bytes in the unit of the parsed value and of numbers without a
     *     suffix: 1 for bytes, 1024 for KiB, 1048576 for MiB, 1073741824 for GiB
     * @return a builder for the value
     */
    public Typed<Long> bytesType(long unit) {
      String suffix = byteSuffix(unit);
      return new Typed<>(
          this,
          "size in " + suffix,
          "a size such as 512k, 100m or 2g (in %s if it has no suffix)".formatted(suffix),
          s -> parseBytes(s, unit),
          v -> v + suffix);
    }

    /**
     * Parses the value as a constant of an enum, ignoring case.
     *
     * @param <E> the enum type
     * @param type the class of the enum
     * @return a builder for the value
     */
    public <E extends Enum<E>> Typed<E> enumType(Class<E> type) {
      String names =
          Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
      return new Typed<>(
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
      return new ConfigEntry<>(
          this, other.typeName, other.accepted, null, other, other.reader, null);
    }
  }

  /**
   * Builds a {@link ConfigEntry} of a known type; call {@link #withDefault}, {@link
   * #withDefaultText} or {@link #optional} last.
   *
   * @param <T> the type of the value
   * @since 0.1
   */
  public static final class Typed<T> {
    private final Builder builder;
    private final String typeName;
    private final String accepted;
    private final Function<String, T> parser;
    private final Function<T, String> printer;

    private Typed(
        Builder builder,
        String typeName,
        String accepted,
        Function<String, T> parser,
        Function<T, String> printer) {
      this.builder = builder;
      this.typeName = typeName;
      this.accepted = accepted;
      this.parser = parser;
      this.printer = printer;
    }

    /**
     * Adds a check.
     *
     * @param isAccepted returns false for a value that is rejected
     * @param acceptedWords the accepted values, as a phrase that follows "must be"
     * @return a builder with the check
     */
    public Typed<T> check(Predicate<T> isAccepted, String acceptedWords) {
      Function<String, T> checked =
          s -> {
            T value = parser.apply(s);
            if (!isAccepted.test(value)) {
              throw new NotAcceptedException();
            }
            return value;
          };
      return new Typed<>(builder, typeName, acceptedWords, checked, printer);
    }

    /**
     * Accepts only certain values.
     *
     * @param values the values, shown in this order
     * @return a builder with the check
     */
    public Typed<T> checkValues(Collection<T> values) {
      List<T> allowed = List.copyOf(values);
      String words = allowed.stream().map(printer).collect(Collectors.joining(", "));
      return check(allowed::contains, "one of " + words);
    }

    /**
     * Transforms every parsed value, before checks that are added later.
     *
     * @param change the transformation
     * @return a builder with the transformation
     */
    public Typed<T> transform(UnaryOperator<T> change) {
      return new Typed<>(builder, typeName, accepted, s -> change.apply(parser.apply(s)), printer);
    }

    /**
     * Parses the value as a comma-separated list of elements of this type.
     *
     * @return a builder for the list
     */
    public Typed<List<T>> toList() {
      return new Typed<>(
          builder,
          "list of " + typeName,
          "a comma-separated list, each element " + accepted,
          s ->
              Arrays.stream(s.split(",", -1))
                  .map(String::trim)
                  .filter(e -> !e.isEmpty())
                  .map(parser)
                  .toList(),
          values -> values.stream().map(printer).collect(Collectors.joining(",")));
    }

    /**
     * Creates an entry with a default.
     *
     * @param value the value if the setting is not set
     * @return the entry
     */
    public ConfigEntry<T> withDefault(T value) {
      Objects.requireNonNull(value, "value");
      return new ConfigEntry<>(
          builder, typeName, accepted, printer.apply(value), null, parser, value);
    }

    /**
     * Creates an entry with a default that is given as text, which is parsed and checked like a
     * user's value.
     *
     * @param text the default as a user would write it
     * @return the entry
     */
    public ConfigEntry<T> withDefaultText(String text) {
      return new ConfigEntry<>(builder, typeName, accepted, text, null, parser, parser.apply(text));
    }

    /**
     * Creates an entry without a default.
     *
     * @return the entry; its value is empty if the setting is not set
     */
    public ConfigEntry<Optional<T>> optional() {
      return new ConfigEntry<>(
          builder,
          typeName,
          accepted,
          null,
          null,
          s -> Optional.of(parser.apply(s)),
          Optional.empty());
    }
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text.trim().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      // an unknown constant can be parsed but is not accepted, as with checkValues
      throw new NotAcceptedException();
    }
  }

  private static Boolean parseBoolean(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Long parseTime(String text, TimeUnit unit) {
    Matcher m = AMOUNT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("not a time");
    }
    TimeUnit given = m.group(2) == null ? unit : TIME_SUFFIXES.get(m.group(2));
    if (given == null) {
      throw new IllegalArgumentException("unknown suffix " + m.group(2));
    }
    return unit.convert(Long.parseLong(m.group(1)), given);
  }

  private static Long parseBytes(String text, long unit) {
    Matcher m = AMOUNT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    long amount = Long.parseLong(m.group(1));
    long given = m.group(2) == null ? unit : bytesOf(m.group(2));
    return given >= unit ? Math.multiplyExact(amount, given / unit) : amount / (unit / given);
  }

  private static long bytesOf(String suffix) {
    return switch (suffix) {
      case "b" -> 1L;
      case "k", "kb" -> 1L << 10;
      case "m", "mb" -> 1L << 20;
      case "g", "gb" -> 1L << 30;
      case "t", "tb" -> 1L << 40;
      case "p", "pb" -> 1L << 50;
      default -> throw new IllegalArgumentException("unknown suffix " + suffix);
    };
  }

  private static String timeSuffix(TimeUnit unit) {
    return switch (unit) {
      case MICROSECONDS -> "us";
      case MILLISECONDS -> "ms";
      case SECONDS -> "s";
      case MINUTES -> "min";
      case HOURS -> "h";
      case DAYS -> "d";
      case NANOSECONDS -> throw new IllegalArgumentException("Spark has no suffix for nanoseconds");
    };
  }

  private static String byteSuffix(long unit) {
    if (unit == 1L) {
      return "b";
    }
    if (unit == 1L << 10) {
      return "k";
    }
    if (unit == 1L << 20) {
      return "m";
    }
    if (unit == 1L << 30) {
      return "g";
    }
    throw new IllegalArgumentException("unit must be 1 or 1024 to the power of 1, 2 or 3");
  }
}
