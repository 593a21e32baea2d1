// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @TempDir Path directory;

  @Test
  void takesAStepJarWithItsSettings() throws IOException {
    Path jar = Files.createFile(directory.resolve("step.jar"));

    Options options =
        parse("--step-jar", "step.jar", "--conf", "spark.acme.x=a=b", "--conf", "spark.y=");

    assertThat(options.stepJar()).contains(jar);
    assertThat(options.settings())
        .containsEntry("spark.acme.x", "a=b")
        .containsEntry("spark.y", "");
    assertThat(options.distribution()).isEmpty();
  }

  @Test
  void takesADistribution() {
    assertThat(parse("spark").distribution()).contains(directory.resolve("spark"));
  }

  @ParameterizedTest
  @CsvSource({
    "--step-jar missing.jar, does not exist; build it",
    "--step-jar, --step-jar has no value; usage:",
    "--conf spark.x, 'spark.x' must be KEY=VALUE",
    "--conf acme.x=1, 'acme.x' must be KEY=VALUE with a key that starts with spark.",
    "--jar x, The argument '--jar' is unknown; usage:",
    "spark spark, The argument 'spark' is unknown; usage:",
  })
  void rejectsOtherArguments(String args, String message) {
    assertThatThrownBy(() -> parse(args.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private Options parse(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = directory.toString();
    all[1] = directory.toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return Options.parse(all);
  }
}
