// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.SparkPod;
import io.podsmith.core.plan.PodFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a step changed, in words; names only, as values may be secrets. */
public final class Differences {
  /** Lists whose elements go by a field of theirs, and what an element is called. */
  private record Named(String field, String noun) {}

  private static final Map<String, Named> LISTS =
      Map.of(
          "containers", new Named("name", "container"),
          "initContainers", new Named("name", "init container"),
          "volumes", new Named("name", "volume"),
          "imagePullSecrets", new Named("name", "image pull secret"),
          "env", new Named("name", "env"),
          "volumeMounts", new Named("mountPath", "mount"),
          "ports", new Named("name", "port"),
          "tolerations", new Named("key", "toleration"));

  private static final Map<String, String> MAPS =
      Map.of("labels", "label", "annotations", "annotation", "nodeSelector", "node selector");

  private final List<String> words = new ArrayList<>();

  private Differences() {}

  /** A state of a pod to be compared. To make it takes longer than to compare. */
  public static final class State {
    private final SparkPod of;
    private final Map<String, Object> pod;
    private final Map<String, Object> container;

    State(SparkPod of) {
      this.of = of;
      this.pod = PodFields.tree(of.pod());
      this.container = PodFields.tree(of.container());
    }

    /** Returns the pod that this is the state of. */
    public SparkPod sparkPod() {
      return of;
    }

    public Map<String, Object> pod() {
      return pod;
    }

    public Map<String, Object> container() {
      return container;
    }

    /** Returns the state of the pod after a step, this one where the step did nothing. */
    State next(SparkPod after) {
      return of.equals(after) ? this : new State(after);
    }
  }

  /** Compares two states of a pod. */
  public static Differences between(SparkPod before, SparkPod after) {
    State state = new State(before);
    return between(state, state.next(after));
  }

  /** Compares two states of a pod. */
  public static Differences between(State before, State after) {
    Differences differences = new Differences();
    if (before != after) {
      differences.compare("", map(before.pod.get("metadata")), map(after.pod.get("metadata")));
      differences.compare("", map(before.pod.get("spec")), map(after.pod.get("spec")));
      differences.compare("container's ", before.container, after.container);
    }
    return differences;
  }

  /** Returns the field by which the elements of a list are told apart, empty for other lists. */
  static Optional<String> keyOf(String list) {
    return Optional.ofNullable(LISTS.get(list)).map(Named::field);
  }

  public Differences withProperties(Collection<String> keys) {
    new TreeSet<>(keys).forEach(key -> words.add("property " + key));
    return this;
  }

  public Differences withObjects(Collection<? extends HasMetadata> objects) {
    objects.forEach(o -> words.add(o.getKind() + " " + o.getMetadata().getName()));
    return this;
  }

  public List<String> words() {
    return Numbered.fold(words);
  }

  private void compare(String owner, Map<String, Object> before, Map<String, Object> after) {
    Set<String> fields = new TreeSet<>(before.keySet());
    fields.addAll(after.keySet());
    for (String field : fields) {
      Object old = before.get(field);
      Object now = after.get(field);
      if (Objects.equals(old, now)) {
        continue;
      }
      Named named = LISTS.get(field);
      String entry = MAPS.get(field);
      if (named != null) {
        compareEntries(named.noun(), byName(old, named.field()), byName(now, named.field()));
      } else if (entry != null) {
        compareEntries(entry, map(old), map(now));
      } else {
        words.add(verb(old, now) + owner + field);
      }
    }
  }

  private void compareEntries(String noun, Map<String, Object> before, Map<String, Object> after) {
    after.forEach(
        (name, value) -> {
          if (!before.containsKey(name)) {
            words.add(noun + " " + name);
          } else if (!Objects.equals(before.get(name), value)) {
            words.add("changed " + noun + " " + name);
          }
        });
    before.keySet().stream()
        .filter(name -> !after.containsKey(name))
        .forEach(name -> words.add("removed " + noun + " " + name));
  }

  private static String verb(@Nullable Object before, @Nullable Object after) {
    if (isNothing(before)) {
      return "";
    }
    return isNothing(after) ? "removed " : "changed ";
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static Map<String, Object> byName(@Nullable Object list, String field) {
    Map<String, Object> byName = new LinkedHashMap<>();
    int unnamed = 0;
    for (Object element : list instanceof List<?> elements ? elements : List.of()) {
      Object name = map(element).get(field);
      byName.put(name == null ? "#" + unnamed++ : name.toString(), element);
    }
    return byName;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
