// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * Spark with its own Kubernetes jar, in a class loader that shares nothing but the JDK with ours.
 *
 * <p>Everything is reached by reflection: the same names mean other classes on our class path.
 */
final class Upstream implements AutoCloseable {
  private final URLClassLoader loader;

  private Upstream(URLClassLoader loader) {
    this.loader = loader;
  }

  static Upstream open() {
    try {
      List<URL> urls = new ArrayList<>();
      urls.add(ownClasses().toUri().toURL());
      urls.add(jar().toUri().toURL());
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return new Upstream(
          new URLClassLoader(
              "upstream", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles what is written against upstream's contract, which our class path does not have. */
  private static Path ownClasses() throws IOException {
    Path target = Files.createDirectories(Path.of("target/upstream-classes"));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                target.toString(),
                "-cp",
                jar() + File.pathSeparator + System.getProperty("java.class.path"),
                ParityCase.FOLDER.resolve("upstream/ListedStep.java").toString());
    if (result != 0) {
      throw new IllegalStateException("the step for upstream does not compile");
    }
    return target;
  }

  private static Path jar() {
    Path jar =
        Path.of(
            System.getProperty("podsmith.root", ".."),
            "k8s-scheduler/target/upstream/spark-kubernetes_2.13.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          jar + " is missing; the build copies it in the phase generate-test-resources");
    }
    return jar;
  }

  Class<?> load(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the instance of a Scala object. */
  Object module(String name) {
    try {
      return load(name + "$").getField("MODULE$").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls a method without parameters. */
  static Object call(Object target, String method) {
    return call(target, method, new Class<?>[0]);
  }

  /** Calls a method; what it throws is thrown as it is when it is unchecked. */
  static Object call(Object target, String method, Class<?>[] types, Object... arguments) {
    try {
      return target.getClass().getMethod(method, types).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls a Scala function of one argument. */
  Object apply(Object function, Object argument) {
    try {
      return load("scala.Function1").getMethod("apply", Object.class).invoke(function, argument);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Turns a Scala Seq, Set or Option into a list. */
  List<Object> toList(Object iterable) {
    try {
      Object iterator =
          load("scala.collection.IterableOnce").getMethod("iterator").invoke(iterable);
      Class<?> type = load("scala.collection.Iterator");
      List<Object> list = new ArrayList<>();
      while ((boolean) type.getMethod("hasNext").invoke(iterator)) {
        list.add(type.getMethod("next").invoke(iterator));
      }
      return list;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isA(Object object, String className) {
    return load(className).isInstance(object);
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
