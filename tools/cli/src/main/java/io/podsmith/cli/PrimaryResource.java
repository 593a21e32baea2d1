// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The file of an application.
 *
 * @param uri its URI, empty if the main class is in the image ({@code spark-internal})
 */
record PrimaryResource(Optional<String> uri, AppLanguage language) {
  private static final String INTERNAL = "spark-internal";
  private static final Set<String> SHELLS =
      Set.of("spark-shell", "pyspark-shell", "sparkr-shell", "connect-shell");

  static PrimaryResource internal() {
    return new PrimaryResource(Optional.empty(), AppLanguage.JAVA);
  }

  static PrimaryResource of(String given) {
    if (SHELLS.contains(given)) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "'%s' is a shell but the application must be a jar, a Python file or an R file; use spark-submit in client mode for shells"
              .formatted(given));
    }
    if (given.equals(INTERNAL)) {
      return internal();
    }
    String uri = ResourcePaths.uri(given).toString();
    if (given.endsWith(".py")) {
      return new PrimaryResource(Optional.of(uri), AppLanguage.PYTHON);
    }
    boolean isR = given.endsWith(".R") || given.endsWith(".r");
    return new PrimaryResource(Optional.of(uri), isR ? AppLanguage.R : AppLanguage.JAVA);
  }

  MainAppResource mainAppResource() {
    MainAppResource.Builder builder = MainAppResource.builder().language(language);
    uri.ifPresent(builder::file);
    return builder.build();
  }

  /**
   * Returns the name of the file without directories, which names an application without a name.
   */
  String fileName() {
    return new File(uri.orElse(INTERNAL)).getName();
  }

  /** Returns the main class that the manifest of a local jar names. */
  String mainClassOfManifest() {
    URI jar = URI.create(uri.orElse(""));
    if (!"file".equals(jar.getScheme()) || jar.getPath() == null) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "the main class is missing and cannot be read from '%s', which is not on this machine; add --class"
              .formatted(uri.orElse(INTERNAL)));
    }
    try (JarFile file = new JarFile(jar.getPath())) {
      return Optional.ofNullable(file.getManifest())
          .map(Manifest::getMainAttributes)
          .map(attributes -> attributes.getValue(Attributes.Name.MAIN_CLASS))
          .orElseThrow(
              () ->
                  new PodsmithException(
                      PodsmithError.CONF_ARGUMENTS,
                      "the main class is missing and the manifest of '%s' names none; add --class"
                          .formatted(jar.getPath())));
    } catch (IOException e) {
      throw new PodsmithException(
          PodsmithError.CONF_FILE,
          "the main class is missing and '%s' cannot be read as a jar (%s); correct the path, or add --class"
              .formatted(jar.getPath(), e),
          e);
    }
  }
}
