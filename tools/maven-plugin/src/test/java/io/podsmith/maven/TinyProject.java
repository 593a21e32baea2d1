// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;

/**
 * A project of {@code src/test/projects}, built without Maven: compiled and packed in this JVM. The
 * property {@code bundled} of its POM lists classes that a shading plugin would add.
 */
final class TinyProject {
  private static final int MAJOR_VERSION = 7;
  private static final int CLASS_FILE_OF_JAVA_0 = 44;

  private final Path source;
  private final Model model;

  private TinyProject(Path source, Model model) {
    this.source = source;
    this.model = model;
  }

  static TinyProject in(Path source) {
    try (Reader pom = Files.newBufferedReader(source.resolve("pom.xml"))) {
      return new TinyProject(source, new MavenXpp3Reader().read(pom));
    } catch (IOException | XmlPullParserException e) {
      throw new AssertionError(source.toString(), e);
    }
  }

  /** Builds the jar below a directory, and returns what the goals of the plugin see. */
  StepProject build(Path work) {
    try {
      Path jar = work.resolve("%s.jar".formatted(model.getArtifactId()));
      Map<String, byte[]> entries = compiled(Files.createDirectories(work.resolve("classes")));
      entries.putAll(resources());
      String bundled = model.getProperties().getProperty("bundled", "");
      for (String name : bundled.isEmpty() ? new String[0] : bundled.split(",")) {
        entries.put(name, classOf(name));
      }
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          out.putNextEntry(new JarEntry(entry.getKey()));
          out.write(entry.getValue());
          out.closeEntry();
        }
      }
      return new StepProject(model.getArtifactId(), jar, dependencies());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Dependency> dependencies() {
    return model.getDependencies().stream()
        .map(
            d ->
                new Dependency(
                    d.getGroupId(),
                    d.getArtifactId(),
                    d.getVersion(),
                    d.getScope() == null ? "compile" : d.getScope(),
                    Optional.empty(),
                    Optional.empty()))
        .toList();
  }

  private Map<String, byte[]> compiled(Path out) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-proc:none", "-d", out.toString(), "-cp", System.getProperty("java.class.path"));
      boolean isCompiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(filesIn(source.resolve("src/main/java"))))
              .call();
      if (!isCompiled) {
        throw new AssertionError("%s: %s".formatted(source, messages));
      }
    }
    int release = Integer.parseInt(model.getProperties().getProperty("maven.compiler.release"));
    Map<String, byte[]> classes = contents(out);
    // the compiler of this JDK may not know the release, but readers look at this number only
    classes.values().forEach(c -> c[MAJOR_VERSION] = (byte) (CLASS_FILE_OF_JAVA_0 + release));
    return classes;
  }

  private Map<String, byte[]> resources() throws IOException {
    Path directory = source.resolve("src/main/resources");
    return Files.isDirectory(directory) ? contents(directory) : Map.of();
  }

  private static Map<String, byte[]> contents(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : filesIn(directory)) {
      contents.put(
          directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
    }
    return contents;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
  }

  private static byte[] classOf(String name) throws IOException {
    try (InputStream in = TinyProject.class.getClassLoader().getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
