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
 * One setting: its key, type, default, checks and documentation in one constant.
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
 * <p>Text is read as Spark reads it: times and sizes take Spark's suffixes ({@code 10s}, {@code
 * 512m}) and without one count in the unit of the entry; lists are separated by commas, blanks
 * around elements and empty elements do not count.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> what the setting is read as; an {@link Optional} where it has no default
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
   * Starts an entry.
   *
   * @param key the whole key; settings of Spark's begin with {@code spark.}, and so must all that
   *     is to reach a driver through {@code spark-submit}
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
   * Returns what the setting does.
   *
   * @return whole sentences, for people
   */
  public String doc() {
    return doc;
  }

  /**
   * Returns the version that brought the setting.
   *
   * @return for Spark's own settings a version of Spark, otherwise one of the step's jar
   */
  public String since() {
    return since;
  }

  /**
   * Returns older keys that are still read, in the order in which they are tried after {@link
   * #key()}.
   *
   * @return older keys, mostly none
   */
  public List<String> alternatives() {
    return alternatives;
  }

  /**
   * Tells whether values are secrets, which are never shown.
   *
   * @return true where messages, logs and reports must leave the value out
   */
  public boolean isSecret() {
    return secret;
  }

  /**
   * Tells whether the setting is one that users are not meant to give.
   *
   * @return true where documentation leaves the setting out
   */
  public boolean isInternal() {
    return internal;
  }

  /**
   * Returns the type in words.
   *
   * @return for example {@code time in ms}
   */
  public String typeName() {
    return typeName;
  }

  /**
   * Says what is accepted.
   *
   * @return words that follow "must be"
   */
  public String accepted() {
    return accepted;
  }

  /**
   * Returns the default as a user would write it.
   *
   * @return the default, empty where there is none
   */
  public Optional<String> defaultText() {
    return Optional.ofNullable(defaultText);
  }

  /**
   * Returns the entry that is asked where this one is not set.
   *
   * @return the other entry, mostly none
   */
  public Optional<ConfigEntry<T>> fallback() {
    return Optional.ofNullable(fallback);
  }

  /**
   * Tells whether the user gave this setting, by its key or by an older one.
   *
   * @param settings where to look
   * @return true where a value was given; defaults and fallbacks do not count
   */
  public boolean isSetIn(ConfigLookup settings) {
    return settings.find(key).isPresent()
        || alternatives.stream().anyMatch(k -> settings.find(k).isPresent());
  }

  /**
   * Reads the setting.
   *
   * @param settings where to look
   * @return the value the user gave, or else that of the fallback, or else the default
   * @throws InvalidConfigurationException where the text cannot be read or is not accepted; the
   *     message names the key the user wrote, the value (unless it is a secret) and what is
   *     accepted
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
      throw failure(PodsmithError.CONF_NOT_ACCEPTED, givenKey, text, null);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw failure(PodsmithError.CONF_UNREADABLE, givenKey, text, secret ? null : e);
    }
  }

  private InvalidConfigurationException failure(
      PodsmithError code, String givenKey, String text, @Nullable Throwable cause) {
    String shown = secret ? "(a secret, not shown)" : "'" + text + "'";
    String mend =
        defaultText == null
            ? "change it or leave it out"
            : "change it or leave it out, then it is '" + defaultText + "'";
    return new InvalidConfigurationException(
        code,
        givenKey,
        givenKey + " is " + shown + " but must be " + accepted + "; " + mend,
        cause);
  }

  @Override
  public String toString() {
    return "ConfigEntry{" + key + "}";
  }

  /** Thrown by checks, told apart from what parsers throw. */
  private static final class NotAcceptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Describes a setting before its type is known.
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
        throw new IllegalArgumentException("a setting needs a key");
      }
    }

    /**
     * Says what the setting does.
     *
     * @param text whole sentences, for people
     * @return this builder
     */
    public Builder doc(String text) {
      this.doc = text;
      return this;
    }

    /**
     * Says which version brought the setting.
     *
     * @param version a version
     * @return this builder
     */
    public Builder since(String version) {
      this.since = version;
      return this;
    }

    /**
     * Names an older key that is still read where the new one is not given.
     *
     * @param olderKey the older key
     * @return this builder
     */
    public Builder alternative(String olderKey) {
      alternatives.add(olderKey);
      return this;
    }

    /**
     * Marks values as secrets, which are never shown.
     *
     * @return this builder
     */
    public Builder secret() {
      this.secret = true;
      return this;
    }

    /**
     * Marks the setting as one that users are not meant to give.
     *
     * @return this builder
     */
    public Builder internal() {
      this.internal = true;
      return this;
    }

    /**
     * Reads the setting as text.
     *
     * @return a builder of the type
     */
    public Typed<String> stringType() {
      return new Typed<>(this, "string", "text", Function.identity(), Function.identity());
    }

    /**
     * Reads the setting as a whole number of 32 bits.
     *
     * @return a builder of the type
     */
    public Typed<Integer> intType() {
      return new Typed<>(
          this, "int", "a whole number", s -> Integer.valueOf(s.trim()), String::valueOf);
    }

    /**
     * Reads the setting as a whole number of 64 bits.
     *
     * @return a builder of the type
     */
    public Typed<Long> longType() {
      return new Typed<>(
          this, "long", "a whole number", s -> Long.valueOf(s.trim()), String::valueOf);
    }

    /**
     * Reads the setting as a number.
     *
     * @return a builder of the type
     */
    public Typed<Double> doubleType() {
      return new Typed<>(
          this, "double", "a number", s -> Double.valueOf(s.trim()), String::valueOf);
    }

    /**
     * Reads the setting as {@code true} or {@code false}.
     *
     * @return a builder of the type
     */
    public Typed<Boolean> booleanType() {
      return new Typed<>(
          this, "boolean", "true or false", ConfigEntry::parseBoolean, String::valueOf);
    }

    /**
     * Reads the setting as a time.
     *
     * @param unit the unit of the value, and of text without a suffix
     * @return a builder of the type
     */
    public Typed<Long> timeType(TimeUnit unit) {
      String suffix = timeSuffix(unit);
      return new Typed<>(
          this,
          "time in " + suffix,
          "a time such as 500ms, 10s or 5min (without a suffix it counts in " + suffix + ")",
          s -> parseTime(s, unit),
          v -> v + suffix);
    }

    /**
     * Reads the setting as a size.
     *
     * @param unit the number of bytes in the unit of the value, and of text without a suffix: 1 for
     *     bytes, 1024 for KiB, 1048576 for MiB
     * @return a builder of the type
     */
    public Typed<Long> bytesType(long unit) {
      String suffix = byteSuffix(unit);
      return new Typed<>(
          this,
          "size in " + suffix,
          "a size such as 512k, 100m or 2g (without a suffix it counts in " + suffix + ")",
          s -> parseBytes(s, unit),
          v -> v + suffix);
    }

    /**
     * Reads the setting as one of the constants of an enum, in capitals or not.
     *
     * @param <E> the enum
     * @param type the enum
     * @return a builder of the type
     */
    public <E extends Enum<E>> Typed<E> enumType(Class<E> type) {
      String names =
          Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
      return new Typed<>(
          this, "one of " + names, "one of " + names, s -> constant(type, s), Enum::name);
    }

    /**
     * Makes an entry that takes the value of another where it is not given itself.
     *
     * @param <T> the type of both
     * @param other the entry that is asked then
     * @return the entry
     */
    public <T> ConfigEntry<T> fallbackTo(ConfigEntry<T> other) {
      return new ConfigEntry<>(
          this, other.typeName, other.accepted, null, other, other.reader, null);
    }
  }

  /**
   * Describes a setting whose type is known; ends with {@link #withDefault} or {@link #optional}.
   *
   * @param <T> what the setting is read as
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
     * @param isAccepted returns false for a value that is refused
     * @param acceptedWords what is accepted, in words that follow "must be"
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
     * Changes every value after it was read and before later checks.
     *
     * @param change the change
     * @return a builder with the change
     */
    public Typed<T> transform(UnaryOperator<T> change) {
      return new Typed<>(builder, typeName, accepted, s -> change.apply(parser.apply(s)), printer);
    }

    /**
     * Reads the setting as a list of this type, separated by commas.
     *
     * @return a builder of the list
     */
    public Typed<List<T>> toList() {
      return new Typed<>(
          builder,
          "list of " + typeName,
          "a list separated by commas, each element " + accepted,
          s ->
              Arrays.stream(s.split(",", -1))
                  .map(String::trim)
                  .filter(e -> !e.isEmpty())
                  .map(parser)
                  .toList(),
          values -> values.stream().map(printer).collect(Collectors.joining(",")));
    }

    /**
     * Makes an entry with a default.
     *
     * @param value the value where the user gave none
     * @return the entry
     */
    public ConfigEntry<T> withDefault(T value) {
      Objects.requireNonNull(value, "value");
      return new ConfigEntry<>(
          builder, typeName, accepted, printer.apply(value), null, parser, value);
    }

    /**
     * Makes an entry whose default is given as text, read with parser and checks.
     *
     * @param text the default as a user would write it
     * @return the entry
     */
    public ConfigEntry<T> withDefaultText(String text) {
      return new ConfigEntry<>(builder, typeName, accepted, text, null, parser, parser.apply(text));
    }

    /**
     * Makes an entry without a default.
     *
     * @return the entry, empty where the user gave no value
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
      // a word that is not in the list is readable but not accepted, as with checkValues
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
