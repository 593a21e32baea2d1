// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Builds a {@link ConfigEntry} of a known type; call {@link #withDefault}, {@link
 * #withDefaultString} or {@link #optional} last.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TypedConfigEntryBuilder<T> {
  private final ConfigEntryBuilder builder;
  private final String typeName;
  private final String constraint;
  private final Function<String, T> parser;
  private final Function<T, String> printer;

  TypedConfigEntryBuilder(
      ConfigEntryBuilder builder,
      String typeName,
      String constraint,
      Function<String, T> parser,
      Function<T, String> printer) {
    this.builder = builder;
    this.typeName = typeName;
    this.constraint = constraint;
    this.parser = parser;
    this.printer = printer;
  }

  /**
   * Adds a check.
   *
   * @param isAccepted returns false for a value that is rejected
   * @param constraint the accepted values, as a phrase that follows "must be", for example {@code a
   *     label value}; these two words at its beginning are dropped
   * @return a builder with the check
   */
  public TypedConfigEntryBuilder<T> check(Predicate<? super T> isAccepted, String constraint) {
    Function<String, T> checked =
        s -> {
          T value = parser.apply(s);
          if (!isAccepted.test(value)) {
            throw new ConfigEntry.NotAcceptedException();
          }
          return value;
        };
    String phrase = constraint.replaceFirst("^[Mm]ust be ", "");
    return new TypedConfigEntryBuilder<>(builder, typeName, phrase, checked, printer);
  }

  /**
   * Accepts only certain values.
   *
   * @param values the values, shown in this order
   * @return a builder with the check
   */
  public TypedConfigEntryBuilder<T> checkValues(Collection<? extends T> values) {
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
  public TypedConfigEntryBuilder<T> transform(UnaryOperator<T> change) {
    return new TypedConfigEntryBuilder<>(
        builder, typeName, constraint, s -> change.apply(parser.apply(s)), printer);
  }

  /**
   * Parses the value as a comma-separated list of elements of this type.
   *
   * @return a builder for the list
   */
  public TypedConfigEntryBuilder<List<T>> toList() {
    return new TypedConfigEntryBuilder<>(
        builder,
        "list of " + typeName,
        "a comma-separated list, each element " + constraint,
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
        builder, typeName, constraint, printer.apply(value), null, parser, value);
  }

  /**
   * Creates an entry with a default that is given as text, which is parsed and checked like a
   * user's value.
   *
   * @param text the default as a user would write it
   * @return the entry
   */
  public ConfigEntry<T> withDefaultString(String text) {
    return new ConfigEntry<>(builder, typeName, constraint, text, null, parser, parser.apply(text));
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
        constraint,
        null,
        null,
        s -> Optional.of(parser.apply(s)),
        Optional.empty());
  }
}
