// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process uses.
 *
 * @param seconds since the beginning
 * @param heap bytes in use after a garbage collection
 * @param executors how many have been removed so far
 */
record SoakSample(
    double seconds, long heap, long threads, long files, long sockets, long executors) {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  static SoakSample take(long begin, long executors) throws IOException {
    System.gc();
    System.gc();
    List<String> files = openFiles();
    return new SoakSample(
        (System.nanoTime() - begin) / 1e9,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        files.size(),
        files.stream().filter(file -> file.startsWith("socket:")).count(),
        executors);
  }

  private static List<String> openFiles() throws IOException {
    try (Stream<Path> all = Files.list(OPEN_FILES)) {
      return all.map(SoakSample::target).toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed in between
    }
  }
}
