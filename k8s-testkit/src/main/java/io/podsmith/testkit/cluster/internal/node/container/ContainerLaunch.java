// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to be started; all paths are of this machine.
 *
 * @param command program and arguments
 * @param environment all variables of the process
 * @param workingDir where it starts
 */
public record ContainerLaunch(
    List<String> command, Map<String, String> environment, Path workingDir) {
  /** Leaves the environment out, which may hold secrets. */
  @Override
  public String toString() {
    return "ContainerLaunch" + command;
  }
}
