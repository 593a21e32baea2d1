// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Replaces what is drawn for each submission, so that two plans can be compared. */
final class DrawnNames {
  private static final Pattern APP_ID = Pattern.compile("spark-[0-9a-f]{32}");

  /** Random digits with the time in hexadecimal digits, as in names of pods and ConfigMaps. */
  private static final Pattern UNIQUE_ID =
      Pattern.compile("(?<![0-9a-z])x?[0-9a-f]{14,17}(?![0-9a-z])");

  private final String appId;

  private DrawnNames(String appId) {
    this.appId = appId;
  }

  static DrawnNames of(Plan plan) {
    return new DrawnNames(plan.target().appId());
  }

  /** Returns a copy of a scalar, list or map with the drawn parts replaced. */
  Object replaceIn(Object value) {
    if (value instanceof String text) {
      return replace(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::replaceIn).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(replaceIn(key), each == null ? "" : replaceIn(each)));
      return copy;
    }
    return value;
  }

  private String replace(String text) {
    String named = appId.isEmpty() ? text : text.replace(appId, "<app>");
    return UNIQUE_ID.matcher(APP_ID.matcher(named).replaceAll("<app>")).replaceAll("<id>");
  }
}
