// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.api.error.ShownUri;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plugin.StepDescription;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Describes the jars of steps, with digests that are computed once. */
final class StepArtifacts {
  private final KnownSteps known;
  private final Map<String, String> digests;

  StepArtifacts(KnownSteps known) {
    this.known = known;
    this.digests = new HashMap<>(known.digests());
  }

  StepArtifact of(StepDescription step) {
    return new StepArtifact(
        ShownUri.of(step.info().origin()),
        ShownUri.of(step.jar()),
        step.version(),
        digests.computeIfAbsent(step.jar(), this::digest));
  }

  private String digest(String jar) {
    Path file = known.files().get(jar);
    return file == null ? JarDigest.of(jar) : JarDigest.of(file);
  }
}
