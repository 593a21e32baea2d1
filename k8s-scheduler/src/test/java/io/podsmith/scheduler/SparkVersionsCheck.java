// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.ShuffleDataBlockId;

/** Tries {@link SparkVersions} on a live Spark; needs nothing but that and our jars. */
public final class SparkVersionsCheck {
  private SparkVersionsCheck() {}

  /**
   * Runs on whatever version of Spark is on the class path.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    long size = storedSize(Files.createTempDirectory("blocks"), "seven k");
    System.out.println("Spark " + version + " took a file of 7 bytes as a block of " + size);
    System.exit(size == 7 ? 0 : 1);
  }

  /** Returns the size of the block that came of a file with this text. */
  static long storedSize(Path folder, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("shuffle_1_2_0.data"), text);
    ShuffleDataBlockId id = new ShuffleDataBlockId(1, 2, 0);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("blocks")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1");
    SparkContext context = new SparkContext(conf);
    try {
      BlockManager blocks = SparkEnv.get().blockManager();
      SparkVersions.saveBlock(blocks, id, file.toFile());
      String stored = Files.readString(blocks.diskBlockManager().getFile(id).toPath());
      if (!stored.equals(text)) {
        throw new IllegalStateException("the block holds '" + stored + "'");
      }
      return blocks.getStatus(id).get().diskSize();
    } finally {
      context.stop();
    }
  }
}
