// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import io.podsmith.diff.PlanDifference.Part;
import io.podsmith.diff.PlanDifference.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares two plans field by field: pods, the objects beside them, and the driver's properties.
 *
 * <p>What is drawn for each submission does not count: the application id, the random part of names
 * and the time of submission. Neither does another notation of the same quantity.
 */
public final class PlanDiff {
  private static final Set<String> DRAWN_PROPERTIES =
      Set.of("spark.app.id", "spark.app.submitTime", "spark.kubernetes.submitTime");

  /** Properties are compared one by one, so that the file with all of them needs no comparison. */
  private static final String PROPERTIES_FILE = "data[spark.properties]";

  private static final Pattern QUANTITY =
      Pattern.compile(".*(\\.(requests|limits)\\W.*|\\.(sizeLimit|divisor|storage))");

  private final List<PlanDifference> differences = new ArrayList<>();
  private final List<String> withheld = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Subject first;
  private final Subject second;
  private final DrawnNames firstNames;
  private final DrawnNames secondNames;

  private PlanDiff(Subject first, Subject second) {
    this.first = first;
    this.second = second;
    List<String> set =
        Stream.of(first, second)
            .filter(side -> !side.isLive())
            .flatMap(side -> DrawnNames.valuesSet(side.plan()).stream())
            .toList();
    this.firstNames = DrawnNames.of(first.plan(), set);
    this.secondNames = DrawnNames.of(second.plan(), set);
  }

  /**
   * The result.
   *
   * @param differences what differs, part by part in the order of the first plan
   * @param withheld the places where both plans hold a secret, which cannot be compared
   * @param notes what else was not compared, in sentences
   */
  public record Result(
      List<PlanDifference> differences, List<String> withheld, List<String> notes) {
    public Result {
      differences = List.copyOf(differences);
      withheld = List.copyOf(withheld);
      notes = List.copyOf(notes);
    }

    /** Returns whether nothing differs, as far as the plans tell. */
    public boolean isSame() {
      return differences.isEmpty();
    }
  }

  /** Compares two plans. */
  public static Result of(Plan first, Plan second) {
    return of(Subject.of(first), Subject.of(second));
  }

  /** Compares two plans, or a plan with a running driver. */
  public static Result of(Subject first, Subject second) {
    return new PlanDiff(first, second).compare();
  }

  private Result compare() {
    PlannedRole one = first.plan().driver();
    PlannedRole two = second.plan().driver();
    pod(Part.Kind.DRIVER_POD, one, two);
    objects(Part.Kind.DRIVER_OBJECT, one, two);
    executors();
    properties();
    return new Result(differences, withheld, notes);
  }

  private void executors() {
    Optional<PlannedRole> one = first.plan().executor();
    Optional<PlannedRole> two = second.plan().executor();
    if (one.isPresent() && two.isPresent()) {
      pod(Part.Kind.EXECUTOR_POD, one.get(), two.get());
      objects(Part.Kind.EXECUTOR_OBJECT, one.get(), two.get());
    } else {
      noteExecutor("first", first);
      noteExecutor("second", second);
    }
  }

  private void noteExecutor(String which, Subject subject) {
    if (subject.plan().executor().isEmpty()) {
      notes.add(
          "Executor pods are not compared, because the %s side has none: %s"
              .formatted(which, subject.plan().executorUnknown()));
    }
  }

  private void properties() {
    boolean isKnown =
        Stream.of(first, second)
            .noneMatch(side -> side.isLive() && side.plan().properties().isEmpty());
    if (isKnown) {
      Map<String, Side> one = properties(first.plan().properties(), firstNames);
      Map<String, Side> two = properties(second.plan().properties(), secondNames);
      addUnread(first, one, two);
      addUnread(second, two, one);
      compare(Part.of(Part.Kind.PROPERTIES), one, two);
    }
  }

  /** Adds the secret properties of a driver, which are in a Secret that is not read. */
  private static void addUnread(Subject subject, Map<String, Side> own, Map<String, Side> other) {
    if (subject.isLive()) {
      other.forEach(
          (key, side) -> {
            if (side.value().equals(Plan.WITHHELD)) {
              own.putIfAbsent(key, side);
            }
          });
    }
  }

  private void pod(Part.Kind kind, PlannedRole one, PlannedRole two) {
    Map<String, Side> left = fields(first, one, firstNames);
    Map<String, Side> right = fields(second, two, secondNames);
    compareReduced(Part.of(kind), left, right);
  }

  /** Compares fields; those of a live object without what the API server adds. */
  private void compareReduced(Part part, Map<String, Side> left, Map<String, Side> right) {
    compare(
        part,
        first.isLive() ? LiveFields.reduce(left, right) : left,
        second.isLive() ? LiveFields.reduce(right, left) : right);
  }

