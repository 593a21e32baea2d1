// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.submit;

import io.podsmith.scheduler.submit.ClusterApplication;

/** What SparkSubmit starts for a {@code k8s://} master in cluster mode. */
public final class KubernetesClientApplication extends ClusterApplication {}
