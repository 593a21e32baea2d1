// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogStreamTest {
  @ParameterizedTest
  @CsvSource({"0, ''", "1, three", "2, two|three", "3, one|two|three", "9, one|two|three"})
  void readsTheLastLinesOfALog(long lines, String expected, @TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("0.log"), "one\ntwo\nthree\n");
    try (LogStream log =
        LogStream.open(new ContainerLog(file, () -> false), false, OptionalLong.of(lines))) {
      assertThat(new String(log.readAllBytes()).strip()).isEqualTo(expected.replace('|', '\n'));
    }
  }
}
