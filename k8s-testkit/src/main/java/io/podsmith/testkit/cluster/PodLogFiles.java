// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The log files of all pods of the node, which outlive the pods. */
final class PodLogFiles {
  private final Path directory;

  PodLogFiles(Path directory) {
    this.directory = directory;
  }

  /** Returns the logs of all containers and runs of a pod, or an empty string. */
  String read(String namespace, String pod) {
    Path logs = directory.resolve(namespace).resolve(pod);
    if (Files.notExists(logs)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(logs)) {
      for (Path file :
          files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the logs of pod %s/%s".formatted(namespace, pod), e);
    }
    return text.toString();
  }
}
