// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A driver that runs all tasks itself and has no executors: {@code spark.kubernetes.driver.master}
 * is {@code local}, {@code local[4]}, {@code local[*]} or {@code local[4,3]}.
 *
 * @param threads how many tasks run side by side, empty for as many as there are processors
 * @param maxTaskFailures how often a task may fail before the job fails
 */
public record LocalMaster(OptionalInt threads, int maxTaskFailures) {
  private static final Pattern FORM =
      Pattern.compile("local(?:\\[(\\*|[0-9]{1,9})(?:\\s*,\\s*([0-9]{1,9}))?])?");

  /**
   * Returns whether a master is the driver itself.
   *
   * @param key the setting that gave it
   * @return empty where the master is the URL of an API server
   * @throws InvalidConfigurationException where it looks local but is none of the forms
   */
  public static Optional<LocalMaster> find(String key, String master) {
    Matcher form = FORM.matcher(master);
    if (form.matches()) {
      OptionalInt threads = threads(form.group(1));
      if (threads.orElse(1) < 1) {
        throw notAccepted(key, master);
      }
      int failures = form.group(2) == null ? 1 : Integer.parseInt(form.group(2));
      return Optional.of(new LocalMaster(threads, failures));
    }
    if (master.startsWith("local[")) {
      throw notAccepted(key, master);
    }
    return Optional.empty();
  }

  private static OptionalInt threads(@Nullable String text) {
    if (text == null) {
      return OptionalInt.of(1);
    }
    return text.equals("*") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
  }

  private static InvalidConfigurationException notAccepted(String key, String master) {
    return InvalidConfigurationException.of(
        PodsmithError.CONF_MASTER,
        key,
        master,
        "local, local[<threads>], local[*] or local[<threads>,<failures>] with at least one"
            + " thread, or the URL of an API server",
        "change it");
  }
}
