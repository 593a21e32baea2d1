// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.stream.Collectors;

/** The class path of the tests, on which certain factories, and no others, are registered. */
public final class ClassPathOf extends ClassLoader {
  private static final String PROVIDERS = "META-INF/services/" + FeatureStepFactory.class.getName();

  private final byte[] names;

  private ClassPathOf(byte[] names) {
    super(ClassPathOf.class.getClassLoader());
    this.names = names;
  }

  public static ClassLoader factories(Class<?>... factories) {
    return new ClassPathOf(
        Arrays.stream(factories)
            .map(Class::getName)
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Loads the steps of plugins, and none that happen to be on the class path of the tests. */
  public static StepRegistry load(Map<String, String> settings) {
    return StepRegistry.load(
        SparkSettings.of(settings, Map.of()), new LocalFiles(), ClassPathOf.factories());
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(PROVIDERS)
        ? Collections.enumeration(Collections.singletonList(providers()))
        : super.getResources(name);
  }

  private URL providers() throws MalformedURLException {
    return new URL(
        null,
        "memory:" + PROVIDERS,
        new URLStreamHandler() {
          @Override
          protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
              @Override
              public void connect() {}

              @Override
              public InputStream getInputStream() {
                return new ByteArrayInputStream(names);
              }
            };
          }
        });
  }
}
