// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Compares two plans field by field.
 *
 * <p>What is drawn for each submission does not count: the application id, the random part of names
 * and the time of submission. Both plans are compared with these replaced.
 */
public final class PlanDiff {
  private static final Set<String> DRAWN_PROPERTIES =
      Set.of("spark.app.id", "spark.app.submitTime", "spark.kubernetes.submitTime");

  private final List<PlanDifference> differences = new ArrayList<>();
  private final List<String> withheld = new ArrayList<>();
  private final UnaryOperator<Object> first;
  private final UnaryOperator<Object> second;

  private PlanDiff(Plan first, Plan second) {
    this.first = DrawnNames.of(first)::replaceIn;
    this.second = DrawnNames.of(second)::replaceIn;
  }

  /**
   * The result.
   *
   * @param differences what differs, in the order of the first plan
   * @param withheld the places where both plans hold a secret, which cannot be compared
   */
  public record Result(List<PlanDifference> differences, List<String> withheld) {
    public Result {
      differences = List.copyOf(differences);
      withheld = List.copyOf(withheld);
    }

    /** Returns whether nothing differs, as far as the plans tell. */
    public boolean isSame() {
      return differences.isEmpty();
    }
  }

  /** Compares two plans. */
  public static Result of(Plan first, Plan second) {
    PlanDiff diff = new PlanDiff(first, second);
    diff.role("driver", Optional.of(first.driver()), Optional.of(second.driver()));
    diff.role("executor", first.executor(), second.executor());
    diff.properties(first.properties(), second.properties());
    return new Result(diff.differences, diff.withheld);
  }

  private void role(String role, Optional<PlannedRole> one, Optional<PlannedRole> two) {
    compare(role + " ", fields(one, first), fields(two, second));
    compare(role + " ", objects(one, first), objects(two, second));
  }

  private void properties(List<SettingRead> one, List<SettingRead> two) {
    compare("property ", properties(one, first), properties(two, second));
  }

  /** A value with its writer and the settings behind it. */
  private record Written(Object value, String writer, List<String> settings) {}

  private static Map<String, Written> fields(
      Optional<PlannedRole> role, UnaryOperator<Object> names) {
    return collect(
        role.map(PlannedRole::fields).orElse(List.of()).stream()
            .filter(field -> !field.winner().isRemoval())
            .toList(),
        field -> String.valueOf(names.apply(field.path())),
        field -> written(field.winner(), names));
  }

  private static Written written(FieldProvenance.Write write, UnaryOperator<Object> names) {
    return new Written(names.apply(write.value()), write.writer().name(), write.settings());
  }

  private static Map<String, Written> objects(
      Optional<PlannedRole> role, UnaryOperator<Object> names) {
    Map<String, Written> found = new java.util.LinkedHashMap<>();
    for (PlannedObject object : role.map(PlannedRole::objects).orElse(List.of())) {
      Object tree = names.apply(object.object());
      if (tree instanceof Map<?, ?> map) {
        Object name = map.get("metadata") instanceof Map<?, ?> meta ? meta.get("name") : "";
        String place = "%s/%s".formatted(map.get("kind"), name);
        Leaves.of(place, map)
            .forEach(
                (path, value) ->
                    found.put(path, new Written(value, object.writer().name(), List.of())));
      }
    }
    return found;
  }

  private static Map<String, Written> properties(
      List<SettingRead> properties, UnaryOperator<Object> names) {
    return collect(
        properties.stream().filter(each -> !DRAWN_PROPERTIES.contains(each.key())).toList(),
        SettingRead::key,
        each ->
            new Written(
                names.apply(each.value().orElse("")), each.origin().shown(), List.of(each.key())));
  }

  private static <T> Map<String, Written> collect(
      List<T> items, Function<T, String> key, Function<T, Written> value) {
    return items.stream()
        .collect(Collectors.toMap(key, value, (a, b) -> b, java.util.LinkedHashMap::new));
  }

  private void compare(String where, Map<String, Written> one, Map<String, Written> two) {
    Set<String> places = new LinkedHashSet<>(one.keySet());
    places.addAll(two.keySet());
    for (String place : places) {
      Optional<Written> left = Optional.ofNullable(one.get(place));
      Optional<Written> right = Optional.ofNullable(two.get(place));
      Optional<Object> leftValue = left.map(Written::value);
      Optional<Object> rightValue = right.map(Written::value);
      if (leftValue.equals(rightValue)) {
        if (leftValue.filter(Plan.WITHHELD::equals).isPresent()) {
          withheld.add(where + place);
        }
        continue;
      }
      differences.add(
          new PlanDifference(where + place, left.map(PlanDiff::side), right.map(PlanDiff::side)));
    }
  }

  private static PlanDifference.Side side(Written written) {
    return new PlanDifference.Side(
        written.value(),
        written.writer(),
        List.copyOf(new java.util.TreeSet<>(written.settings())));
  }

  /** The leaves of a tree by path; lists of named elements go by name. */
  private static final class Leaves {
    private final Map<String, Object> found = new TreeMap<>();

    static Map<String, Object> of(String place, Object tree) {
      Leaves leaves = new Leaves();
      leaves.walk(place, tree);
      return leaves.found;
    }

    private void walk(String place, Object node) {
      if (node instanceof Map<?, ?> map && !map.isEmpty()) {
        map.forEach((key, value) -> walk(place + "." + key, value));
      } else if (node instanceof List<?> list
          && !list.isEmpty()
          && list.stream()
              .allMatch(each -> each instanceof Map<?, ?> map && map.containsKey("name"))) {
        for (Object each : list) {
          walk("%s[name=%s]".formatted(place, ((Map<?, ?>) each).get("name")), each);
        }
      } else if (node != null) {
        found.put(place, node);
      }
    }
  }
}
