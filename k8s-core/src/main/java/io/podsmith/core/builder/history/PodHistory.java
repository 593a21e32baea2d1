// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import io.podsmith.api.SparkPod;
import io.podsmith.core.builder.history.Differences.State;
import io.podsmith.core.plan.PodFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pod after its template and after each step that changed it: finds out who wrote a field. Kept
 * for drivers and for the first executor of a resource profile. Not for several threads while it
 * grows.
 */
public final class PodHistory {
  private static final Pattern INVALID = Pattern.compile("Invalid value: \"([^\"]*)\"");

  /** A pod as an author left it. */
  public record Version(Author author, State state) {}

  /**
   * What was last done to a field.
   *
   * @param isRemoval whether the field has gone by it
   */
  public record Change(Author author, boolean isRemoval) {}

  private final List<Version> versions;

  private PodHistory(List<Version> versions) {
    this.versions = new ArrayList<>(versions);
  }

  /** Begins with a template, or with an empty pod that nobody wrote. */
  public static PodHistory of(Author author, SparkPod start) {
    return new PodHistory(List.of(new Version(author, new State(start))));
  }

  public PodHistory copy() {
    return new PodHistory(versions);
  }

  /** Returns the pod after each author who changed it, the template first. */
  public List<Version> versions() {
    return List.copyOf(versions);
  }

  public State current() {
    return versions.get(versions.size() - 1).state();
  }

  /** Takes note of the pod that an author made. */
  public State add(Author author, SparkPod pod) {
    State next = current().next(pod);
    if (next != current()) {
      versions.add(new Version(author, next));
    }
    return next;
  }

  /**
   * Finds who wrote a field last.
   *
   * @param field as the API server names it, see {@link FieldPath#locate}
   */
  public Optional<Change> lastChange(String field) {
    return lastChange(field, "");
  }

  /**
   * Finds who wrote last what the API server finds wrong.
   *
   * @param message may quote the wrong key or value of a map such as labels
   */
  public Optional<Change> lastChange(String field, String message) {
    FieldPath path =
        exact(FieldPath.locate(field, current().pod(), current().container()), message);
    return changeOf(path).or(() -> path.enclosingItem().flatMap(this::addition));
  }

  /**
   * Finds who wrote what a view shows of the pod, without what the last author did.
   *
   * @param view returns null where the pod does not have it
   */
  public Optional<Author> writerBeforeLast(Function<State, @Nullable Object> view) {
    for (int i = versions.size() - 2; i >= 0; i--) {
      Object now = view.apply(versions.get(i).state());
      Object before = i == 0 ? null : view.apply(versions.get(i - 1).state());
      if (!Objects.equals(now, before)) {
        return Optional.of(versions.get(i).author());
      }
    }
    return Optional.empty();
  }

  /**
   * Returns who wrote each leaf of the finished pod, by its path.
   *
   * @param pod the tree of the finished pod, with Spark's container
   * @param container the name of Spark's container
   * @return authors by the paths of {@link PodFields#leaves}; a leaf that no version has is the
   *     engine's
   */
  Map<String, Author> winners(Map<String, Object> pod, String container) {
    Map<String, Author> winners = new LinkedHashMap<>();
    Map<String, Object> wanted = PodFields.leaves(pod);
    wanted.keySet().forEach(path -> winners.put(path, Author.engine()));
    Map<String, Object> before = Map.of();
    for (Version version : versions) {
      State state = version.state();
      Map<String, Object> now = leaves(state.pod(), state.container(), container);
      for (String path : wanted.keySet()) {
        Object value = now.get(path);
        if (value != null && !value.equals(before.get(path))) {
          winners.put(path, version.author());
        }
      }
      before = now;
    }
    return winners;
  }

  /**
   * Returns the leaves of a pod by the paths of {@link PodFields#leaves}, with Spark's container in
   * its place.
   *
   * @param pod the tree of the pod
   * @param container the tree of Spark's container
   * @param name the name of Spark's container, which it may not have yet
   */
  public static Map<String, Object> leaves(
      Map<String, Object> pod, Map<String, Object> container, String name) {
    Map<String, Object> leaves = PodFields.leaves(pod);
    Map<String, Object> named = new LinkedHashMap<>(container);
    named.put("name", name);
    leaves.putAll(PodFields.leaves(Map.of("spec", Map.of("containers", List.of(named)))));
    if (!container.containsKey("name")) {
      leaves.remove("spec.containers[name=%s].name".formatted(name));
    }
    return leaves;
  }

  private FieldPath exact(FieldPath path, String message) {
    Matcher quoted = INVALID.matcher(message);
    if (quoted.find() && valueOf(path, current()).orElse("") instanceof Map<?, ?> map) {
      String wrong = quoted.group(1);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (wrong.equals(entry.getKey()) || wrong.equals(entry.getValue())) {
          return path.child(String.valueOf(entry.getKey()));
        }
      }
    }
    return path;
  }

  private Optional<Change> changeOf(FieldPath path) {
    if (path.elements().isEmpty()) {
      return Optional.empty();
    }
    for (int i = versions.size() - 1; i > 0; i--) {
      Optional<Object> now = valueOf(path, versions.get(i).state());
      if (!now.equals(valueOf(path, versions.get(i - 1).state()))) {
        return Optional.of(new Change(versions.get(i).author(), now.isEmpty()));
      }
    }
    return valueOf(path, versions.get(0).state()).isPresent()
        ? Optional.of(new Change(versions.get(0).author(), false))
        : Optional.empty();
  }

  /** For a field that nobody wrote: who brought the element of the list in which it is missing. */
  private Optional<Change> addition(FieldPath item) {
    return versions.stream()
        .filter(version -> valueOf(item, version.state()).isPresent())
        .findFirst()
        .map(version -> new Change(version.author(), false));
  }

  private static Optional<Object> valueOf(FieldPath path, State state) {
    return path.in(state.pod(), state.container());
  }
}
