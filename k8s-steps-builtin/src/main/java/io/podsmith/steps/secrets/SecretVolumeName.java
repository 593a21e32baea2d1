// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.secrets;

import io.podsmith.core.conf.names.NameRules;
import java.util.Locale;

/** Names of volumes after the secrets in them. */
final class SecretVolumeName {
  private static final String SUFFIX = "-volume";

  private SecretVolumeName() {}

  /**
   * Returns {@code <secret>-volume}. A secret's name may be longer than that of a volume and hold
   * dots; such a name is changed, and a hash keeps it apart from others.
   */
  static String of(String secret) {
    String plain = secret + SUFFIX;
    if (NameRules.isDnsLabel(plain)) {
      return plain;
    }
    String tail = String.format(Locale.ROOT, "-%08x", secret.hashCode()) + SUFFIX;
    String head = secret.replace('.', '-');
    return head.substring(0, Math.min(head.length(), NameRules.MAX_LABEL - tail.length())) + tail;
  }
}
