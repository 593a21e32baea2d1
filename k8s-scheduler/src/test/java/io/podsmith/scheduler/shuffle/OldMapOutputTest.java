// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.Adler32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldMapOutputTest {
  private static final Optional<String> ADLER = Optional.of("ADLER32");
  private static final String NAME = "shuffle_3_14_0";

  @TempDir Path volume;
  private Path blocks;

  @BeforeEach
  void leaveAnOutputBehind() throws IOException {
    blocks = volume.resolve("spark-old/executor-old/blockmgr-old");
    byte[] first = "one".getBytes(StandardCharsets.UTF_8);
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    write("0a/" + NAME + ".data", "onesecond".getBytes(StandardCharsets.UTF_8));
    write("1b/" + NAME + ".index", longs(0, 3, 9));
    write("2c/" + NAME + ".checksum.ADLER32", longs(sum(first), sum(second)));
  }

  @Test
  void findsFilesThatAreStrewnOverFolders() throws IOException {
    assertThat(only().dataId().name()).isEqualTo(NAME + ".data");
    assertThat(only().indexId().name()).isEqualTo(NAME + ".index");
    assertThat(only().data()).contains(blocks.resolve("0a/" + NAME + ".data"));
    assertThat(only().isIntact(ADLER)).isTrue();
  }

  @Test
  void looksOnlyWhereExecutorsPutThem() throws IOException {
    Path elsewhere = Files.createDirectories(volume.resolve("other/executor-x/blockmgr-x/00"));
    Files.write(elsewhere.resolve("shuffle_9_9_0.index"), longs(0));
    write("00/rdd_1_2", new byte[0]);
    assertThat(find()).hasSize(1);
  }

  @Test
  void findsNothingOnANewVolume() throws IOException {
    assertThat(OldMapOutput.find(List.of("/nowhere/spark-x/executor-x"), "ADLER32")).isEmpty();
  }

  @Test
  void mistrustsDataThatWasChanged() throws IOException {
    write("0a/" + NAME + ".data", "oneseconD".getBytes(StandardCharsets.UTF_8));
    assertThat(only().isIntact(ADLER)).isFalse();
    assertThat(only().isIntact(Optional.empty()))
        .as("without checksums only the length tells")
        .isTrue();
  }

  @Test
  void mistrustsDataThatWasCutOff() throws IOException {
    write("0a/" + NAME + ".data", "one".getBytes(StandardCharsets.UTF_8));
    assertThat(only().isIntact(Optional.empty())).isFalse();
  }

  @Test
  void mistrustsDataWithoutChecksums() throws IOException {
    Files.delete(blocks.resolve("2c/" + NAME + ".checksum.ADLER32"));
    assertThat(only().isIntact(ADLER)).isFalse();
  }

  @Test
  void mistrustsAnIndexThatWasCutOff() throws IOException {
    write("1b/" + NAME + ".index", new byte[] {0, 0, 0});
    assertThat(only().isIntact(ADLER)).isFalse();
  }

  @Test
  void takesAnIndexWithoutDataWhereAllPartitionsAreEmpty() throws IOException {
    Files.delete(blocks.resolve("0a/" + NAME + ".data"));
    assertThat(only().isIntact(ADLER)).isFalse();
    write("1b/" + NAME + ".index", longs(0, 0, 0));
    assertThat(only().isIntact(ADLER)).isTrue();
  }

  private OldMapOutput only() throws IOException {
    assertThat(find()).hasSize(1);
    return find().get(0);
  }

  private List<OldMapOutput> find() throws IOException {
    return OldMapOutput.find(
        List.of(volume.resolve("spark-new/executor-new").toString()), "ADLER32");
  }

  private void write(String file, byte[] bytes) throws IOException {
    Path path = blocks.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  private static long sum(byte[] bytes) {
    Adler32 sum = new Adler32();
    sum.update(bytes);
    return sum.getValue();
  }

  private static byte[] longs(long... values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (long value : values) {
      out.writeLong(value);
    }
    return bytes.toByteArray();
  }
}
