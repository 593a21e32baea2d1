package io.podsmith.scheduler;

import io.podsmith.core.submit.SubmissionControl;
import java.io.PrintStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkMasterRegex;
import org.apache.spark.deploy.SparkSubmitOperation;

/** Kills drivers and tells how they are. */
public class SubmissionOperation implements SparkSubmitOperation {
  private final PrintStream out;

  /** Talks to the user as SparkSubmit does, on standard error. */
  public SubmissionOperation() {
    this(System.err);
  }

  SubmissionOperation(PrintStream out) {
    this.out = out;
  }

  @Override
  public boolean supports(String master) {
    return SparkMasterRegex.isK8s(master);
  }

  @Override
  public void kill(String submissionId, SparkConf conf) {
    control(conf).kill(submissionId);
  }

  @Override
  public void printSubmissionStatus(String submissionId, SparkConf conf) {
    control(conf).status(submissionId);
  }

  private SubmissionControl control(SparkConf conf) {
    return new SubmissionControl(SparkConfs.settings(conf), out::println);
  }
}