  private void objects(Part.Kind kind, PlannedRole one, PlannedRole two) {
    Map<String, NamedObject> left = objects(one, firstNames);
    Map<String, NamedObject> right = objects(two, secondNames);
    for (String name : union(left, right)) {
      NamedObject a = left.get(name);
      NamedObject b = right.get(name);
      String type = a != null ? a.kind() : b != null ? b.kind() : "";
      Part part = new Part(kind, name);
      if (!first.knows(type) || !second.knows(type)) {
        notes.add("%s is not compared, because it is not read from the cluster.".formatted(name));
      } else if (a != null && b != null) {
        compareReduced(part, a.leaves(), b.leaves());
      } else {
        differences.add(
            new PlanDifference(
                part,
                "",
                Optional.ofNullable(a).map(NamedObject::whole),
                Optional.ofNullable(b).map(NamedObject::whole)));
      }
    }
  }

  private static Map<String, Side> fields(Subject subject, PlannedRole role, DrawnNames names) {
    Map<String, Side> fields = new LinkedHashMap<>();
    if (subject.isLive()) {
      PodFields.leaves(role.pod())
          .forEach(
              (path, value) ->
                  fields.put(
                      names.replace(path),
                      new Side(names.replaceIn(value), Optional.empty(), List.of())));
      return fields;
    }
    role.fields().stream()
        .filter(field -> !field.writes().isEmpty() && !field.winner().isRemoval())
        .forEach(
            field -> fields.put(names.replace(field.path()), side(role, field.winner(), names)));
    return fields;
  }

  private static Side side(PlannedRole role, Write write, DrawnNames names) {
    List<SettingRead> settings =
        role.steps().stream()
            .filter(step -> write.writer().equals(new Writer(Writer.Kind.STEP, step.id())))
            .flatMap(step -> step.reads().stream())
            .filter(read -> write.settings().contains(read.key()))
            .toList();
    return new Side(names.replaceIn(write.value()), Optional.of(write.writer()), settings);
  }

  /**
   * An object beside a pod.
   *
   * @param whole the object itself
   * @param leaves its fields by path
   */
  private record NamedObject(String kind, Side whole, Map<String, Side> leaves) {}

  /** Returns objects by kind and name. */
  private static Map<String, NamedObject> objects(PlannedRole role, DrawnNames names) {
    Map<String, NamedObject> objects = new LinkedHashMap<>();
    for (PlannedObject object : role.objects()) {
      Object meta = object.object().get("metadata");
      Object name = meta instanceof Map<?, ?> map ? map.get("name") : "";
      String kind = String.valueOf(object.object().get("kind"));
      String label = names.replace("%s %s".formatted(kind, name));
      String unique = label;
      for (int i = 2; objects.containsKey(unique); i++) {
        unique = "%s (%d)".formatted(label, i);
      }
      objects.put(unique, named(kind, object, names));
    }
    return objects;
  }

  private static NamedObject named(String kind, PlannedObject object, DrawnNames names) {
    Optional<Writer> writer =
        Optional.of(object.writer()).filter(w -> w.kind() != Writer.Kind.API_SERVER);
    Map<String, Side> leaves = new LinkedHashMap<>();
    PodFields.leaves(object.object())
        .forEach(
            (path, value) -> {
              if (!path.equals(PROPERTIES_FILE)) {
                leaves.put(
                    names.replace(path), new Side(names.replaceIn(value), writer, List.of()));
              }
            });
    return new NamedObject(
        kind, new Side(names.replaceIn(object.object()), writer, List.of()), leaves);
  }

  private static Map<String, Side> properties(List<SettingRead> properties, DrawnNames names) {
    Map<String, Side> sides = new LinkedHashMap<>();
    properties.stream()
        .filter(each -> !DRAWN_PROPERTIES.contains(each.key()))
        .forEach(
            each ->
                sides.put(
                    each.key(),
                    new Side(
                        names.replace(each.value().orElse("")), Optional.empty(), List.of(each))));
    return sides;
  }

  private void compare(Part part, Map<String, Side> one, Map<String, Side> two) {
    for (String path : union(one, two)) {
      Optional<Side> left = Optional.ofNullable(one.get(path));
      Optional<Side> right = Optional.ofNullable(two.get(path));
      if (left.isPresent()
          && right.isPresent()
          && isSame(path, left.get().value(), right.get().value())) {
        if (String.valueOf(left.get().value()).contains(Plan.WITHHELD)) {
          withheld.add("%s %s".formatted(part.label(), path));
        }
      } else {
        differences.add(new PlanDifference(part, path, left, right));
      }
    }
  }

  private static boolean isSame(String path, Object one, Object two) {
    if (one.equals(two)) {
      return true;
    }
    if (one instanceof Number && two instanceof Number) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(two.toString())) == 0;
    }
    return QUANTITY.matcher(path).matches()
        && isSameQuantity(String.valueOf(one), String.valueOf(two));
  }

  private static boolean isSameQuantity(String one, String two) {
    try {
      return Quantity.parse(one)
              .getNumericalAmount()
              .compareTo(Quantity.parse(two).getNumericalAmount())
          == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the keys of both, each where the first or else the second has it. */
  private static Set<String> union(Map<String, ?> one, Map<String, ?> two) {
    Set<String> keys = new LinkedHashSet<>();
    Stream.of(one, two).forEach(map -> keys.addAll(map.keySet()));
    return keys;
  }
}
