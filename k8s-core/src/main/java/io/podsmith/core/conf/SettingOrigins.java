// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.core.plan.SettingOrigin;
import java.util.Map;

/** Where settings were set. Immutable. */
public final class SettingOrigins {
  private static final SettingOrigins UNKNOWN = new SettingOrigins(Map.of());

  private final Map<String, SettingOrigin> byKey;

  private SettingOrigins(Map<String, SettingOrigin> byKey) {
    this.byKey = Map.copyOf(byKey);
  }

  /** Returns origins that know nothing: each setting was given by Spark. */
  public static SettingOrigins unknown() {
    return UNKNOWN;
  }

  /** Holds the origin of each setting by its key. */
  public static SettingOrigins of(Map<String, SettingOrigin> byKey) {
    return new SettingOrigins(byKey);
  }

  /** Returns the origin of a setting that is set, {@code SPARK} where it is unknown. */
  public SettingOrigin of(String key) {
    return byKey.getOrDefault(key, SettingOrigin.of(SettingOrigin.Kind.SPARK));
  }
}
