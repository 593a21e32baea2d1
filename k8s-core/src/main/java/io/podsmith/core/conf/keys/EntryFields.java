// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ConfigEntry;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the entries that classes hold as public constants, so that no list can fall behind. */
final class EntryFields {
  private EntryFields() {}

  /** Returns the entries, sorted by key. */
  static List<ConfigEntry<?>> of(Class<?>... holders) {
    List<ConfigEntry<?>> entries = new ArrayList<>();
    for (Class<?> holder : holders) {
      for (Field field : holder.getFields()) {
        if (field.getType() == ConfigEntry.class) {
          entries.add(read(field));
        }
      }
    }
    entries.sort(Comparator.comparing(ConfigEntry::key));
    return List.copyOf(entries);
  }

  private static ConfigEntry<?> read(Field field) {
    try {
      return (ConfigEntry<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
