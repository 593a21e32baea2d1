// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
  @Test
  void writesMapsListsAndScalars() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "a/b");
    tree.put("number", 7);
    tree.put("flag", true);
    tree.put("like a flag", "True");
    tree.put("none", Map.of());
    tree.put("empty", List.of());
    tree.put("list", List.of("a", Map.of("b", "c"), List.of("d")));
    tree.put("map", Map.of("e", "f"));

    assertThat(YamlText.document(tree))
        .isEqualTo(
            """
            ---
            text: a/b
            number: 7
            flag: true
            "like a flag": "True"
            none: {}
            empty: []
            list:
              - a
              -
                b: c
              -
                - d
            map:
              e: f
            """);
  }

  @Test
  void writesAnEmptyDocument() {
    assertThat(YamlText.document(Map.of())).isEqualTo("---\n{}\n");
  }

  static Stream<Arguments> blocks() {
    return Stream.of(
        arguments("a\nb", "|-\n  a\n  b\n"),
        arguments("a\nb\n", "|\n  a\n  b\n"),
        arguments("a\n\n  b c\n", "|\n  a\n\n    b c\n"),
        arguments("!\n~", "|-\n  !\n  ~\n"));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void writesTextsOfSeveralLinesAsBlocks(String text, String block) {
    assertThat(YamlText.document(Map.of("k", text))).isEqualTo("---\nk: " + block);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\na",
        " a\nb",
        "a\n\n",
        "a\nb ",
        "a \nb",
        "a\tb\nc",
        "a\u007f\nb",
        "\u00e4\nb",
        "a\r\nb"
      })
  void quotesTextsThatABlockWouldChange(String text) {
    assertThat(YamlText.document(Map.of("k", text)))
        .isEqualTo("---\nk: %s\n".formatted(YamlText.scalar(text)))
        .endsWith("\"\n")
        .hasLineCount(2);
  }

  @ParameterizedTest
  @CsvSource({
    "0x09, \\t",
    "0x0a, \\n",
    "0x0d, \\r",
    "0x1f, \\u001f",
    "0x7f, \\u007f",
    "0x9f, \\u009f",
    "0x2028, \\u2028",
    "0x2029, \\u2029",
    "0xfeff, \\ufeff",
    "0xfffe, \\ufffe",
    "0xffff, \\uffff",
    "0x22, \\\"",
    "0x5c, \\\\"
  })
  void escapesWhatParsersReadAsSomethingElse(String code, String escaped) {
    String text = String.valueOf((char) Integer.decode(code).intValue());

    assertThat(YamlText.scalar(text)).isEqualTo("\"%s\"".formatted(escaped));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x20", "0x7e", "0xa0", "0x2027", "0x202a", "0xfefe", "0xff00", "0xfffd"})
  void leavesOtherCharactersAsTheyAre(String code) {
    String text = String.valueOf((char) Integer.decode(code).intValue());

    assertThat(YamlText.scalar(text)).isEqualTo("\"%s\"".formatted(text));
  }
}
