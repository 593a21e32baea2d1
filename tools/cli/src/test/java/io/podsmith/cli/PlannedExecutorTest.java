// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans of other executors than the first one of the default resource profile. */
class PlannedExecutorTest {
  @TempDir private Path directory;
  private Path settings;

  @BeforeEach
  void writeSettings() throws IOException {
    settings =
        Files.writeString(
            directory.resolve("nightly.conf"),
            """
            spark.app.name=nightly
            spark.kubernetes.container.image=apache/spark:4.1.1
            spark.executor.memory=2g
            """);
  }

  private static CommandRun succeeds(Object... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCodes.OK);
    return run;
  }

  private static CommandRun fails(Object... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.code()).as(run.out()).isEqualTo(ExitCodes.ERROR);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).as(run.err()).hasSize(1);
    return run;
  }

  @Test
  void plansAnotherExecutorOnRequest() throws IOException {
    Object[] request = {
      "--properties-file",
      settings,
      "--executor-id",
      "7",
      "--executor-profile",
      "3",
      "--executor-resources",
      "cores=2, memory=4g,memoryOverhead=1g,nvidia.com/gpu=1"
    };

    assertThat(succeeds(with(request, "explain", "executor")).out())
        .containsPattern("executor pod nightly-[0-9a-z]+-exec-7, resource profile 3, namespace");
    assertThat(succeeds(with(request, "explain", "executor", "resources")).out())
        .containsPattern("resources\\.limits\\S*memory\\S* +5120Mi\n")
        .containsPattern("resources\\.limits\\S*nvidia\\.com/gpu\\S* +\"1\"\n")
        .containsPattern("resources\\.requests\\S*cpu\\S* +\"2\"\n")
        .doesNotContain("spark.executor.memory");
    assertThat(succeeds(with(request, "plan")).out())
        .contains("Pod of each executor of resource profile 3");
    Path plan = directory.resolve("executor.yaml");
    succeeds(with(request, "plan", "-o", plan));
    JsonNode fields =
        new ObjectMapper()
            .readTree(succeeds("explain", "executor", "--plan", plan, "-o", "json").out())
            .at("/fields");
    assertThat(fields)
        .anySatisfy(
            field -> {
              assertThat(field.at("/path").asText()).contains("spark-exec-resourceprofile-id");
              assertThat(field.at("/value").asText()).isEqualTo("3");
              assertThat(field.at("/writer").asText()).startsWith("spark.");
            });
  }

  @Test
  void takesTheVendorOfADeviceFromSettings() {
    assertThat(
            succeeds(
                    "explain",
                    "executor",
                    "limits",
                    "--executor-resources",
                    "gpu=2",
                    "--properties-file",
                    settings,
                    "--conf",
                    "spark.executor.resource.gpu.amount=1",
                    "--conf",
                    "spark.executor.resource.gpu.vendor=amd.com")
                .out())
        .contains("amd.com/gpu", "\"2\"", "2432Mi");
  }

  private static Object[] with(Object[] options, Object... words) {
    return Stream.concat(Stream.of(words), Stream.of(options)).toArray();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "--executor-id 0 | --executor-id is '0' but must be a whole number from 1",
        "--executor-id -3 | --executor-id is '-3' but must be",
        "--executor-id one | --executor-id is 'one' but must be",
        "--executor-id 99999999999 | --executor-id is '99999999999' but must be",
        "--executor-profile 2 | --executor-resources does not say what the resource profile"
            + " requests",
        "--executor-profile 0 --executor-resources cores=1 | --executor-profile is '0' but must be",
        "--executor-resources cores=0 | 'cores' of --executor-resources is '0' but must be",
        "--executor-resources memory=-1g | 'memory' of --executor-resources is '-1g' but must be",
        "--executor-resources memory=0 | 'memory' of --executor-resources is '0' but must be a"
            + " size",
        "--executor-resources nvidia.com/gpu=x | 'nvidia.com/gpu' of --executor-resources is 'x'",
        "--executor-resources cores | --executor-resources is 'cores' but must be NAME=AMOUNT",
        "--executor-resources gpu=1 | --executor-resources has the unknown resource 'gpu'; name"
            + " one",
        "--executor-resources a//b=1 | --executor-resources has the unknown resource 'a//b'",
        "--executor-resources cores=1,cores=2 | --executor-resources has 'cores' more than once",
      })
  void rejectsExecutorsThatDoNotExist(String options, String error) {
    for (String command : List.of("explain executor", "plan")) {
      List<Object> words = new ArrayList<>(List.of(command.split(" ")));
      words.addAll(List.of(options.split(" ")));
      words.addAll(List.of("--properties-file", settings));

      assertThat(fails(words.toArray()).err())
          .startsWith("error: PODSMITH-CONF-009 ")
          .contains(error);
    }
  }

  @Test
  void rejectsOptionsOfExecutorsForDriversAndSavedPlans() {
    assertThat(fails("explain", "--executor-id", "2", "--properties-file", settings).err())
        .startsWith("error: PODSMITH-CONF-009 ")
        .contains("write explain executor");
    assertThat(fails("explain", "executor", "--executor-id", "2", "--plan", "a.yaml").err())
        .startsWith("error: PODSMITH-CONF-009 ")
        .contains("--plan has one");
  }
}
