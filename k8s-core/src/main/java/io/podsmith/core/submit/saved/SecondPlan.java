// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.plan.PodFields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plan that was made again from the settings, to fill what the saved one lacks. */
public final class SecondPlan {
  private final Plan saved;
  private final String lacking;

  /**
   * @param lacking what the saved plan lacks, a sentence without a full stop
   */
  public SecondPlan(Plan saved, String lacking) {
    this.saved = saved;
    this.lacking = lacking;
  }

  /**
   * Checks that the settings give the saved plan again, apart from what is withheld in both.
   *
   * @throws PodsmithException if they give another plan
   */
  public void requireSame(Plan second) {
    // as it would be read from a file, so that numbers have the same types
    Plan read = PlanDocument.read(PlanDocument.toJson(second), "second plan");
    difference(properties(saved), properties(read))
        .or(() -> difference(leaves(saved), leaves(read)))
        .ifPresent(
            words -> {
              throw rejected("the given settings give another plan: %s".formatted(words), null);
            });
  }

  /** Returns the error of a plan that cannot be filled. */
  public PodsmithException rejected(String why, @Nullable Throwable cause) {
    return new PodsmithException(
        PodsmithError.PLAN_WITHHELD,
        "%s, and %s; pass the settings and the application that it was made from"
            .formatted(lacking, why),
        cause);
  }

  private static Map<String, Object> leaves(Plan plan) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Map<String, Object> object : plan.objects()) {
      String name =
          "%s %s"
              .formatted(
                  object.get("kind"),
                  object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : "");
      PodFields.leaves(object)
          .forEach((path, value) -> all.put("%s of %s".formatted(path, name), value));
    }
    return all;
  }

  private static Map<String, Object> properties(Plan plan) {
    Map<String, Object> all = new LinkedHashMap<>();
    plan.properties().forEach(read -> all.put("property %s".formatted(read.key()), read.value()));
    return all;
  }

  private static Optional<String> difference(Map<String, Object> one, Map<String, Object> other) {
    return Stream.concat(one.keySet().stream(), new TreeSet<>(other.keySet()).stream())
        .filter(key -> !Objects.equals(one.get(key), other.get(key)))
        .findFirst()
        .map(
            key ->
                !other.containsKey(key)
                    ? "%s is missing".formatted(key)
                    : !one.containsKey(key)
                        ? "%s is new".formatted(key)
                        : "%s differs".formatted(key));
  }
}
