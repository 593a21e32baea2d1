// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The binaries of a real Kubernetes, for tests that hold the embedded cluster against it.
 *
 * <p>The environment variable {@code PODSMITH_KUBE_DIR} names the directory that holds {@code
 * k8s/1.34.4-linux-amd64}. Without them such tests are skipped, unless {@code
 * PODSMITH_REQUIRE_REAL_API} is {@code true}: then their absence is a failure.
 */
public final class RealKubernetes {
  /** The version that the embedded cluster follows. */
  public static final String VERSION = "1.34.4";

  private static final List<String> PROGRAMS = List.of("etcd", "kube-apiserver", "kubectl");
  private static final String MISSING =
      "PODSMITH_KUBE_DIR names no directory with the binaries of Kubernetes "
          + VERSION
          + ": this ran on the embedded server only";

  private RealKubernetes() {}

  /**
   * Skips the test, or fails it where the real thing is required, unless the binaries are there.
   */
  public static void assumeThere() {
    boolean isThere = PROGRAMS.stream().allMatch(p -> Files.isExecutable(binaries().resolve(p)));
    if (!isThere && Boolean.parseBoolean(System.getenv("PODSMITH_REQUIRE_REAL_API"))) {
      Assertions.fail(MISSING + ", but PODSMITH_REQUIRE_REAL_API asks for more");
    }
    if (!isThere) {
      // Surefire does not show why a class was left out.
      System.out.println("[SKIPPED] " + MISSING);
    }
    Assumptions.assumeTrue(isThere, MISSING);
  }

  /** Returns the directory with the programs. */
  public static Path binaries() {
    return Path.of(directory(), "k8s", VERSION + "-linux-amd64");
  }

  /** Starts an API server with an etcd of its own; the caller stops it. */
  public static KubeAPIServer startApiServer() {
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(directory())
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    return server;
  }

  private static String directory() {
    String directory = System.getenv("PODSMITH_KUBE_DIR");
    return directory == null ? "" : directory;
  }
}
