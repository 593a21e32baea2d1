// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.cli.text.Trees;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code --output}, for commands that print a result. */
public final class OutputOption {
  /** The formats of output. */
  public enum Format {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON,
    /** For programs and people. */
    YAML;

    /** Returns a result in this format: its text, or its tree. */
    public String render(Supplier<String> text, Supplier<? extends Map<String, ?>> tree) {
      return switch (this) {
        case TEXT -> text.get();
        case JSON -> Trees.json(tree.get());
        case YAML -> Trees.yaml(tree.get());
      };
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json|yaml",
      defaultValue = "text",
      converter = FormatConverter.class,
      description = "Output format. One of: text, json, yaml.")
  private Format format = Format.TEXT;

  /** Returns the format. */
  public Format format() {
    return format;
  }

  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "text" -> Format.TEXT;
        case "json" -> Format.JSON;
        case "yaml" -> Format.YAML;
        default ->
            throw new TypeConversionException(
                "'%s' is not an output format; use text, json or yaml".formatted(value));
      };
    }
  }
}
