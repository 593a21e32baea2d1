// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/upstream-classes.md against upstream's jar and against our own classes. */
class UpstreamClassesTest {
  private static final Path PAGE =
      Path.of(System.getProperty("podsmith.root", ".."), "docs", "upstream-classes.md");
  private static final Path JAR = Path.of("target", "upstream", "spark-kubernetes_2.13.jar");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CLASS_NAME = Pattern.compile("([a-z0-9]+\\.)+[A-Z]\\w+");

  /** One line of a table: upstream's class in full, and the cells behind it. */
  private record Line(boolean isLater, String upstream, String here, String how) {}

  @Test
  void everyClassOfUpstreamHasItsLine() throws IOException {
    List<String> theirs;
    try (JarFile jar = new JarFile(JAR.toFile())) {
      theirs =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class") && !name.contains("$"))
              .map(name -> name.replace('/', '.').replaceFirst("\\.class$", ""))
              .toList();
    }
    assertThat(theirs).as("the top-level classes of Spark 4.1.1").hasSize(81);
    assertThat(lines().filter(line -> !line.isLater()).map(Line::upstream))
        .as("docs/upstream-classes.md has one line for each class of the jar")
        .containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void theClassesThatAreNamedExist() throws IOException {
    List<String> missing = new ArrayList<>();
    List<String> named =
        lines().flatMap(line -> Stream.of(line.here(), line.how())).flatMap(c -> names(c)).toList();
    for (String name : named) {
      try {
        Class.forName(name, false, getClass().getClassLoader());
      } catch (ClassNotFoundException e) {
        missing.add(name);
      }
    }
    assertThat(named).hasSizeGreaterThan(80);
    assertThat(missing).as("correct docs/upstream-classes.md").isEmpty();
  }

  @Test
  void whatNobodyDoesHasItsReason() throws IOException {
    assertThat(lines().filter(line -> names(line.here()).findAny().isEmpty()))
        .allSatisfy(line -> assertThat(line.how()).as(line.upstream()).hasSizeGreaterThan(20));
  }

  private static Stream<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    String folder = "";
    for (String text : Files.readAllLines(PAGE)) {
      if (text.startsWith("## ")) {
        // classes of later versions are in one table and have their whole names
        folder = text.startsWith("## org.") ? text.substring(3) + "." : "";
      } else if (text.startsWith("| `")) {
        String[] cells = text.split("\\|", -1);
        String upstream = cells[1].trim().replace("`", "");
        lines.add(new Line(folder.isEmpty(), folder + upstream, cells[2].trim(), cells[3].trim()));
      }
    }
    return lines.stream();
  }

  /** Names of classes in a cell; those without {@code org.} are below {@code io.podsmith}. */
  private static Stream<String> names(String cell) {
    return CODE.matcher(cell)
        .results()
        .map((MatchResult m) -> m.group(1))
        .filter(name -> CLASS_NAME.matcher(name).matches())
        .map(name -> name.startsWith("org.") ? name : "io.podsmith." + name);
  }
}
