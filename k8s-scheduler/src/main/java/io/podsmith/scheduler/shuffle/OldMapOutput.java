// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.shuffle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.shuffle.ShuffleChecksumUtils;
import org.apache.spark.storage.ShuffleDataBlockId;
import org.apache.spark.storage.ShuffleIndexBlockId;

/**
 * What a map task of a dead executor left behind.
 *
 * @param indexId the block of the index
 * @param index where the partitions begin
 * @param data the partitions, empty where all of them are
 * @param checksums the sums of the partitions, empty where none were written
 */
record OldMapOutput(
    ShuffleIndexBlockId indexId, Path index, Optional<Path> data, Optional<Path> checksums) {
  private static final String INDEX = ".index";
  private static final String DATA = ".data";
  private static final String CHECKSUM = ".checksum.";
  private static final String NAME = "shuffle_\\d{1,9}_\\d{1,18}_\\d{1,9}\\.index";

  // A local directory is <volume>/spark-x/executor-x; in it Spark makes blockmgr-x/00 to
  // blockmgr-x/3f.
  private static final int LEVELS_BELOW_VOLUME = 5;

  /**
   * Finds what is left on the volumes of these local directories, in the order of names. Spark
   * strews the files of one task over folders by the hash of their names.
   */
  static List<OldMapOutput> find(List<String> localDirs, String checksumAlgorithm)
      throws IOException {
    Map<String, Path> files = new TreeMap<>();
    for (String dir : localDirs) {
      Path executorDir = Path.of(dir).getParent();
      Path volume = executorDir == null ? null : executorDir.getParent();
      if (volume != null && Files.isDirectory(volume)) {
        collect(volume, files);
      }
    }
    List<OldMapOutput> found = new ArrayList<>();
    files.forEach(
        (name, index) -> {
          if (name.matches(NAME)) {
            String base = name.substring(0, name.length() - INDEX.length());
            found.add(
                new OldMapOutput(
                    indexId(base),
                    index,
                    Optional.ofNullable(files.get(base + DATA)),
                    Optional.ofNullable(files.get(base + CHECKSUM + checksumAlgorithm))));
          }
        });
    return found;
  }

  private static void collect(Path volume, Map<String, Path> files) throws IOException {
    try (Stream<Path> below = Files.walk(volume, LEVELS_BELOW_VOLUME)) {
      below
          .filter(file -> isSparkFile(volume.relativize(file)))
          .filter(Files::isRegularFile)
          .forEach(file -> files.put(file.getFileName().toString(), file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isSparkFile(Path relative) {
    return relative.getNameCount() == LEVELS_BELOW_VOLUME
        && relative.getName(0).toString().startsWith("spark-");
  }

  private static ShuffleIndexBlockId indexId(String base) {
    String[] parts = base.split("_", -1);
    return new ShuffleIndexBlockId(
        Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Integer.parseInt(parts[3]));
  }

  ShuffleDataBlockId dataId() {
    return new ShuffleDataBlockId(indexId.shuffleId(), indexId.mapId(), indexId.reduceId());
  }

  /**
   * Returns whether all that the task wrote is there and unharmed.
   *
   * @param checksumAlgorithm empty where checksums are switched off
   */
  boolean isIntact(Optional<String> checksumAlgorithm) throws IOException {
    if (Files.size(index) < Long.BYTES || Files.size(index) % Long.BYTES != 0) {
      return false;
    }
    long length = data.isPresent() ? Files.size(data.get()) : 0;
    if (length != lengthByIndex()) {
      return false;
    }
    return length == 0 || checksumAlgorithm.isEmpty() || isSummedUp(checksumAlgorithm.get());
  }

  private boolean isSummedUp(String algorithm) throws IOException {
    long partitions = Files.size(index) / Long.BYTES - 1;
    // Spark writes the sums last: without them nobody knows what became of the data.
    return checksums.isPresent()
        && Files.size(checksums.get()) == partitions * Long.BYTES
        && ShuffleChecksumUtils.compareChecksums(
            (int) partitions,
            algorithm,
            checksums.get().toFile(),
            data.orElseThrow().toFile(),
            index.toFile());
  }

  private long lengthByIndex() throws IOException {
    try (RandomAccessFile offsets = new RandomAccessFile(index.toFile(), "r")) {
      offsets.seek(offsets.length() - Long.BYTES);
      return offsets.readLong();
    }
  }
}
