// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import com.codahale.metrics.MetricRegistry;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import org.apache.spark.metrics.source.Source;

/** Shows the metrics of executor management among Spark's own, as {@code ExecutorPods}. */
record ExecutorSource(ExecutorMetrics metrics) implements Source {
  @Override
  public String sourceName() {
    return "ExecutorPods";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return metrics.registry();
  }
}
