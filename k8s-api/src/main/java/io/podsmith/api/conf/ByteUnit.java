// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;

/**
 * The units of sizes, each 1024 times the one before.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ByteUnit {
  /** One byte, {@code b} in settings. */
  BYTES(1L, "b"),
  /** 1024 bytes, {@code k} in settings. */
  KIBIBYTES(1L << 10, "k"),
  /** 1024 KiB, {@code m} in settings. */
  MEBIBYTES(1L << 20, "m"),
  /** 1024 MiB, {@code g} in settings. */
  GIBIBYTES(1L << 30, "g"),
  /** 1024 GiB, {@code t} in settings. */
  TEBIBYTES(1L << 40, "t"),
  /** 1024 TiB, {@code p} in settings. */
  PEBIBYTES(1L << 50, "p");

  private final long bytes;
  private final String suffix;

  ByteUnit(long bytes, String suffix) {
    this.bytes = bytes;
    this.suffix = suffix;
  }

  /**
   * Returns the size of the unit.
   *
   * @return the number of bytes in one unit
   */
  public long bytes() {
    return bytes;
  }

  String suffix() {
    return suffix;
  }
}
