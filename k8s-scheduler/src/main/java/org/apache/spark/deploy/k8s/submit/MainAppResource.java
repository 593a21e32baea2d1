// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.submit;

/** Spark's common type of an application's file. */
public interface MainAppResource {}
