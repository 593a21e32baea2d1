// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the cause of a driver's failure where the submitter can read it: the last line with one of
 * Podsmith's codes in the driver's log, else the exception that the driver wrote on its pod.
 * Settings that look like secrets are replaced in it.
 */
public final class DriverLog {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLog.class);
  private static final Pattern CODED = Pattern.compile("\\[PODSMITH-[A-Z]+-\\d+] .*");
  private static final int LINES = 500;
  private static final int MAX_LENGTH = 600;
  private static final String REDACTED = "*********(redacted)";

  private final KubernetesClient client;
  private final SparkSettings settings;

  /**
   * Creates a reader of drivers' logs.
   *
   * @param client stays open
   * @param settings those whose secrets are withheld
   */
  public DriverLog(KubernetesClient client, SparkSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** Returns the cause in one line. Never throws for an answer of the API server. */
  public Optional<String> cause(Pod pod, String container) {
    return lastCodedLine(pod, container).or(() -> annotation(pod)).map(this::presentable);
  }

  private Optional<String> lastCodedLine(Pod pod, String container) {
    try {
      // getLog() lists and watches the pod first, and logs an error if it may not
      String log =
          client.raw(
              "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d"
                  .formatted(
                      pod.getMetadata().getNamespace(),
                      pod.getMetadata().getName(),
                      container,
                      LINES));
      return lastCodedLine(log == null ? "" : log);
    } catch (KubernetesClientException e) {
      LOG.debug("Cannot read the log of the driver pod: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Finds the last line with one of Podsmith's codes, from the code on. */
  static Optional<String> lastCodedLine(String log) {
    Matcher coded = CODED.matcher(log);
    Optional<String> last = Optional.empty();
    while (coded.find()) {
      last = Optional.of(coded.group().strip());
    }
    return last;
  }

  private static Optional<String> annotation(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return Optional.ofNullable(
            annotations == null ? null : annotations.get(Constants.EXIT_EXCEPTION_ANNOTATION))
        .flatMap(text -> text.lines().findFirst());
  }

  private String presentable(String line) {
    SensitiveSettings sensitive = SensitiveSettings.of(settings, Set.of());
    // the longest first, since a secret may begin with another one
    List<String> secrets =
        settings.asMap().entrySet().stream()
            .filter(setting -> sensitive.isSensitive(setting.getKey(), setting.getValue()))
            .map(Map.Entry::getValue)
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    String shown = line;
    for (String secret : secrets) {
      shown = shown.replace(secret, REDACTED);
    }
    return shown.length() <= MAX_LENGTH ? shown : shown.substring(0, MAX_LENGTH) + "...";
  }
}
