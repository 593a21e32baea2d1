// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources and packs them into a jar, as the author of a step does. */
public final class TestJar {
  /** The classes by their sources: the compiler takes longer than the tests, which share most. */
  private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED =
      new ConcurrentHashMap<>();

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final List<String> services = new ArrayList<>();
  private final List<Path> classPath = new ArrayList<>();

  /** Adds a class; its package and name are given apart from the source. */
  public TestJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Adds a factory with an id, which is registered, too. The body may override more. */
  public TestJar factory(String className, String id, String body) {
    return source(className, factorySource(className, id, body)).service(className);
  }

  public static String factorySource(String className, String id, String body) {
    int dot = className.lastIndexOf('.');
    return """
    package %s;
    import io.podsmith.api.*;
    import io.podsmith.api.conf.*;
    import java.util.*;
    public class %s implements FeatureStepFactory {
      public String id() { return "%s"; }
      %s
      %s
      %s
    }
    """
        .formatted(
            className.substring(0, dot),
            className.substring(dot + 1),
            id,
            body.contains(" description(")
                ? ""
                : "public String description() { return \"For a test.\"; }",
            body.contains(" create(")
                ? ""
                : "public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {"
                    + " return Optional.of(pod -> pod); }",
            body);
  }

  public TestJar service(String className) {
    services.add(className);
    return this;
  }

  public TestJar file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  public TestJar compileAgainst(Path jar) {
    classPath.add(jar);
    return this;
  }

  public Path writeTo(Path jar) {
    try {
      Path work = Files.createTempDirectory("test-jar");
      Map<String, byte[]> entries = new TreeMap<>(files);
      Map<String, byte[]> compiled = COMPILED.get(sources);
      if (compiled == null) {
        compiled = compile(work);
      }
      if (classPath.isEmpty()) {
        COMPILED.put(Map.copyOf(sources), compiled);
      }
      entries.putAll(compiled);
      if (!services.isEmpty()) {
        entries.put(
            "META-INF/services/io.podsmith.api.FeatureStepFactory",
            String.join("\n", services).getBytes(StandardCharsets.UTF_8));
      }
      Files.createDirectories(jar.getParent());
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream zip = new JarOutputStream(out)) {
        for (Map.Entry<String, byte[]> e : entries.entrySet()) {
          zip.putNextEntry(new JarEntry(e.getKey()));
          zip.write(e.getValue());
          zip.closeEntry();
        }
      }
      deleteTree(work);
      return jar;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, byte[]> compile(Path work) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    if (sources.isEmpty()) {
      return classes;
    }
    Path src = Files.createDirectory(work.resolve("src"));
    Path out = Files.createDirectory(work.resolve("out"));
    List<Path> units = new ArrayList<>();
    for (Map.Entry<String, String> e : sources.entrySet()) {
      Path file = src.resolve(e.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      units.add(Files.writeString(file, e.getValue()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      String path =
          Stream.concat(
                  classPath.stream().map(Path::toString),
                  Stream.of(System.getProperty("java.class.path")))
              .reduce((a, b) -> a + System.getProperty("path.separator") + b)
              .orElseThrow();
      boolean done =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  List.of("-proc:none", "-nowarn", "-d", out.toString(), "-cp", path),
                  null,
                  manager.getJavaFileObjectsFromPaths(units))
              .call();
      if (!done) {
        throw new AssertionError(messages.toString());
      }
    }
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        classes.put(out.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
