// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonPoolTest {
  private static final int FILES = 45;

  @TempDir Path directory;

  @Test
  void startsMorePairsForManyFilesAndProcessors() {
    assertThat(ComparisonPool.pairs(1, 8)).isEqualTo(1);
    assertThat(ComparisonPool.pairs(20, 8)).isEqualTo(1);
    assertThat(ComparisonPool.pairs(21, 8)).isEqualTo(2);
    assertThat(ComparisonPool.pairs(500, 8)).isEqualTo(4);
    assertThat(ComparisonPool.pairs(500, 2)).isEqualTo(2);
    assertThat(ComparisonPool.pairs(500, 1)).isEqualTo(1);
  }

  @Test
  void returnsResultsInTheOrderOfTheFiles() throws IOException {
    Distribution fake =
        FakeSpark.of(
            directory,
            "Fake",
            "throw new IllegalArgumentException(\"spark.key is \" + conf.get(\"spark.key\"));");
    List<SettingsFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(
          new SettingsFile(Path.of("file-" + i), new TreeMap<>(Map.of("spark.key", "value-" + i))));
    }
    List<FileResult> heard = new ArrayList<>();
    AgainstSummary summary = AgainstSummary.of(fake, fake, files, heard::add);

    assertThat(heard).isEqualTo(summary.results());
    assertThat(summary.results())
        .extracting(FileResult::file)
        .containsExactlyElementsOf(files.stream().map(SettingsFile::path).toList());
    for (int i = 0; i < FILES; i++) {
      assertThat(summary.results().get(i).rejection().orElse(""))
          .contains("Fake: java.lang.IllegalArgumentException: spark.key is value-" + i);
    }
    assertThat(summary.times())
        .extracting(AgainstSummary.SideTimes::label)
        .containsExactly("Fake (other)", "Fake");
    assertThat(summary.text()).contains("Fake per file: submit ");
  }
}
