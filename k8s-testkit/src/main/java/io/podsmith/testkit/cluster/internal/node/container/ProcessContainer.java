// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import io.podsmith.testkit.cluster.internal.node.host.NodeThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A container that is a process of this machine, in a process group of its own.
 *
 * <p>When the main process ends, whatever else is left in the group is killed, as the end of the
 * first process of a real container does.
 */
final class ProcessContainer implements RunningContainer {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  /**
   * Threads that handle the end of a process. The common pool has only one thread on a machine with
   * two CPUs, and a caller that blocks it would wait for a container whose end waits for the pool.
   */
  private static final ThreadFactory EXITS = NodeThreads.factory("exit");

  private final Process process;
  private final CompletableFuture<Integer> exit;

  private ProcessContainer(Process process) {
    this.process = process;
    this.exit =
        process
            .onExit()
            .thenApplyAsync(
                ended -> {
                  killGroup();
                  return ended.exitValue();
                },
                task -> EXITS.newThread(task).start());
  }

  /**
   * Starts a process.
   *
   * @param launch what to start; nothing is inherited
   * @param log takes standard output and standard error
   */
  static ProcessContainer start(ContainerLaunch launch, Path log) throws IOException {
    List<String> whole = new ArrayList<>(launch.command());
    if (Files.isExecutable(SETSID)) {
      whole.add(0, SETSID.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(launch.workingDir().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    return new ProcessContainer(builder.start());
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit;
  }

  @Override
  public void terminate() {
    process.destroy();
  }

  @Override
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void signal(String name) {
    run("kill", "-s", name, Long.toString(process.pid()));
  }

  private void killGroup() {
    if (Files.isExecutable(SETSID)) {
      run("kill", "-s", "KILL", "--", "-" + process.pid());
    }
  }

  private static void run(String... command) {
    List<String> shell = List.of("/bin/sh", "-c", String.join(" ", command) + " 2>/dev/null");
    try {
      Process kill = new ProcessBuilder(shell).inheritIO().start();
      if (!kill.waitFor(10, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + shell, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
