// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.FeatureStepFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles a step and packs it into a jar, as its author does. */
final class CompiledStep {
  private CompiledStep() {}

  /**
   * Writes the jar of a step.
   *
   * @param jar the jar to write; the directory with its name and {@code .work} gets other files
   * @param className the factory, whose source this is
   * @param libraries what the step is compiled against, before the class path of the test
   */
  static void write(Path jar, String className, String source, List<Path> libraries)
      throws IOException {
    Path work = Files.createDirectories(jar.resolveSibling(jar.getFileName() + ".work"));
    String simpleName = className.substring(className.lastIndexOf('.') + 1);
    Path file = Files.writeString(work.resolve(simpleName + ".java"), source);
    Path classes = Files.createDirectory(work.resolve("classes"));
    compile(file, classes, libraries);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        entries.write(Files.readAllBytes(each));
      }
      entries.putNextEntry(new JarEntry("META-INF/services/" + FeatureStepFactory.class.getName()));
      entries.write(className.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void compile(Path source, Path classes, List<Path> libraries) throws IOException {
    List<Path> classPath = new ArrayList<>(libraries);
    classPath.addAll(SparkSubmitProcess.classPath());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      manager.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      boolean isCompiled =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                  null,
                  manager.getJavaFileObjects(source))
              .call();
      assertThat(isCompiled).as("%s compiles", source.getFileName()).isTrue();
    }
  }
}
