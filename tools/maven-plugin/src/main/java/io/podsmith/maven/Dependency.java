// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A resolved dependency of a step's project.
 *
 * @param groupId its group
 * @param artifactId its artifact
 * @param version its version
 * @param scope its scope, never empty
 * @param through the direct dependency that brings it; empty if the project declares it
 * @param file its jar, empty if it is not resolved
 */
record Dependency(
    String groupId,
    String artifactId,
    String version,
    String scope,
    Optional<String> through,
    Optional<Path> file) {
  boolean is(String group, String artifact) {
    return groupId.equals(group) && artifactId.equals(artifact);
  }

  boolean isShipped() {
    return scope.equals("compile") || scope.equals("runtime");
  }

  /** Returns for example {@code io.podsmith:k8s-core (through com.acme:util)}. */
  String described() {
    return "%s:%s%s"
        .formatted(groupId, artifactId, through.map(" (through %s)"::formatted).orElse(""));
  }
}
