// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadOnceTest {
  private static final SparkSettings NONE = SparkSettings.of(Map.of(), Map.of());

  @TempDir Path folder;

  @Test
  void readsAPipeOnceForAllReaders() throws IOException {
    Path pipe = Pipe.of(folder, "pipe", "text");
    FileContents contents = FileContents.ofPipes();
    SparkRuntime runtime = SparkRuntime.standalone("4.1.1").readingOnce(contents);

    assertThat(runtime.files(NONE).read(pipe.toString())).isEqualTo("text".getBytes(UTF_8));
    assertThat(runtime.files(NONE).read(pipe.toUri().toString()))
        .as("the same file, named as a URI and asked of another reader")
        .isEqualTo("text".getBytes(UTF_8));
    assertThat(contents.read(pipe)).as("the client").isEqualTo("text".getBytes(UTF_8));
  }

  @Test
  void readsARegularFileAgainWhileAnApplicationRuns() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    FileStaging application = new ReadOnce(new LocalFiles(), FileContents.ofPipes());
    FileStaging submission = new ReadOnce(new LocalFiles(), FileContents.ofAll());
    application.read(file.toString());
    submission.read(file.toString());
    Files.writeString(file, "new");

    assertThat(application.read(file.toString())).isEqualTo("new".getBytes(UTF_8));
    assertThat(submission.read(file.toString()))
        .as("what was checked is what is used")
        .isEqualTo("old".getBytes(UTF_8));
  }

  @Test
  void doesNotRememberAFailure() throws IOException {
    Path file = folder.resolve("late");
    FileStaging files = new ReadOnce(new LocalFiles(), FileContents.ofAll());
    assertThatThrownBy(() -> files.read(file.toString()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(file.toString());

    Files.writeString(file, "text");

    assertThat(files.read(file.toString())).isEqualTo("text".getBytes(UTF_8));
  }

  @Test
  void handsOutCopies() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    FileContents contents = FileContents.ofAll();
    contents.read(file)[0] = 'X';

    assertThat(contents.read(file)).isEqualTo("text".getBytes(UTF_8));
  }
}
