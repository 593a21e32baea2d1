// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.shuffle;

import io.podsmith.scheduler.SparkVersions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the map outputs of dead executors those of this one. */
final class MapOutputRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(MapOutputRecovery.class);
  private static final org.apache.spark.internal.config.package$ SPARK =
      org.apache.spark.internal.config.package$.MODULE$;

  private final BlockManager blocks;
  private final List<String> localDirs;
  private final String algorithm;
  private final boolean isChecksumEnabled;

  MapOutputRecovery(SparkConf conf, BlockManager blocks) {
    this.blocks = blocks;
    this.localDirs = List.of(SparkVersions.localDirs(conf));
    this.algorithm = conf.get(SPARK.SHUFFLE_CHECKSUM_ALGORITHM());
    this.isChecksumEnabled = (Boolean) conf.get(SPARK.SHUFFLE_CHECKSUM_ENABLED());
  }

  /** Takes over what is intact. What is not, Spark computes again. */
  void run() throws IOException {
    List<OldMapOutput> found = OldMapOutput.find(localDirs, algorithm);
    int recovered = 0;
    for (OldMapOutput output : found) {
      if (recover(output)) {
        recovered++;
      }
    }
    LOG.info("Recovered {} of {} map outputs of earlier executors", recovered, found.size());
  }

  private boolean recover(OldMapOutput output) {
    try {
      if (!output.isIntact(isChecksumEnabled ? Optional.of(algorithm) : Optional.empty())) {
        LOG.info("Kept {}: it is incomplete", output.indexId());
        return false;
      }
      // The index last: it is what tells the driver where the output is now.
      if (output.data().isPresent()) {
        save(output.dataId(), output.data().get());
      }
      save(output.indexId(), output.index());
      return true;
    } catch (Exception e) {
      // For example because it was computed again in the meantime. Scala declares no exceptions.
      LOG.info("Kept {}: {}", output.indexId(), e.toString());
      return false;
    }
  }

  private void save(BlockId id, Path file) {
    SparkVersions.saveBlock(blocks, id, file.toFile());
  }
}
