// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule has a project that breaks it, with the exact messages, and one that keeps it. */
class StepProjectTest {
  private static final Path PROJECTS = Path.of("src/test/projects");
  private static final String FAILS = "-fails";
  private static final String PASSES = "-passes";

  @TempDir Path work;

  static List<Path> failing() throws IOException {
    return projects(FAILS);
  }

  static List<Path> passing() throws IOException {
    return projects(PASSES);
  }

  @Test
  void eachRuleHasAPair() throws IOException {
    assertThat(failing())
        .hasSizeGreaterThanOrEqualTo(16)
        .extracting(path -> path.toString().replace(FAILS, PASSES))
        .containsExactlyInAnyOrderElementsOf(passing().stream().map(Path::toString).toList());
  }

  @ParameterizedTest
  @MethodSource("failing")
  void reportsAllProblemsWithTheirFix(Path project) throws IOException {
    assertThat(TinyProject.in(project).build(work).problems())
        .containsExactlyElementsOf(Files.readAllLines(project.resolve("expected.txt")));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void acceptsWhatKeepsTheRule(Path project) {
    StepProject step = TinyProject.in(project).build(work);

    assertThat(step.problems()).isEmpty();
    assertThat(step.inspect().steps()).isNotEmpty();
  }

  @Test
  void namesTheDependencyThatBringsTheEngine() {
    StepProject step = TinyProject.in(PROJECTS.resolve("api-scope-passes")).build(work);
    Dependency core =
        new Dependency(
            "io.podsmith",
            "k8s-core",
            "0.1.0",
            "compile",
            Optional.of("com.acme:util"),
            Optional.empty());
    List<Dependency> all = Stream.concat(step.dependencies().stream(), Stream.of(core)).toList();

    assertThat(new StepProject("acme", step.jar(), all).problems())
        .singleElement()
        .asString()
        .startsWith("io.podsmith:k8s-core (through com.acme:util) has the scope 'compile'");
  }

  private static List<Path> projects(String suffix) throws IOException {
    try (Stream<Path> all = Files.list(PROJECTS)) {
      return all.filter(path -> path.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
