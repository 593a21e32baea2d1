// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Draws the ids in the names of an application's objects. Safe for use by several threads.
 *
 * <p>Ids that are drawn from a seed make a plan repeatable: the same settings with the same seed
 * give the same names, as long as each plan begins with a generator of its own. Do not create the
 * objects of two applications with one seed.
 */
@FunctionalInterface
public interface UniqueIds {
  /**
   * Returns an id in hexadecimal digits, 17 at most.
   *
   * @return an id that this generator has not returned before
   */
  String next();

  /** Returns the seed of this generator, empty if another one cannot repeat its ids. */
  default OptionalLong seed() {
    return OptionalLong.empty();
  }

  /**
   * Returns the generator for objects that are created: no other call on any machine is likely to
   * return the same id. An id has 24 random bits and the 40 lower bits of the time in milliseconds.
   */
  static UniqueIds random() {
    return RandomIds.INSTANCE;
  }

  /** Returns a new generator that draws the same ids for the same seed. */
  static UniqueIds seeded(long seed) {
    return new SeededIds(seed, new Random(seed));
  }

  /**
   * Draws the ids of a seed.
   *
   * @param random as the seed begins it
   */
  record SeededIds(long value, Random random) implements UniqueIds {
    @Override
    public String next() {
      byte[] id = new byte[8];
      random.nextBytes(id);
      return HexFormat.of().formatHex(id);
    }

    @Override
    public OptionalLong seed() {
      return OptionalLong.of(value);
    }
  }

  /** Draws ids from the randomness of the machine and its clock. */
  enum RandomIds implements UniqueIds {
    /** The one generator. */
    INSTANCE;

    private static final long FORTY_BITS = 0xFFFFFFFFFFL;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String next() {
      byte[] random = new byte[3];
      RANDOM.nextBytes(random);
      return HexFormat.of().formatHex(random)
          + Long.toHexString(System.currentTimeMillis() & FORTY_BITS);
    }
  }
}
