// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.PodsmithException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PropertiesFileTest {
  @Test
  void recordsTheFirstLineOfEachEntry() {
    String text =
        """
        # comment \\
        spark.a 1

        spark.b=one,\\
            two
        spark.c : 3
        spark.a 4
        """;

    assertThat(PropertiesFile.parse(text, "f"))
        .containsEntry("spark.a", new PropertiesFile.Entry("4", 7))
        .containsEntry("spark.b", new PropertiesFile.Entry("one,two", 4))
        .containsEntry("spark.c", new PropertiesFile.Entry("3", 6))
        .hasSize(3);
  }

  @Test
  void namesFileAndLineOfASyntaxError() {
    assertThatThrownBy(() -> PropertiesFile.parse("spark.a 1\nspark.b \\u12x4\n", "my.properties"))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("my.properties:2")
        .hasMessageContaining("PODSMITH-CONF-001");
  }

  @Test
  void namesAFileThatDoesNotExist() {
    assertThatThrownBy(() -> PropertiesFile.read(Path.of("no", "such.properties")))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("such.properties");
  }

  @Test
  void readsWhatJavaReads() throws Exception {
    Random random = new Random(20261129);
    String alphabet = "ab=: \t\\#!\n\r";
    int nonEmpty = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(24); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Properties expected = new Properties();
      expected.load(new StringReader(text.toString()));
      Map<String, String> actual = new HashMap<>();
      PropertiesFile.parse(text.toString(), "f")
          .forEach((k, v) -> actual.put(k, v.value().strip()));
      Map<String, String> stripped = new HashMap<>();
      expected.forEach((k, v) -> stripped.put((String) k, ((String) v).strip()));
      // Java reads a lone backslash at the end as an empty key, but not after a comment
      stripped.remove("");
      actual.remove("");
      nonEmpty += stripped.isEmpty() ? 0 : 1;
      assertThat(actual).as("text <%s>", text).isEqualTo(stripped);
    }
    assertThat(nonEmpty).isGreaterThan(5_000);
  }
}
