// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import io.podsmith.scheduler.ExitDiagnostics;
import org.apache.spark.deploy.SparkDiagnosticsSetter;

/** What SparkSubmit finds for {@code spark.kubernetes.driver.annotateExitException}. */
public final class SparkKubernetesDiagnosticsSetter extends ExitDiagnostics
    implements SparkDiagnosticsSetter {}
