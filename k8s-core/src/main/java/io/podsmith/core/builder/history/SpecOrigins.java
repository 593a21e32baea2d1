// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.podsmith.core.builder.history.PodHistory.Change;
import io.podsmith.core.client.ObjectScope;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.plugin.StepInfo;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote what of a pod and of the objects that belong to it: the template, a step or the engine.
 * For errors of the API server, which name fields only. Safe for use by several threads.
 */
public final class SpecOrigins {
  private static final Pattern FIELD_ERROR =
      Pattern.compile(
          "\\b((?:spec|metadata)\\.[\\w.\\[\\]/-]+): ((?:Invalid value|Required value|Not found|"
              + "Duplicate value|Forbidden|Unsupported value|Too (?:long|many))[^,;]*)");

  private static final SpecOrigins UNKNOWN =
      new SpecOrigins(Optional.empty(), Map.of(), Set.of(), List.of(), false);

  private final Optional<PodHistory> history;
  private final Map<HasMetadata, Author> objects;
  private final Set<String> uniqueParts;
  private final List<String> steps;
  private final boolean isKnown;

  private SpecOrigins(
      Optional<PodHistory> history,
      Map<HasMetadata, Author> objects,
      Set<String> uniqueParts,
      List<String> steps,
      boolean isKnown) {
    this.history = history;
    this.objects = new IdentityHashMap<>(objects);
    this.uniqueParts = Set.copyOf(uniqueParts);
    this.steps = List.copyOf(steps);
    this.isKnown = isKnown;
  }

  /** Returns origins that know nothing, for a spec that was put together by hand. */
  public static SpecOrigins unknown() {
    return UNKNOWN;
  }

  /**
   * Returns the origins of a saved plan: its authors are unknown, and no name counts as unique, so
   * that no object of another application is taken over.
   */
  public static SpecOrigins ofSavedPlan() {
    return new SpecOrigins(Optional.empty(), Map.of(), Set.of(), List.of(), true);
  }

  /**
   * Keeps what building a spec has shown.
   *
   * @param objects who returned each object, by its identity
   * @param uniqueParts parts of names that no other application has
   * @param steps the ids of the steps that ran, in order
   */
  public static SpecOrigins of(
      PodHistory history,
      Map<HasMetadata, Author> objects,
      Set<String> uniqueParts,
      List<String> steps) {
    return new SpecOrigins(Optional.of(history.copy()), objects, uniqueParts, steps, true);
  }

  /**
   * Names those who wrote the fields that the API server rejects.
   *
   * @param status the answer of the API server to the creation of the pod
   * @return sentences without a full stop at the end, empty where nothing is known
   */
  public String explainPod(@Nullable Status status) {
    if (status == null || status.getDetails() == null || history.isEmpty()) {
      return "";
    }
    Set<String> sentences = new LinkedHashSet<>();
    List<StatusCause> causes = status.getDetails().getCauses();
    for (StatusCause cause : causes == null ? List.<StatusCause>of() : causes) {
      if (cause.getField() != null) {
        explain(cause.getField(), String.valueOf(cause.getMessage())).ifPresent(sentences::add);
      }
    }
    return String.join("; ", sentences);
  }

  /**
   * Names those who wrote the fields that the API server rejects, where only its words are known.
   *
   * @param message for example {@code Pod "x" is invalid: spec.containers[0].name: Required value}
   * @return sentences without a full stop at the end, empty where nothing is known
   */
  public String explainPod(String message) {
    Set<String> sentences = new LinkedHashSet<>();
    Matcher next = FIELD_ERROR.matcher(message);
    while (next.find()) {
      explain(next.group(1), next.group(2)).ifPresent(sentences::add);
    }
    return String.join("; ", sentences);
  }

  private Optional<String> explain(String field, String message) {
    return history
        .flatMap(states -> states.lastChange(field, message))
        .map(
            (Change change) ->
                "%s was %s by %s"
                    .formatted(
                        field,
                        change.isRemoval() ? "removed" : "written",
                        change.author().described()));
  }

  /**
   * Returns the id of the step, {@code template} or {@code engine} that wrote each leaf of the
   * driver pod, by its path; empty if that is unknown.
   *
   * @param pod the tree of the finished pod
   * @param container the name of Spark's container
   */
  public Map<String, String> writers(Map<String, Object> pod, String container) {
    Map<String, String> writers = new LinkedHashMap<>();
    history.ifPresent(
        states ->
            states
                .winners(pod, container)
                .forEach((path, author) -> writers.put(path, author.writer().manager())));
    return writers;
  }

  /** Returns the pod after each author who changed it, empty where that is unknown. */
  public List<PodHistory.Version> versions() {
    return history.map(PodHistory::versions).orElse(List.of());
  }

  /** Returns the ids of the steps that ran, in order. */
  public List<String> steps() {
    return steps;
  }

  /** Returns who returned an object: a step, or the engine. */
  public Writer writerOf(HasMetadata object) {
    return objects.getOrDefault(object, Author.engine()).writer();
  }

  /** Returns who returned an object, such as {@code step acme.logs from plugin logs (logs.jar)}. */
  public Optional<String> authorOf(HasMetadata object) {
    return Optional.ofNullable(objects.get(object)).map(Author::described);
  }

  /** Returns the class of the step that returned an object, empty for Podsmith's own steps. */
  public Optional<String> classOf(HasMetadata object) {
    return Optional.ofNullable(objects.get(object)).flatMap(Author::step).map(StepInfo::className);
  }

  /**
   * Returns whether no other application can have an object of this name, unless somebody copies
   * it: the name holds an id that was drawn for this application. Unknown origins say so of all.
   */
  public boolean hasUniqueName(HasMetadata object) {
    String name = object.getMetadata().getName();
    return !isKnown || (name != null && uniqueParts.stream().anyMatch(name::contains));
  }

  /**
   * Returns whether a submission must create an object itself, and not take over one that exists:
   * all objects of the driver's namespace but claims, which hold data that a later job may need,
   * and those whose names are unique. Objects elsewhere are shared.
   *
   * @param namespace that of the driver
   */
  public boolean mustBeNew(HasMetadata object, String namespace) {
    String in = object.getMetadata().getNamespace();
    return !(object instanceof PersistentVolumeClaim)
        && !hasUniqueName(object)
        && ObjectScope.isNamespaced(object)
        && (in == null || in.equals(namespace));
  }
}
