// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.Locale;

/** Who sends requests to the API server. Executors send none. */
public enum Party {
  /** Runs {@code spark-submit} or {@code podsmith}. */
  SUBMITTER,
  /** The service account of the driver pod. */
  DRIVER;

  /** Returns the name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
