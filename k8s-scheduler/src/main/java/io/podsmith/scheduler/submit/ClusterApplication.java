// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.submit;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.scheduler.HadoopSparkRuntime;
import io.podsmith.scheduler.SparkConfs;
import io.podsmith.scheduler.SparkFailures;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkApplication;

/** Submits a driver to the cluster and makes its exit code that of {@code spark-submit}. */
public class ClusterApplication implements SparkApplication {
  @Override
  public void start(String[] args, SparkConf conf) {
    SubmissionResult result;
    try {
      result = submit(args, conf);
    } catch (InvalidConfigurationException e) {
      throw SparkFailures.withoutStack(e);
    }
    try {
      result.orThrow();
    } catch (PodsmithException failed) {
      throw SparkFailures.exit(result.processExitCode(), SparkFailures.withoutStack(failed));
    }
  }

  private static SubmissionResult submit(String[] args, SparkConf conf) {
    SparkSettings settings = SparkConfs.settings(conf);
    SubmitRequest request =
        new SubmitRequest(settings, SubmissionArguments.parse(args), new HadoopSparkRuntime());
    try {
      return new Submitter().submit(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
