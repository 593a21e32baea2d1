// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.podsmith.testkit.cluster.internal.node.container.ContainerLaunch;
import io.podsmith.testkit.cluster.internal.node.container.Processes;
import io.podsmith.testkit.cluster.internal.node.container.RunningContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command that a container asks to be run before it is told to stop. */
final class ContainerHook {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerHook.class);
  private static final long SECONDS = 60;

  private final ContainerRun run;
  private final Processes processes;
  private final List<String> command;

  private ContainerHook(ContainerRun run, Processes processes, List<String> command) {
    this.run = run;
    this.processes = processes;
    this.command = command;
  }

  /** Returns the hook of a running container, empty where it has none that runs here. */
  static Optional<ContainerHook> beforeStop(ContainerRun run, Processes processes) {
    return Optional.ofNullable(run.spec().getLifecycle())
        .map(Lifecycle::getPreStop)
        .map(LifecycleHandler::getExec)
        .filter(exec -> run.launch().isPresent())
        .map(exec -> new ContainerHook(run, processes, exec.getCommand()));
  }

  /** Runs the hook and then, whatever came of it, the task. */
  void runThen(Runnable task) {
    try {
      runHook();
    } catch (IOException e) {
      LOG.warn("PreStop hook {} of container {} failed: {}", command, run.name(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      task.run();
    }
  }

  private void runHook() throws IOException, InterruptedException {
    RunningContainer container = run.running().orElse(null);
    ContainerLaunch launch = run.launch().orElse(null);
    if (container == null || launch == null) {
      return;
    }
    if (isDecommissioning()) {
      container.signal("PWR");
      await(container);
      return;
    }
    Path log = Files.createTempFile(launch.workingDir(), "prestop", ".log");
    await(
        processes.start(
            new ContainerLaunch(command, launch.environment(), launch.workingDir()), log));
  }

  /** The script of Spark's image: it tells the executor and waits for its end. */
  private boolean isDecommissioning() {
    return command.size() == 1
        && command.get(0).endsWith("/decom.sh")
        && !Files.isExecutable(Path.of(command.get(0)));
  }

  private static void await(RunningContainer container) throws InterruptedException {
    try {
      container.exit().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("A preStop hook has not ended after {} s", SECONDS);
    } catch (java.util.concurrent.ExecutionException | CompletionException e) {
      LOG.warn("A preStop hook failed", e);
    }
  }
}
