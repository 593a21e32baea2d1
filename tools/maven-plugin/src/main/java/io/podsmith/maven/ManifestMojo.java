// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import io.podsmith.core.plugin.jars.ContractVersion;
import io.podsmith.core.plugin.jars.PluginManifest;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Writes the id and the version of the plugin, and the contract that it was compiled against, into
 * the manifest of the jar.
 */
@Mojo(
    name = "manifest",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
@SuppressWarnings("NullAway.Init")
public final class ManifestMojo extends StepMojo {
  /** The id of the plugin, which logs, errors and plans show. */
  @Parameter(property = "podsmith.plugin.id", defaultValue = "${project.artifactId}")
  String pluginId;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    StepProject step = stepProject();
    if (!PluginManifest.isPluginId(pluginId)) {
      throw new MojoFailureException(
          ("The id of the plugin is '%s' but must consist of at most 128 letters, digits and . _ +"
                  + " - and start with a letter or digit; set <pluginId>")
              .formatted(pluginId));
    }
    Map<String, String> entries = new TreeMap<>();
    entries.put(PluginManifest.ID, pluginId);
    entries.put(PluginManifest.VERSION, project.getVersion());
    step.contractVersion()
        .flatMap(ContractVersion::parse)
        .ifPresent(contract -> entries.put(PluginManifest.API, contract.toString()));
    try {
      JarManifest.write(step.jar(), entries);
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The manifest of %s cannot be written: %s".formatted(step.jar(), e), e);
    }
  }
}
