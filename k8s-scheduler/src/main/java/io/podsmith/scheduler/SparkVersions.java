// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.io.File;
import java.lang.reflect.Constructor;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockManager.BlockStoreUpdater;
import org.apache.spark.storage.BlockManager.TempFileBasedBlockStoreUpdater;
import org.apache.spark.storage.StorageLevel;
import scala.reflect.ClassTag$;

/**
 * What Spark has under one name, but in other shapes, in the versions that these classes run on.
 * All else is called as the version that they are compiled against has it; a test of the finished
 * jars holds that against the other versions.
 */
public final class SparkVersions {
  private SparkVersions() {}

  /** Makes a file a block on the disk of this executor; the file moves. */
  public static void saveBlock(BlockManager blocks, BlockId id, File file) {
    blockUpdater(
            blocks,
            id,
            StorageLevel.DISK_ONLY(),
            ClassTag$.MODULE$.Object(),
            file,
            file.length(),
            true,
            false)
        .save();
  }

  /** Spark 4.2 added parameters at the end, each with a default: those are asked for. */
  private static BlockStoreUpdater<?> blockUpdater(BlockManager blocks, Object... known) {
    try {
      Constructor<?> constructor = TempFileBasedBlockStoreUpdater.class.getConstructors()[0];
      Object companion = blocks.TempFileBasedBlockStoreUpdater();
      Object[] values = new Object[constructor.getParameterCount()];
      // In a class file the block manager itself, whose inner class this is, goes first.
      values[0] = blocks;
      System.arraycopy(known, 0, values, 1, known.length);
      for (int i = known.length + 1; i < values.length; i++) {
        values[i] = companion.getClass().getMethod("apply$default$" + i).invoke(companion);
      }
      return (BlockStoreUpdater<?>) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this version of Spark is not supported: cannot create blocks from files", e);
    }
  }
}
