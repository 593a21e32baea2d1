// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

/** The version of Podsmith. */
public final class PodsmithVersion {
  private PodsmithVersion() {}

  /** Returns the version in the manifest of this jar; empty for classes outside a jar. */
  public static String current() {
    String version = PodsmithVersion.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }
}
