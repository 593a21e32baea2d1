// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

/** Explains in words that follow the name of a class or step why its code cannot be linked. */
public final class LinkageProblem {
  private static final String BUILD_AGAIN = "build it against this version of k8s-api";

  private LinkageProblem() {}

  /**
   * Describes what is missing and what to change.
   *
   * @param owner the plugin, or {@link StepSource#CLASS_PATH}
   */
  public static String describe(LinkageError error, String owner) {
    if (error instanceof UnsupportedClassVersionError) {
      return newerJava(error);
    }
    if (error instanceof ExceptionInInitializerError || isUninitialized(error)) {
      return "cannot be initialized: a static initializer threw %s; fix it"
          .formatted(rootOf(error));
    }
    boolean isPlugin = !owner.equals(StepSource.CLASS_PATH);
    if (isPlugin && UpstreamContracts.areMissing(error)) {
      return ("cannot be linked: %s; it implements the contract of Spark's Kubernetes jar, which"
              + " Podsmith replaces: implement io.podsmith.api.FeatureStepFactory")
          .formatted(error);
    }
    if (isPlugin && isOfSpark(error)) {
      return ("cannot be linked: %s; Spark's classes are not visible to steps: read settings from"
              + " KubernetesConf, and add every other required library to the plugin")
          .formatted(error);
    }
    if (!isPlugin && UpstreamContracts.isInKubernetesJar(error)) {
      return ("cannot be linked: %s; Podsmith has those types of Spark's Kubernetes jar that"
              + " feature steps receive: remove the use of others")
          .formatted(error);
    }
    if (!isPlugin && isOfScala(error)) {
      return ("cannot be linked: %s; compile it with the version of Scala that this Spark runs on,"
              + " 2.13")
          .formatted(error);
    }
    if (!(error instanceof NoClassDefFoundError)) {
      return "cannot be linked: %s; %s".formatted(error, BUILD_AGAIN);
    }
    return isPlugin
        ? "cannot be linked: %s; add the missing classes to its plugin, and %s"
            .formatted(error, BUILD_AGAIN)
        : "cannot be linked: %s; add the missing classes to the classpath, and %s"
            .formatted(error, BUILD_AGAIN);
  }

  private static String newerJava(LinkageError error) {
    int here = Runtime.version().feature();
    return "was compiled for a newer Java version than %d, which runs here (%s); compile with --release %d"
        .formatted(here, error.getMessage(), here);
  }

  /** The JVM reports the initializer's failure once; later uses of the class look like this. */
  private static boolean isUninitialized(LinkageError error) {
    return error instanceof NoClassDefFoundError
        && String.valueOf(error.getMessage()).startsWith("Could not initialize class");
  }

  private static boolean isOfSpark(LinkageError error) {
    return error instanceof NoClassDefFoundError && missing(error).startsWith("org.apache.spark.");
  }

  private static boolean isOfScala(LinkageError error) {
    return missing(error).contains("scala.");
  }

  /** Returns the message with the names of classes as in source files. */
  static String missing(LinkageError error) {
    return String.valueOf(error.getMessage()).replace('/', '.');
  }

  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
