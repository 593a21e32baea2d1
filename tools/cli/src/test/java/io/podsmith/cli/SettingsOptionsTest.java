// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.plan.SettingOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class SettingsOptionsTest {
  @TempDir private Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Command(name = "given")
  static final class Given {
    @Mixin private SettingsOptions options = new SettingsOptions();
    @Mixin private ApplicationParameters application = new ApplicationParameters();
  }

  @Test
  void knowsWhereEachSettingWasSet() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("job.properties"), "\nspark.a 1\nspark.b 2\nspark.c 3\n");
    Files.writeString(directory.resolve("spark-defaults.conf"), "spark.c 4\nspark.d 5\n");

    CliSettings settings =
        resolve(
            Map.of("SPARK_CONF_DIR", directory.toString()),
            "--properties-file",
            file.toString(),
            "--load-spark-defaults",
            "--conf",
            "spark.b=6",
            "--name",
            "job");

    assertThat(settings.origins().of("spark.a").shown()).isEqualTo(file + ":2");
    assertThat(settings.origins().of("spark.b").kind()).isEqualTo(SettingOrigin.Kind.COMMAND_LINE);
    assertThat(settings.settings().raw("spark.b")).contains("6");
    assertThat(settings.origins().of("spark.c").shown()).isEqualTo(file + ":4");
    assertThat(settings.settings().raw("spark.c")).contains("3");
    assertThat(settings.origins().of("spark.d").shown())
        .isEqualTo(directory.resolve("spark-defaults.conf") + ":2");
    assertThat(settings.origins().of("spark.app.name").kind())
        .isEqualTo(SettingOrigin.Kind.COMMAND_LINE);
    assertThat(settings.origins().of("spark.app.submitTime").kind())
        .as("added, not set")
        .isEqualTo(SettingOrigin.Kind.SPARK);
  }

  @Test
  void needsNeitherApplicationNorMaster() {
    CliSettings settings = resolve(Map.of());

    assertThat(settings.application().mainAppResource().file()).isEmpty();
    assertThat(settings.settings().raw("spark.master")).isEmpty();
    assertThat(settings.settings().raw("spark.submit.deployMode")).contains("cluster");
  }

  @Test
  void usesOneIdAndOneTimeForAllFilesOfACommand() throws IOException {
    Path a = Files.writeString(directory.resolve("a"), "spark.a 1\n");
    Path b = Files.writeString(directory.resolve("b"), "spark.a 2\n");
    SettingsOptions options = new SettingsOptions();

    CliSettings first = options.resolve(a);
    CliSettings second = options.resolve(b);

    assertThat(first.settings().raw("spark.a")).contains("1");
    assertThat(second.settings().raw("spark.a")).contains("2");
    assertThat(second.application().appId()).isEqualTo(first.application().appId());
    assertThat(second.settings().raw("spark.app.submitTime"))
        .isEqualTo(first.settings().raw("spark.app.submitTime"));
  }

  @Test
  void warnsOfWhatHasNoEffectWithoutItsValue() {
    resolve(Map.of(), "--queue", "q", "--conf", "password=s3cret", "--files", "/no/m*tch");

    assertThat(warnings)
        .containsExactly(
            "--queue has no effect on Kubernetes",
            "--conf: ignoring 'password', which does not start with 'spark.'",
            "spark.files: no file matches '/no/m*tch'");
  }

  @Test
  void rejectsClientMode() {
    assertThatThrownBy(() -> resolve(Map.of(), "--deploy-mode", "client"))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("'client' but must be cluster")
        .hasMessageContaining("use spark-submit");
  }

  @Test
  void keepsSecretsOutOfErrors() {
    assertThatThrownBy(() -> resolve(Map.of(), "--master", "https://user:s3cret@host"))
        .hasMessageContaining("k8s://")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> resolve(Map.of(), "--conf", "s3cret"))
        .hasMessageContaining("KEY=VALUE")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void rejectsWildcardsThatNeedHadoop() {
    assertThatThrownBy(() -> resolve(Map.of(), "--jars", "hdfs://host/*.jar"))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("spark.jars")
        .hasMessageContaining("without Hadoop");
    assertThat(resolve(Map.of(), "--jars", "hdfs://host/a.jar").settings().raw("spark.jars"))
        .contains("hdfs://host/a.jar");
  }

  private CliSettings resolve(Map<String, String> environment, String... words) {
    Given given = new Given();
    CommandLine commandLine = new CommandLine(given);
    Main.configureParser(commandLine);
    commandLine.parseArgs(words);
    return new SettingsResolver(environment, warnings::add)
        .resolve(given.options, given.options.propertiesFile(), given.application.words());
  }
}
