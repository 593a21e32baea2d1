// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

/** Names of Spark's own steps, which users know from {@code excludedFeatureSteps}. */
public final class Upstream {
  private static final String PACKAGE = "org.apache.spark.deploy.k8s.features.";

  private Upstream() {}

  /** Returns the full name of a step's class in Spark's own jar. */
  public static String step(String simpleName) {
    return PACKAGE + simpleName;
  }
}
