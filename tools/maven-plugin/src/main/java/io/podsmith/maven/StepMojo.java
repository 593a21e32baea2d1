// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import java.io.File;
import java.util.List;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** A goal that needs the packaged jar of a step. */
@SuppressWarnings("NullAway.Init")
abstract class StepMojo extends AbstractMojo {
  /** Where the trail of a transitive dependency names the direct one; before it: the project. */
  private static final int DIRECT = 1;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Returns the project as it was packaged and resolved. */
  StepProject stepProject() throws MojoExecutionException {
    File jar = project.getArtifact().getFile();
    if (jar == null || !jar.isFile()) {
      throw new MojoExecutionException(
          "The project has no jar yet; run this goal in the phase package or later");
    }
    List<Dependency> dependencies =
        project.getArtifacts().stream().map(StepMojo::dependency).toList();
    return new StepProject(project.getArtifactId(), jar.toPath(), dependencies);
  }

  private static Dependency dependency(Artifact artifact) {
    List<String> trail = artifact.getDependencyTrail();
    Optional<String> through =
        trail != null && trail.size() > DIRECT + 1
            ? Optional.of(nameOf(trail.get(DIRECT)))
            : Optional.empty();
    return new Dependency(
        artifact.getGroupId(),
        artifact.getArtifactId(),
        artifact.getBaseVersion(),
        artifact.getScope() == null ? Artifact.SCOPE_COMPILE : artifact.getScope(),
        through,
        Optional.ofNullable(artifact.getFile()).map(File::toPath));
  }

  /** Shortens {@code group:artifact:jar:version}. */
  private static String nameOf(String artifact) {
    int group = artifact.indexOf(':');
    int end = artifact.indexOf(':', group + 1);
    return end < 0 ? artifact : artifact.substring(0, end);
  }
}
