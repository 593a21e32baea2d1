// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages and classes stay small enough for a reader. */
class SizesTest {
  private static final int MOST_CLASSES = 25;
  private static final int MOST_LINES = 500;

  /** How the Javadoc of a longer class begins the reason. */
  private static final Pattern REASON =
      Pattern.compile("is\\s+(?:\\*\\s+)?long\\s+(?:\\*\\s+)?because");

  @ParameterizedTest
  @ValueSource(
      strings = {"k8s-api", "k8s-core", "k8s-steps-builtin", "k8s-testkit", "k8s-scheduler"})
  void packagesHaveAtMost25Classes(String module) throws IOException {
    Map<String, Integer> sizes = classesByPackage(sources(module));

    assertThat(sizes).as("packages seen").hasSizeGreaterThanOrEqualTo(3);
    assertThat(sizes)
        .as("move classes that belong together into a package of their own")
        .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"k8s-api", "k8s-core", "k8s-steps-builtin", "k8s-testkit", "k8s-scheduler"})
  void classesHaveAtMost500LinesUnlessTheirJavadocSaysWhy(String module) throws IOException {
    assertThat(files(sources(module))).as("classes seen").hasSizeGreaterThan(20);
    assertThat(longClasses(sources(module)))
        .as("give each job its own class, or write why the class 'is long because …'")
        .isEmpty();
  }

  @Test
  void noticesWhatIsTooLarge(@TempDir Path dir) throws IOException {
    String lines = "\n".repeat(MOST_LINES);
    Files.writeString(dir.resolve("A.java"), "/** A table. */\nclass A {%s}".formatted(lines));
    Files.writeString(
        dir.resolve("B.java"),
        "/** A table. It is long\n * because its rows are. */\nclass B {%s}".formatted(lines));
    Files.writeString(
        dir.resolve("C.java"), "/** A table. */\nclass C {%s// long because\n}".formatted(lines));
    Files.writeString(dir.resolve("package-info.java"), "/** Tables. */\npackage tables;");

    assertThat(longClasses(dir)).containsExactly("A.java", "C.java");
    assertThat(classesByPackage(dir)).containsExactly(Map.entry("", 3));
  }

  private static Map<String, Integer> classesByPackage(Path sources) throws IOException {
    return files(sources).stream()
        .collect(
            Collectors.toMap(
                file -> sources.relativize(file.getParent()).toString().replace('/', '.'),
                file -> 1,
                Integer::sum,
                TreeMap::new));
  }

  private static List<String> longClasses(Path sources) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files(sources)) {
      String text = Files.readString(file);
      if (text.lines().count() > MOST_LINES && !REASON.matcher(javadoc(text)).find()) {
        found.add(sources.relativize(file).toString());
      }
    }
    return found;
  }

  /** Returns what precedes the class. */
  private static String javadoc(String text) {
    return text.split("(?m)^(?:public |final |abstract )*(?:class|interface|record|enum) ", 2)[0];
  }

  private static List<Path> files(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }

  private static Path sources(String module) {
    return Path.of(System.getProperty("podsmith.root", ".."), module, "src/main/java");
  }
}
