// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.core.plugin.jars.JarLimits;
import io.podsmith.core.plugin.jars.PluginJar;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds class files in a jar of a plugin that do not belong there or cannot be loaded. */
final class JarContents {
  /** The oldest Java that Spark 4 runs on. */
  private static final int JAVA = 17;

  private static final int CLASS_FILE_OF_JAVA_0 = 44;
  private static final int MAGIC = 0xCAFEBABE;
  private static final Pattern OTHER_JAVA = Pattern.compile("META-INF/versions/(\\d{1,4})/.*");
  private static final List<String> ENGINE =
      List.of("io/podsmith/core/", "io/podsmith/steps/", "io/podsmith/scheduler/");
  private static final Map<String, String> PROVIDED =
      Map.of(
          "io/podsmith/api/", "Podsmith's contract",
          "io/fabric8/kubernetes/api/", "the Kubernetes model",
          "org/slf4j/", "SLF4J",
          "org/jspecify/", "JSpecify",
          "org/apiguardian/", "API Guardian");

  private final String jar;
  private final Map<String, String> bundled = new TreeMap<>();
  private final Map<Integer, List<String>> newer = new TreeMap<>();

  private JarContents(String jar) {
    this.jar = jar;
  }

  /**
   * Returns what is wrong with the class files of a jar, in sentences with the fix.
   *
   * @throws IOException if the file cannot be read as a jar
   */
  static List<String> problems(PluginJar jar) throws IOException {
    JarContents contents = new JarContents(jar.uri());
    try (JarFile file = JarLimits.open(jar.path())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(".class")) {
          contents.add(file, entry);
        }
      }
    }
    return contents.problems();
  }

  private void add(JarFile file, JarEntry entry) throws IOException {
    String name = entry.getName();
    if (PluginClassLoader.isSharedFile(name)) {
      PROVIDED.entrySet().stream()
          .filter(shared -> name.startsWith(shared.getKey()))
          .forEach(shared -> bundled.putIfAbsent(shared.getValue(), name));
    } else if (ENGINE.stream().anyMatch(name::startsWith)) {
      bundled.putIfAbsent("Podsmith's engine", name);
    }
    Matcher other = OTHER_JAVA.matcher(name);
    if (!other.matches() || Integer.parseInt(other.group(1)) <= JAVA) {
      int java = javaOf(file, entry);
      if (java > JAVA) {
        newer.computeIfAbsent(java, key -> new ArrayList<>()).add(name);
      }
    }
  }

  /** Returns the Java version that a class file requires; zero if it is no class file. */
  private static int javaOf(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry);
        DataInputStream data = new DataInputStream(in)) {
      if ((entry.getSize() >= 0 && entry.getSize() < Long.BYTES) || data.readInt() != MAGIC) {
        return 0;
      }
      data.readUnsignedShort();
      return data.readUnsignedShort() - CLASS_FILE_OF_JAVA_0;
    }
  }

  private List<String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    bundled.forEach(
        (what, example) ->
            problems.put(
                what,
                ("%s contains classes of %s, such as %s, which Podsmith provides at run time; set"
                        + " <scope>provided</scope> for the dependency, and exclude it from a"
                        + " shaded jar")
                    .formatted(jar, what, example)));
    newer.forEach(
        (java, names) ->
            problems.put(
                Integer.toString(java),
                ("%s contains %d class files that require Java %d, such as %s, but Spark may run on"
                        + " Java %d; set <maven.compiler.release>%5$d</maven.compiler.release>, or"
                        + " use a version of the library for Java %5$d")
                    .formatted(jar, names.size(), java, names.get(0), JAVA)));
    return List.copyOf(problems.values());
  }
}
