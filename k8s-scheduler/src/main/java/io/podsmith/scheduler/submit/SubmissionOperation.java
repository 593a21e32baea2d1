// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.submit;

import io.podsmith.core.submit.SubmissionControl;
import io.podsmith.scheduler.SparkConfs;
import io.podsmith.scheduler.SparkVersions;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmitOperation;

/** Kills drivers and tells how they are, to the user at SparkSubmit's terminal. */
public class SubmissionOperation implements SparkSubmitOperation {
  @Override
  public boolean supports(String master) {
    return SparkVersions.isKubernetes(master);
  }

  @Override
  public void kill(String submissionId, SparkConf conf) {
    control(conf).kill(submissionId);
  }

  @Override
  public void printSubmissionStatus(String submissionId, SparkConf conf) {
    control(conf).status(submissionId);
  }

  private static SubmissionControl control(SparkConf conf) {
    // SparkSubmit talks on standard error.
    return new SubmissionControl(SparkConfs.settings(conf), System.err::println);
  }
}
