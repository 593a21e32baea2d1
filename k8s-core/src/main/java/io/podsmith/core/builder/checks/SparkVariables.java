// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.Differences.State;
import io.podsmith.core.builder.history.PodHistory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment variables {@code SPARK_*} of Spark's container. The entry point of the image and
 * Spark itself read them, so a step that replaces the value of another step changes more than it
 * may know. Values are never logged.
 */
public final class SparkVariables {
  private static final Logger LOG = LoggerFactory.getLogger(SparkVariables.class);
  private static final String PREFIX = "SPARK_";

  private SparkVariables() {}

  /**
   * Warns where a step changed or removed a variable that another step had set, if one of them is
   * not Podsmith's own.
   *
   * @param author the step, whose pod is the last one in {@code history}
   * @param before the pod that the step was given
   * @param role {@code driver} or {@code executor}
   */
  public static void warnOfChanges(
      Author author, State before, State after, PodHistory history, String role) {
    if (before == after) {
      return;
    }
    Map<String, Object> now = of(after);
    of(before)
        .forEach(
            (name, value) -> {
              if (!value.equals(now.get(name))) {
                history
                    .writerBeforeLast(state -> of(state).get(name))
                    .filter(other -> isReportable(author, other))
                    .ifPresent(other -> warn(name, now.containsKey(name), author, other, role));
              }
            });
  }

  private static boolean isReportable(Author author, Author other) {
    return other.isStep()
        && !other.equals(author)
        && (author.isThirdParty() || other.isThirdParty());
  }

  private static void warn(String name, boolean isKept, Author author, Author other, String role) {
    Author foreign = author.isThirdParty() ? author : other;
    LOG.warn(
        "The environment variable {} of Spark's container in the {} pod, set by {}, is {} by {};"
            + " Spark and its image read environment variables SPARK_*. If that is not intended,"
            + " {}",
        name,
        role,
        other.described(),
        isKept ? "replaced" : "removed",
        author.described(),
        foreign.remedy());
  }

  /** Returns the variables by name; of several with one name the last one takes effect. */
  private static Map<String, Object> of(State state) {
    Map<String, Object> found = new TreeMap<>();
    if (state.container().get("env") instanceof List<?> variables) {
      for (Object variable : variables) {
        if (variable instanceof Map<?, ?> fields
            && fields.get("name") instanceof String name
            && name.startsWith(PREFIX)) {
          found.put(name, fields);
        }
      }
    }
    return found;
  }
}
