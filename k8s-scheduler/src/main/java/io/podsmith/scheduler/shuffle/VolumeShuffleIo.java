// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.shuffle;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.scheduler.SparkConfs;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.shuffle.api.ShuffleDataIO;
import org.apache.spark.shuffle.api.ShuffleDriverComponents;
import org.apache.spark.shuffle.api.ShuffleExecutorComponents;
import org.apache.spark.shuffle.api.ShuffleMapOutputWriter;
import org.apache.spark.shuffle.api.SingleSpillShuffleMapOutputWriter;
import org.apache.spark.shuffle.sort.io.LocalDiskShuffleDriverComponents;
import org.apache.spark.shuffle.sort.io.LocalDiskShuffleExecutorComponents;
import org.apache.spark.storage.BlockManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spark's shuffle on local disks, for disks that are handed on from one executor to the next. */
public class VolumeShuffleIo implements ShuffleDataIO {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeShuffleIo.class);

  private final SparkConf conf;

  /**
   * Spark calls this.
   *
   * @throws InvalidConfigurationException where volumes are not handed on
   */
  public VolumeShuffleIo(SparkConf conf) {
    String key = PodKeys.KUBERNETES_DRIVER_REUSE_PVC.key();
    if (!SparkConfs.settings(conf).get(PodKeys.KUBERNETES_DRIVER_REUSE_PVC)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          key,
          key
              + " is 'false' but must be true with the shuffle plugin"
              + " KubernetesLocalDiskShuffleDataIO, which looks for shuffle files on reused"
              + " volumes; set it to true, or unset spark.shuffle.sort.io.plugin.class");
    }
    this.conf = conf;
  }

  @Override
  public ShuffleDriverComponents driver() {
    return new LocalDiskShuffleDriverComponents();
  }

  @Override
  public ShuffleExecutorComponents executor() {
    return new Executor(conf);
  }

  private record Executor(SparkConf conf, ShuffleExecutorComponents disk)
      implements ShuffleExecutorComponents {
    Executor(SparkConf conf) {
      this(conf, new LocalDiskShuffleExecutorComponents(conf));
    }

    @Override
    public void initializeExecutor(String appId, String execId, Map<String, String> extraConfigs) {
      disk.initializeExecutor(appId, execId, extraConfigs);
      BlockManager blocks = SparkEnv.get().blockManager();
      // They are for the executor that gets this volume next.
      blocks.diskBlockManager().deleteFilesOnStop_$eq(false);
      try {
        new MapOutputRecovery(conf, blocks).run();
      } catch (Exception e) { // Scala declares no exceptions
        LOG.warn("Not recovering map outputs of earlier executors: {}", e.toString(), e);
      }
    }

    @Override
    public ShuffleMapOutputWriter createMapOutputWriter(
        int shuffleId, long mapTaskId, int numPartitions) throws IOException {
      return disk.createMapOutputWriter(shuffleId, mapTaskId, numPartitions);
    }

    @Override
    public Optional<SingleSpillShuffleMapOutputWriter> createSingleFileMapOutputWriter(
        int shuffleId, long mapId) throws IOException {
      return disk.createSingleFileMapOutputWriter(shuffleId, mapId);
    }
  }
}
