// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails the build if a job could not load the jar, with all problems and their fixes. */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class CheckMojo extends StepMojo {
  /** Skips the check. */
  @Parameter(property = "podsmith.check.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      return;
    }
    StepProject step = stepProject();
    List<String> problems = step.problems();
    if (!problems.isEmpty()) {
      throw new MojoFailureException(
          problems.stream()
              .map("\n  - %s"::formatted)
              .collect(
                  Collectors.joining(
                      "",
                      "%d problems would keep Podsmith from running these steps:"
                          .formatted(problems.size()),
                      "")));
    }
    getLog()
        .info(
            "Jobs can load %s with these steps: %s"
                .formatted(
                    step.jar().getFileName(),
                    step.inspect().steps().stream()
                        .map(each -> each.info().id())
                        .sorted()
                        .collect(Collectors.joining(", "))));
  }
}
