// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.podsmith.testkit.RealKubernetes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real control plane without nodes. */
final class RealControlPlane implements ApiTarget {
  private final KubeAPIServer server;
  private final Path state;
  private final Process controllers;

  RealControlPlane(String... wanted) {
    server = RealKubernetes.startApiServer();
    try {
      state = Files.createTempDirectory(Path.of("target"), "real-api");
      Path kubeconfig = state.resolve("kubeconfig");
      Files.writeString(kubeconfig, server.getKubeConfigYaml());
      controllers =
          new ProcessBuilder(
                  RealKubernetes.binaries().resolve("kube-controller-manager").toString(),
                  "--kubeconfig=" + kubeconfig.toAbsolutePath(),
                  "--controllers=" + String.join(",", wanted),
                  "--use-service-account-credentials=false",
                  "--leader-elect=false",
                  "--secure-port=0",
                  "--kube-api-qps=400",
                  "--kube-api-burst=800",
                  "--concurrent-gc-syncs=4")
              .redirectErrorStream(true)
              .redirectOutput(state.resolve("controllers.log").toFile())
              .start();
    } catch (IOException e) {
      server.stop();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "kube-apiserver " + RealKubernetes.VERSION;
  }

  @Override
  public Config config() {
    return Config.fromKubeconfig(server.getKubeConfigYaml());
  }

  @Override
  public boolean admitsServiceAccounts() {
    return false; // kube-api-test turns this admission off.
  }

  @Override
  public boolean hasControllers() {
    return true;
  }

  @Override
  public boolean forgetsThePast() {
    return false; // Its watch cache reaches back to its start.
  }

  @Override
  public void close() {
    controllers.destroy();
    try {
      if (!controllers.waitFor(10, TimeUnit.SECONDS)) {
        controllers.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      controllers.destroyForcibly();
    }
    server.stop();
  }
}
