// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.resize;

import io.podsmith.scheduler.SparkVersions;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the driver how full the disks of this executor are. */
public final class DiskReporter implements ExecutorPlugin {
  /** What the driver answers: how often. */
  static final String INTERVAL_MINUTES = "intervalMinutes";

  private static final Logger LOG = LoggerFactory.getLogger(DiskReporter.class);

  /** A claim that is used again may be full from the start. */
  private static final long FIRST_SECONDS = 5;

  private @Nullable ScheduledExecutorService timer;

  @Override
  public void init(PluginContext context, Map<String, String> extraConf) {
    String interval = extraConf.get(INTERVAL_MINUTES);
    if (interval != null) {
      timer = Executors.newSingleThreadScheduledExecutor(DiskReporter::thread);
      timer.scheduleAtFixedRate(
          () -> report(context),
          FIRST_SECONDS,
          TimeUnit.MINUTES.toSeconds(Long.parseLong(interval)),
          TimeUnit.SECONDS);
    }
  }

  @Override
  public void shutdown() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "disk-reporter");
    thread.setDaemon(true);
    return thread;
  }

  private static void report(PluginContext context) {
    try {
      String[] dirs = SparkVersions.localDirs(context.conf());
      context.send(new DiskUsage(context.executorID(), shares(Arrays.asList(dirs))));
    } catch (Exception e) { // Scala declares no exceptions
      // The timer would never fire again.
      LOG.debug("Cannot report the disk usage to the driver", e);
    }
  }

  /** Returns the share in use of the volume of each folder, 0 where that cannot be told. */
  static List<Double> shares(List<String> dirs) {
    return dirs.stream().map(dir -> share(new File(dir))).toList();
  }

  private static double share(File dir) {
    double total = dir.getTotalSpace();
    return total > 0 ? (total - dir.getUsableSpace()) / total : 0;
  }
}
