// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Log lines and errors are ASCII: in an image with the POSIX locale every other character is
 * printed as a question mark.
 */
class AsciiTextsTest {
  private static final String NEGATIVE_CONTROL = "Pending \u2192 Running\u2026";

  @Test
  void textsOfMainCodeAreAscii() throws IOException {
    List<String> found = new ArrayList<>();
    List<String> all = new ArrayList<>();
    MainTexts.byClass()
        .forEach(
            (file, texts) -> {
              all.addAll(texts);
              texts.stream()
                  .filter(text -> !isAscii(text))
                  .forEach(text -> found.add("%s: \"%s\"".formatted(file, text)));
            });

    assertThat(all).as("with fewer texts the scan proves nothing").hasSizeGreaterThan(3000);
    assertThat(found).as("write ASCII, for example -> and ...").isEmpty();
  }

  @Test
  void scanFindsWhatIsNotAscii() throws IOException {
    String self = "/" + AsciiTextsTest.class.getName().replace('.', '/') + ".class";

    assertThat(MainTexts.of(AsciiTextsTest.class.getResourceAsStream(self)))
        .contains(NEGATIVE_CONTROL)
        .anyMatch(text -> !isAscii(text));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
