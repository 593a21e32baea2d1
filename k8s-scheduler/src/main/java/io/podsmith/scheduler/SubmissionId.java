package io.podsmith.scheduler;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.Optional;

/**
 * Which drivers are meant: {@code namespace:pod}, {@code pod}, or either with {@code *} at its end.
 *
 * @param namespace empty where none is named
 * @param name the name of the pod, or what the names of several begin with
 * @param isPattern whether several are meant
 */
record SubmissionId(Optional<String> namespace, String name, boolean isPattern) {
  static SubmissionId parse(String text) {
    int colon = text.indexOf(':');
    Optional<String> namespace =
        colon < 0 ? Optional.empty() : Optional.of(text.substring(0, colon));
    String name = text.substring(colon + 1);
    boolean isPattern = name.endsWith("*");
    if (name.isEmpty() || namespace.filter(String::isEmpty).isPresent()) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_ARGUMENTS,
          "the submission id",
          text,
          "namespace:driver-pod or driver-pod, with * at its end for all that begin so",
          "give the id that spark-submit printed");
    }
    return new SubmissionId(
        namespace, isPattern ? name.substring(0, name.length() - 1) : name, isPattern);
  }

  boolean matches(String podName) {
    return isPattern ? podName.startsWith(name) : podName.equals(name);
  }
}
