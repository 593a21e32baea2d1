// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes a page in Markdown about the steps of the jar and the settings that they declare. */
@Mojo(
    name = "docs",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class DocsMojo extends StepMojo {
  /** The file to write. */
  @Parameter(
      property = "podsmith.docs.output",
      defaultValue = "${project.build.directory}/podsmith/settings.md")
  File output;

  @Override
  public void execute() throws MojoExecutionException {
    StepProject step = stepProject();
    String page =
        SettingsPage.of(
            "%s %s".formatted(project.getArtifactId(), project.getVersion()),
            step.inspect().steps());
    Path file = output.toPath().toAbsolutePath();
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent(), "an absolute path"));
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new MojoExecutionException("%s cannot be written: %s".formatted(file, e), e);
    }
    getLog().info("Wrote the settings of the steps to %s".formatted(file));
  }
}
