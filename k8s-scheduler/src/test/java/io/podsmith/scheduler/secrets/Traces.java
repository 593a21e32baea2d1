// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Finds bytes in texts. */
final class Traces {
  private Traces() {}

  /** Returns whether a text contains the bytes as they are, in hexadecimal, or within Base64. */
  static boolean areIn(String text, byte[] secret) {
    return text.contains(new String(secret, StandardCharsets.ISO_8859_1))
        || text.contains(HexFormat.of().formatHex(secret))
        || isWithinBase64(text, secret, Base64.getEncoder())
        || isWithinBase64(text, secret, Base64.getUrlEncoder());
  }

  private static boolean isWithinBase64(String text, byte[] secret, Base64.Encoder encoder) {
    // Within a longer Base64 text, the secret begins at one of three positions in a group.
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + secret.length];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      int whole = shifted.length / 3 * 4;
      String encoded = encoder.encodeToString(shifted);
      if (text.contains(encoded.substring(before == 0 ? 0 : 4, whole))) {
        return true;
      }
    }
    return false;
  }
}
