// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.shuffle;

import io.podsmith.scheduler.shuffle.VolumeShuffleIo;
import org.apache.spark.SparkConf;

/** What users name in {@code spark.shuffle.sort.io.plugin.class}. */
public final class KubernetesLocalDiskShuffleDataIO extends VolumeShuffleIo {
  /** Spark calls this. */
  public KubernetesLocalDiskShuffleDataIO(SparkConf conf) {
    super(conf);
  }
}
