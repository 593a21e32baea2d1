// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.input.DocumentLimits;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a pod of the text of a template.
 *
 * <p>All mistakes of a template are one error, and all oddities are one warning. Both name the file
 * and each place.
 *
 * @param key the setting that names the file
 * @param file the file, as the setting names it
 */
public record PodTemplateReader(String key, String file) {
  private static final Logger LOG = LoggerFactory.getLogger(PodTemplateReader.class);

  /** How parsers of YAML and JSON say where something is; the last place is the wrong one. */
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(?<what>[^\\n]+)\\n in reader, line |\\Wline: )(?<line>\\d+), column:? (?<column>\\d+)");

  /**
   * Reads a template.
   *
   * @param text YAML or JSON
   * @return a pod without nulls: lists that have no elements are empty
   * @throws InvalidConfigurationException if the text is not a pod, is the dump of a pod that ran,
   *     or has mistakes with which the API server rejects the pod
   */
  public Pod read(String text) {
    Map<?, ?> tree = parse(text);
    rejectDump(tree);
    TemplateSlips slips = TemplateCheck.of(tree);
    if (slips.hasErrors()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          "%s is '%s', which cannot be used as a pod template; fix these places:%s"
              .formatted(key, file, slips.lines()));
    }
    Pod pod = model(text);
    if (!slips.isEmpty()) {
      LOG.warn(
          "The pod template {} ({}) is used as written, but check:{}",
          ShownUri.of(file),
          key,
          slips.lines());
    }
    return NullFields.removeFrom(pod);
  }

  private Map<?, ?> parse(String text) {
    if (text.isBlank()) {
      throw rejected("is empty", null);
    }
    DocumentLimits.exceeded(text)
        .ifPresent(
            what -> {
              throw rejected(what, null);
            });
    Object tree;
    try {
      tree = Serialization.unmarshal(text, Object.class);
    } catch (RuntimeException e) {
      String what =
          hasSeveralDocuments(text)
              ? "contains more than one document"
              : "is neither YAML nor JSON: " + problem(e);
      throw rejected(what, e);
    }
    if (!(tree instanceof Map<?, ?> object)) {
      throw rejected("is not an object", null);
    }
    Object kind = object.get("kind");
    if (kind != null && !kind.equals("Pod")) {
      throw rejected("describes a " + kind, null);
    }
    if (!(object.get("spec") instanceof Map)) {
      throw rejected("has no spec", null);
    }
    return object;
  }

  private void rejectDump(Map<?, ?> tree) {
    PodDump dump = PodDump.of(tree);
    if (dump.isCertain()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          """
          %s is '%s', which is the dump of a pod that ran ('kubectl get pod -o yaml') and not a \
          template: it has %s; remove these, and everything else that Spark sets itself\
          """
              .formatted(key, file, String.join(", ", dump.fields(tree))));
    }
  }

  private Pod model(String text) {
    try {
      return Serialization.unmarshal(text, Pod.class);
    } catch (IllegalArgumentException | KubernetesClientException e) {
      throw rejected("is not a valid pod: " + firstLine(e), e);
    }
  }

  private static boolean hasSeveralDocuments(String text) {
    return text.strip().lines().skip(1).anyMatch(line -> line.strip().equals("---"));
  }

  /** Returns what a parser found and where, without the text around it. */
  private static String problem(Throwable e) {
    String message = message(e);
    Matcher place = PLACE.matcher(message);
    String found = firstLine(e);
    while (place.find()) {
      String what = place.group("what") == null ? found : place.group("what").strip();
      found = "%s (line %s, column %s)".formatted(what, place.group("line"), place.group("column"));
    }
    return found;
  }

  private static String firstLine(Throwable e) {
    return message(e).lines().filter(line -> !line.isBlank()).findFirst().orElse(e.toString());
  }

  private static String message(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private InvalidConfigurationException rejected(String what, @Nullable Throwable cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        key,
        "%s is '%s', which %s; it must be a Pod with a spec, as kubectl accepts it"
            .formatted(key, file, what),
        cause);
  }
}
