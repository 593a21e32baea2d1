// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import java.nio.file.Path;

/** Where the node keeps what belongs to one pod. */
public record PodDirectories(Path node, Path pod, Path logs) {
  public static PodDirectories of(Path node, String namespace, String name, String uid) {
    return new PodDirectories(
        node,
        node.resolve("pods").resolve(uid),
        node.resolve("logs").resolve(namespace).resolve(name).resolve(uid));
  }

  /** The directory of a volume that all containers of the pod share. */
  public Path volume(String name) {
    return pod.resolve("volumes").resolve(name);
  }

  /** The directory that stands for {@code /} of a container. */
  public Path root(String container) {
    return pod.resolve("containers").resolve(container).resolve("root");
  }

  /** The directory of a volume whose files are made for one container. */
  public Path ownVolume(String container, String volume) {
    return pod.resolve("containers").resolve(container).resolve("volumes").resolve(volume);
  }

  /** The directory of a claim, which outlives the pod. */
  public Path claim(String claimUid) {
    return node.resolve("claims").resolve(claimUid);
  }

  public Path log(String container, int restartCount) {
    return logs.resolve(container).resolve(restartCount + ".log");
  }
}
