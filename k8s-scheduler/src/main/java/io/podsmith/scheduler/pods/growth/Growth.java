// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

/**
 * When and how far something grows.
 *
 * @param threshold the share in use above which it grows
 * @param factor by how much, as a share of what there is
 * @param maximum the size beyond which it does not grow, in bytes
 */
public record Growth(double threshold, double factor, long maximum) {
  /** Returns whether so much is in use that it has to grow. */
  boolean isDue(double used, double size) {
    return used > size * threshold;
  }

  boolean isExhausted(long size) {
    return size >= maximum;
  }

  /** Returns the next size, in bytes. */
  long next(long size) {
    return (long) Math.min(size * (1 + factor), (double) maximum);
  }
}
