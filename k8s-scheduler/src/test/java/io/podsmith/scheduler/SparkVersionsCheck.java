// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    require(size == 7, "a file of 7 bytes became a block of %d".formatted(size));
    checkCalls(Files.createTempDirectory("local").toString());
    System.out.println("Spark %s: all calls that differ between versions work".formatted(version));
    System.exit(0);
  }

  /** Calls every method that does not need a running context, and checks what it returns. */
  static void checkCalls(String localDir) {
    require(SparkVersions.isKubernetes("k8s://https://host:443"), "k8s:// is not a master");
    require(!SparkVersions.isKubernetes("local[1]"), "local[1] is a master of Kubernetes");
    SparkConf conf =
        new SparkConf(false).set("spark.local.dir", localDir).set("spark.rpc.io.threads", "3");
    List<String> dirs = List.of(SparkVersions.localDirs(conf));
    require(dirs.equals(List.of(localDir)), "the local directories are %s".formatted(dirs));
    List<String> options =
        ScalaInterop.list(SparkVersions.javaOptions(conf, key -> key.startsWith("spark.rpc.")));
    require(
        options.equals(List.of("-Dspark.rpc.io.threads=3")),
        "the Java options are %s".formatted(options));
    SparkVersions.resetStructuredLogging(conf);
    IllegalStateException cause = new IllegalStateException("this stack trace is expected");
    int code = SparkVersions.exitException(11, cause).exitCode();
    require(code == 11, "the exit code is %d".formatted(code));
    SparkVersions.replaceExitCode(given -> given);
  }

  private static void require(boolean isTrue, String otherwise) {
    if (!isTrue) {
      throw new IllegalStateException(otherwise);
    }
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
