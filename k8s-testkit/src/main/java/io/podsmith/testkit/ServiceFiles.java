// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.core.plugin.ProviderFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;

/** The service files by which Podsmith discovers factories, on the classpath of the tests. */
final class ServiceFiles {
  private static final String FILE = "META-INF/services/" + FeatureStepFactory.class.getName();

  private ServiceFiles() {}

  /** Returns what is wrong if no service file names a factory. */
  static Optional<String> problem(Class<?> factory) {
    try {
      for (URL file : Collections.list(factory.getClassLoader().getResources(FILE))) {
        if (names(file, factory.getName())) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        """
        no file %s on the classpath names %s, so that Podsmith does not discover the step; \
        annotate the factory with @AutoService(FeatureStepFactory.class) and declare the annotation \
        processor auto-service, or write that file; override isDiscovered() if the factory is not \
        meant to be discovered\
        """
            .formatted(FILE, factory.getName()));
  }

  private static boolean names(URL file, String factory) throws IOException {
    try (InputStream content = file.openStream()) {
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      return ProviderFile.classNames(text).contains(factory);
    }
  }
}
