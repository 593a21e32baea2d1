// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Spark's own spark-kubernetes jar, which the build lays beside the classes. */
final class StockJar {
  static final Path PATH =
      Path.of("target", "upstream", "spark-kubernetes_2.13.jar").toAbsolutePath();

  private StockJar() {}

  /** Loads its classes before ours of the same name. */
  static URLClassLoader loader() throws MalformedURLException {
    URL[] jar = {PATH.toUri().toURL()};
    return new URLClassLoader(jar, StockJar.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
          Class<?> loaded = findLoadedClass(name);
          if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
            loaded = findClass(name);
          }
          return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
      }
    };
  }
}
