package io.podsmith.scheduler;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.ConfigKeys;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A driver that runs its tasks itself: {@code spark.kubernetes.driver.master} is {@code local},
 * {@code local[4]}, {@code local[*]} or {@code local[4,2]}.
 *
 * @param threads how many tasks run side by side
 * @param maxTaskFailures after how many failures of one task its job fails
 */
record LocalMaster(int threads, int maxTaskFailures) {
  private static final Pattern FORM =
      Pattern.compile("local(?:\\[([0-9]+|\\*)(?:\\s*,\\s*([0-9]+))?])?");

  /** Reads a master; empty where it names an API server. */
  static Optional<LocalMaster> parse(String master) {
    if (!master.startsWith("local")) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(master);
    if (!form.matches()) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_NOT_ACCEPTED,
          ConfigKeys.KUBERNETES_DRIVER_MASTER_URL.key(),
          master,
          "local, local[4], local[*], local[4,2] or the URL of an API server",
          "give one of these");
    }
    return Optional.of(new LocalMaster(threads(form.group(1)), number(form.group(2))));
  }

  private static int threads(@Nullable String text) {
    return "*".equals(text) ? Runtime.getRuntime().availableProcessors() : number(text);
  }

  private static int number(@Nullable String text) {
    return text == null ? 1 : Integer.parseInt(text);
  }
}
