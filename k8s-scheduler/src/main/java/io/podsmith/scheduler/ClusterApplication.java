package io.podsmith.scheduler;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.SparkKubernetesException;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkApplication;

/** Submits a driver to the cluster and makes its exit code that of {@code spark-submit}. */
public class ClusterApplication implements SparkApplication {
  private static final StackTraceElement[] NO_STACK = {};

  @Override
  public void start(String[] args, SparkConf conf) {
    SubmissionResult result;
    try {
      result = submit(args, conf);
    } catch (InvalidConfigurationException e) {
      // SparkSubmit prints what it gets with its stack, which tells a user nothing about a setting.
      e.setStackTrace(NO_STACK);
      throw e;
    }
    int exitCode = exitCode(result);
    if (exitCode != 0) {
      throw SparkFailures.exit(exitCode, failed(result, exitCode));
    }
  }

  private static SubmissionResult submit(String[] args, SparkConf conf) {
    SubmitRequest request =
        new SubmitRequest(
            SparkConfs.settings(conf), SubmissionArguments.parse(args), new HadoopSparkRuntime());
    try {
      return new Submitter().submit(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while the driver was being watched; it goes on running in the cluster", e);
    }
  }

  /** A driver that fails without an exit code, evicted for example, is a failure all the same. */
  private static int exitCode(SubmissionResult result) {
    return result.exitCode().orElse(result.phase().equals("Failed") ? 1 : 0);
  }

  private static SparkKubernetesException failed(SubmissionResult result, int exitCode) {
    return new SparkKubernetesException(
        PodsmithError.APP_FAILED,
        "the driver "
            + result.submissionId()
            + " ended in phase "
            + result.phase()
            + " with exit code "
            + exitCode
            + "; its log says why");
  }
}
