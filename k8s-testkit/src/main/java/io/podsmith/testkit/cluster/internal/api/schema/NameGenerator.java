// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.security.SecureRandom;
import java.util.Random;

/** Completes names that clients leave to the server. */
public final class NameGenerator {
  // No vowels and nothing that looks like another character: names are no words.
  private static final String CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int LONGEST_PREFIX = 58;
  private static final int LENGTH = 5;
  private final Random random = new SecureRandom();

  public String complete(String prefix) {
    StringBuilder name =
        new StringBuilder(
            prefix.length() > LONGEST_PREFIX ? prefix.substring(0, LONGEST_PREFIX) : prefix);
    for (int i = 0; i < LENGTH; i++) {
      name.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return name.toString();
  }
}
