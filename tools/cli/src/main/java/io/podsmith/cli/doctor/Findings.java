// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.cli.doctor.Finding.Level;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects the results of checks, in their order. For one thread. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void ok(String check, String message) {
    all.add(new Finding(Level.OK, check, message, Optional.empty()));
  }

  void warn(String check, String message, String fix) {
    all.add(new Finding(Level.WARN, check, message, Optional.of(fix)));
  }

  void fail(String check, String message, String fix) {
    all.add(new Finding(Level.FAIL, check, message, Optional.of(fix)));
  }

  /** Adds a failure whose message says what to do. */
  void fail(String check, String message) {
    all.add(new Finding(Level.FAIL, check, message, Optional.empty()));
  }

  /**
   * Reads something that the caller may not be allowed to read.
   *
   * @param what what is read, for example {@code secret pull}
   * @return empty if it does not exist, or could not be read: then a warning was added
   */
  <T> Answer<T> read(String check, String what, Supplier<T> request) {
    try {
      return new Answer<>(Optional.ofNullable(request.get()), true);
    } catch (KubernetesClientException e) {
      String said =
          e.getStatus() == null || e.getStatus().getMessage() == null
              ? "status %d".formatted(e.getCode())
              : e.getStatus().getMessage();
      boolean isDenied = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      warn(
          check,
          "%s cannot be read (%s)".formatted(what, said),
          isDenied ? "check it with an account that may read it" : "run the command again");
      return new Answer<>(Optional.empty(), false);
    }
  }

  /**
   * What a request returned.
   *
   * @param found empty if it does not exist or is not known
   * @param isKnown whether the API server has answered
   */
  record Answer<T>(Optional<T> found, boolean isKnown) {
    boolean isMissing() {
      return isKnown && found.isEmpty();
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  long count(Level level) {
    return all.stream().filter(each -> each.level() == level).count();
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Level level : Level.values()) {
      tree.put(level.word(), count(level));
    }
    tree.put("findings", all.stream().map(Finding::tree).toList());
    return tree;
  }
}
