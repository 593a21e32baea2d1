// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plugin.jars.JarLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds feature steps in the jars of an application, from where they are not loaded: Spark puts
 * those jars on the classpath of drivers and executors, and pods are built before.
 */
final class StepJarsElsewhere {
  private static final Logger LOG = LoggerFactory.getLogger(StepJarsElsewhere.class);
  private static final String SERVICE = "META-INF/services/" + FeatureStepFactory.class.getName();

  private StepJarsElsewhere() {}

  /**
   * Warns of each jar with steps that were not found.
   *
   * @param uris the jars of the application; those that are not on this machine are skipped
   * @param found the class names of the factories that were found
   */
  static void warn(Collection<String> uris, Set<String> found) {
    find(uris, found)
        .forEach(
            (uri, factories) ->
                LOG.warn(
                    "{} contains feature steps ({}), which are not loaded from the jars of an"
                        + " application. Add the jar to {} as well",
                    ShownUri.of(uri),
                    String.join(", ", factories),
                    PodsmithKeys.STEP_JARS.key()));
  }

  /** Returns the factories that were not found, by the jars that contain them. */
  static Map<String, List<String>> find(Collection<String> uris, Set<String> found) {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    for (String uri : uris) {
      List<String> factories =
          factoriesIn(uri).stream().filter(name -> !found.contains(name)).toList();
      if (!factories.isEmpty()) {
        missing.put(uri, factories);
      }
    }
    return missing;
  }

  private static List<String> factoriesIn(String uri) {
    try {
      Path jar = Path.of(uri.matches("(file|local):/.*") ? URI.create(uri).getPath() : uri);
      if (!jar.toString().endsWith(".jar") || !Files.isRegularFile(jar)) {
        return List.of();
      }
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        ZipEntry service = zip.getEntry(SERVICE);
        return service == null ? List.of() : names(zip, service);
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.debug(
          "Cannot look for feature steps in {}: {}", ShownUri.of(uri), ShownUri.of(e.toString()));
      return List.of();
    }
  }

  private static List<String> names(ZipFile zip, ZipEntry service) throws IOException {
    byte[] content = JarLimits.read(zip, service, JarLimits.PROVIDERS);
    return ProviderFile.classNames(new String(content, StandardCharsets.UTF_8));
  }
}
