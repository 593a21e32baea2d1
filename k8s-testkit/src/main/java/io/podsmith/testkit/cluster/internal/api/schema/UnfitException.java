// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

/** A document that does not fit its type. */
public final class UnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnfitException(String why) {
    super(why, null, false, false);
  }
}
