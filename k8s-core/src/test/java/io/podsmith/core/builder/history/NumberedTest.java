// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NumberedTest {
  @Test
  void foldsARunWhateverTheOrder() {
    List<String> words =
        IntStream.of(0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9)
            .mapToObj(i -> "env SPARK_JAVA_OPT_" + i)
            .toList();

    assertThat(Numbered.fold(words)).containsExactly("env SPARK_JAVA_OPT_0..11");
  }

  @Test
  void keepsOtherNamesInPlace() {
    assertThat(
            Numbered.fold(List.of("image", "env A_1", "env A_2", "volume b-1", "env 7", "label")))
        .containsExactly("image", "env A_1", "env A_2", "volume b-1", "env 7", "label");
    assertThat(Numbered.fold(List.of("a-1", "b", "a-3", "a-2", "c")))
        .containsExactly("a-1..3", "b", "c");
  }

  @Test
  void doesNotFoldAcrossGaps() {
    assertThat(Numbered.fold(List.of("a-1", "a-3", "a-5"))).containsExactly("a-1", "a-3", "a-5");
  }
}
