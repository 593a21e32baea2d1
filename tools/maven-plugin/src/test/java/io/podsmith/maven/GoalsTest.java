// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.core.plugin.jars.PluginManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Model;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoalsTest {
  private static final Path PROJECTS = Path.of("src/test/projects");

  @TempDir Path work;

  @Test
  void checkFailsWithTheNumberAndTheTexts() {
    CheckMojo check = new CheckMojo();
    check.project = maven("key-fails");

    assertThatThrownBy(check::execute)
        .isInstanceOf(MojoFailureException.class)
        // there are no resolved dependencies in this test
        .hasMessageStartingWith("2 problems would keep Podsmith from running these steps:\n  - The")
        .hasMessageContaining("\n  - factory com.acme.ZoneStepFactory")
        .hasMessageEndingWith("rename it to 'spark.acme.zone'");
  }

  @Test
  void checkRequiresAJar() {
    CheckMojo check = new CheckMojo();
    check.project = maven("key-passes");
    check.project.getArtifact().setFile(work.resolve("none.jar").toFile());

    assertThatThrownBy(check::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("phase package or later");
  }

  @Test
  void addsEntriesToTheManifestAndKeepsTheRest() throws IOException {
    Path jar = TinyProject.in(PROJECTS.resolve("key-passes")).build(work).jar();

    JarManifest.write(jar, Map.of("Podsmith-Plugin-Id", "acme", "Podsmith-Api", "0.1"));
    byte[] once = Files.readAllBytes(jar);
    JarManifest.write(jar, Map.of("Podsmith-Plugin-Id", "acme", "Podsmith-Api", "0.1"));

    assertThat(Files.readAllBytes(jar)).as("written twice").isEqualTo(once);
    try (JarFile file = new JarFile(jar.toFile())) {
      assertThat(file.getManifest().getMainAttributes().getValue("Podsmith-Plugin-Id"))
          .isEqualTo("acme");
      assertThat(file.getManifest().getMainAttributes().getValue("Podsmith-Api")).isEqualTo("0.1");
      assertThat(file.getEntry("com/acme/ZoneStepFactory.class")).isNotNull();
    }
    try (var files = Files.list(work)) {
      assertThat(files).as("no temporary files").hasSize(2);
    }
  }

  @Test
  void manifestWritesWhatTheLoaderReads() throws Exception {
    ManifestMojo manifest = new ManifestMojo();
    manifest.project = maven("key-passes");
    manifest.project.setVersion("1.0");
    manifest.pluginId = "acme-zone";
    DefaultArtifact api =
        new DefaultArtifact(
            "io.podsmith",
            "k8s-api",
            "0.1.0-SNAPSHOT",
            "provided",
            "jar",
            null,
            new DefaultArtifactHandler("jar"));
    manifest.project.setArtifacts(Set.of(api));

    manifest.execute();

    assertThat(PluginManifest.of(manifest.project.getArtifact().getFile().toPath()))
        .isEqualTo(
            new PluginManifest(Optional.of("0.1"), Optional.of("acme-zone"), Optional.of("1.0")));
  }

  @Test
  void manifestRejectsAnIdThatTheLoaderRejects() {
    ManifestMojo manifest = new ManifestMojo();
    manifest.project = maven("key-passes");
    manifest.pluginId = "acme/zone";

    assertThatThrownBy(manifest::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageContaining("'acme/zone'")
        .hasMessageEndingWith("set <pluginId>");
  }

  @Test
  void docsCreatesTheDirectoryOfItsFile() throws Exception {
    DocsMojo docs = new DocsMojo();
    docs.project = maven("key-passes");
    Path page = work.resolve("a/b/settings.md");
    docs.output = page.toFile();

    docs.execute();

    assertThat(page).content().contains("`spark.acme.zone`");
  }

  @Test
  void documentsStepsAndTheirSettings() {
    StepProject step = TinyProject.in(PROJECTS.resolve("key-passes")).build(work);

    assertThat(SettingsPage.of("acme 1.0", step.inspect().steps()))
        .isEqualTo(
            """
            # Settings of acme 1.0

            ## acme.zone
            Sets the time zone.

            Pods: driver, executor. Phase: `EXTENSIONS`.

            | setting | type | default | since | meaning |
            |---|---|---|---|---|
            | `spark.acme.zone` | string | none |  | Must be text. |
            """);
  }

  private MavenProject maven(String name) {
    Model model = new Model();
    model.setArtifactId("acme");
    MavenProject project = new MavenProject(model);
    DefaultArtifact artifact =
        new DefaultArtifact(
            "com.acme", "acme", "1.0", null, "jar", null, new DefaultArtifactHandler("jar"));
    artifact.setFile(TinyProject.in(PROJECTS.resolve(name)).build(work).jar().toFile());
    project.setArtifact(artifact);
    return project;
  }
}
