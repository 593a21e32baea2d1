package io.podsmith.benchmarks.upstream;

import java.io.File;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Spark with its own Kubernetes jar in a class loader that shares nothing but the JDK with ours, as
 * the same names mean other classes on our class path. What crosses over are types of the JDK.
 */
public final class UpstreamLoader {
  private static final String JAR = "podsmith.upstream.jar";

  private UpstreamLoader() {}

  /**
   * Makes an instance of a class of the benchmarks that is written against Spark's own jar.
   *
   * @param arguments of its only constructor
   */
  public static Object make(String className, Object... arguments) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader loader = open();
    thread.setContextClassLoader(loader);
    try {
      return Class.forName(className, true, loader).getConstructors()[0].newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ClassLoader open() {
    List<URL> urls = new ArrayList<>();
    Path jar =
        Path.of(System.getProperty(JAR, "k8s-scheduler/target/upstream/spark-kubernetes_2.13.jar"));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          jar.toAbsolutePath() + " is missing; set -D" + JAR + " to Spark's own Kubernetes jar");
    }
    urls.add(url(jar));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(url(Path.of(entry)));
    }
    return new URLClassLoader(
        "upstream", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
