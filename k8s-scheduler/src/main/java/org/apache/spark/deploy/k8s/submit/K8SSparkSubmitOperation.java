// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.submit;

import io.podsmith.scheduler.submit.SubmissionOperation;

/** What SparkSubmit finds for {@code --kill} and {@code --status}. */
public final class K8SSparkSubmitOperation extends SubmissionOperation {}
