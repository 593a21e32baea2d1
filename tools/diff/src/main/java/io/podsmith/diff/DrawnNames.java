// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces what is drawn for each submission, so that two plans can be compared: the application
 * id, the random parts of the names of objects, and directories of uploads.
 *
 * <p>Only parts of the names of this plan's own objects count as drawn, and only where the user did
 * not set them: hexadecimal digits in a tag of an image stay what they are.
 */
final class DrawnNames {
  private static final Pattern APP_ID = Pattern.compile("spark-[0-9a-f]{32}");
  private static final Pattern REFERENCE =
      Pattern.compile("\\.(configMap\\.name|secretName|claimName)$");
  private static final Pattern UPLOAD = Pattern.compile("spark-upload-[0-9a-f-]{36}");

  /** Random digits with the time in hexadecimal digits, as in names of pods and ConfigMaps. */
  private static final Pattern UNIQUE_ID =
      Pattern.compile("(?<![0-9A-Za-z])x?[0-9a-f]{12,17}(?![0-9A-Za-z])");

  private final Map<String, String> placeholders = new LinkedHashMap<>();

  private DrawnNames() {}

  /**
   * Finds what was drawn for a plan.
   *
   * @param set the values of settings, none of which was drawn
   */
  static DrawnNames of(Plan plan, Collection<String> set) {
    DrawnNames names = new DrawnNames();
    String appId = plan.target().appId();
    if (!appId.isEmpty()) {
      names.placeholders.put(appId, "<app>");
      // local directories are named after the application
      names.placeholders.put(
          UUID.nameUUIDFromBytes(appId.getBytes(StandardCharsets.UTF_8)).toString(), "<app>");
    }
    for (String name : names(plan)) {
      Matcher id = UNIQUE_ID.matcher(name);
      while (id.find()) {
        String drawn = id.group();
        if (set.stream().noneMatch(value -> value.contains(drawn))) {
          names.placeholders.put(drawn, "<id>");
        }
      }
    }
    return names;
  }

  /** Returns the values of a plan's properties that the user set. */
  static List<String> valuesSet(Plan plan) {
    return plan.properties().stream()
        .filter(read -> read.origin().kind() != SettingOrigin.Kind.DRIVER_PROPERTY)
        .map(SettingRead::value)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Returns the names of a plan's objects, and those that steps refer to in its pods. */
  private static Set<String> names(Plan plan) {
    List<Map<String, Object>> objects = new ArrayList<>(plan.objects());
    plan.executor().map(PlannedRole::objectsWithPod).ifPresent(objects::addAll);
    Set<String> names = new HashSet<>();
    objects.stream()
        .map(object -> object.get("metadata"))
        .forEach(
            meta -> {
              if (meta instanceof Map<?, ?> map && map.get("name") instanceof String name) {
                names.add(name);
              }
            });
    List<PlannedRole> roles = new ArrayList<>(List.of(plan.driver()));
    plan.executor().ifPresent(roles::add);
    roles.stream()
        .flatMap(role -> role.fields().stream())
        .filter(field -> REFERENCE.matcher(field.path()).find() && !field.writes().isEmpty())
        .filter(field -> field.winner().writer().kind() != Writer.Kind.TEMPLATE)
        .map(field -> String.valueOf(field.winner().value()))
        .forEach(names::add);
    return names;
  }

  /** Returns a copy of a scalar, list or map with the drawn parts replaced. */
  Object replaceIn(Object value) {
    if (value instanceof String text) {
      return replace(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> each == null ? "" : replaceIn(each)).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(replaceIn(key), each == null ? "" : replaceIn(each)));
      return copy;
    }
    return value;
  }

  String replace(String text) {
    String named = text;
    for (Map.Entry<String, String> drawn : placeholders.entrySet()) {
      named = named.replace(drawn.getKey(), drawn.getValue());
    }
    named = APP_ID.matcher(named).replaceAll("<app>");
    return UPLOAD.matcher(named).replaceAll("spark-upload-<id>");
  }
}
