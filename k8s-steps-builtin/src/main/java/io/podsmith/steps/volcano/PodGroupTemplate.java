// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.volcano;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.steps.internal.LocalResources;
import io.podsmith.steps.internal.StepKeys;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the user wants to be in the PodGroup of an application. */
final class PodGroupTemplate {
  private static final String API_GROUP = "scheduling.volcano.sh/";
  private static final String API_VERSION = API_GROUP + "v1beta1";
  private static final int MAX_CHARACTERS = 1 << 16;

  /** Aliases that repeat aliases multiply; ten make at most a few dozen values of one. */
  private static final int MAX_ALIASES = 10;

  private static final Pattern ALIAS = Pattern.compile("(?<![^\\s\\[{,:-])\\*[\\w-]");
  private static final String KIND = "PodGroup";

  private PodGroupTemplate() {}

  /**
   * Makes the group of an application from the user's template, or an empty one where there is
   * none.
   */
  static GenericKubernetesResource read(KubernetesConf conf, String name) {
    ConfigEntry<Optional<String>> fileKey = StepKeys.VOLCANO_POD_GROUP_TEMPLATE_FILE;
    ConfigEntry<Optional<String>> jsonKey = StepKeys.VOLCANO_POD_GROUP_TEMPLATE_JSON;
    GenericKubernetesResource group =
        conf.get(fileKey)
            .map(file -> parse(fileKey, "names '" + file + "', which", text(conf, file)))
            .or(() -> conf.get(jsonKey).map(json -> parse(jsonKey, "is set, but it", json)))
            .orElseGet(GenericKubernetesResource::new);
    if (group.getApiVersion() == null) {
      group.setApiVersion(API_VERSION);
    }
    group.setKind(KIND);
    if (group.getMetadata() == null) {
      group.setMetadata(new ObjectMeta());
    }
    group.getMetadata().setName(name);
    group.getMetadata().setNamespace(conf.namespace());
    if (group.get("spec") == null) {
      group.setAdditionalProperty("spec", Map.of());
    }
    return group;
  }

  private static String text(KubernetesConf conf, String file) {
    return LocalResources.readTemplate(conf, StepKeys.VOLCANO_POD_GROUP_TEMPLATE_FILE.key(), file);
  }

  private static GenericKubernetesResource parse(
      ConfigEntry<?> entry, String subject, String text) {
    if (text.length() > MAX_CHARACTERS
        || ALIAS.matcher(text).results().limit(MAX_ALIASES + 1L).count() > MAX_ALIASES) {
      throw refused(
          entry,
          subject,
          "has more than %,d characters or %d aliases".formatted(MAX_CHARACTERS, MAX_ALIASES),
          null);
    }
    Object tree;
    try {
      tree = Serialization.unmarshal(text, Object.class);
    } catch (RuntimeException | StackOverflowError e) {
      // what the parser says would show the text
      throw refused(entry, subject, "is neither YAML nor JSON", null);
    }
    if (!(tree instanceof Map<?, ?> object)) {
      throw refused(entry, subject, "is not an object", null);
    }
    Object kind = object.get("kind");
    if (kind != null && !kind.equals(KIND)) {
      throw refused(entry, subject, "describes a " + kind, null);
    }
    Object version = object.get("apiVersion");
    if (version != null && !version.toString().startsWith(API_GROUP)) {
      throw refused(entry, subject, "is of the API " + version, null);
    }
    Object spec = object.get("spec");
    if (spec != null && !(spec instanceof Map)) {
      throw refused(entry, subject, "has a spec that is not an object", null);
    }
    try {
      return Serialization.unmarshal(Serialization.asJson(object), GenericKubernetesResource.class);
    } catch (RuntimeException e) {
      throw refused(entry, subject, "has metadata that is not valid in Kubernetes", e);
    }
  }

  private static InvalidConfigurationException refused(
      ConfigEntry<?> entry, String subject, String what, @Nullable Throwable cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        entry.key(),
        entry.key()
            + " "
            + subject
            + " "
            + what
            + "; it must be a PodGroup of "
            + API_VERSION
            + ", as kubectl accepts it",
        cause);
  }
}
