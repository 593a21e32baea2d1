package io.podsmith.testkit.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The same cases on a real kube-apiserver, with a real kube-controller-manager beside it.
 *
 * <p>Needs the binaries: the environment variable {@code PODSMITH_KUBE_DIR} names the folder that
 * holds {@code k8s/1.34.4-linux-amd64}. Without them the cases are skipped, unless {@code
 * PODSMITH_REQUIRE_REAL_API} (environment or system property) is {@code true}.
 */
@EnabledIf(
    value = "isToRun",
    disabledReason =
        "PODSMITH_KUBE_DIR names no folder with the binaries of Kubernetes 1.34.4: the cases ran on"
            + " the embedded server only")
class RealApiConformanceIT extends ApiConformance {
  private static final String VERSION = "1.34.4";
  private static final String CONTROLLERS =
      "garbage-collector-controller,namespace-controller,resourcequota-controller,"
          + "serviceaccount-controller";

  private static final List<String> BINARIES =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");
  private static final String MISSING =
      "PODSMITH_KUBE_DIR does not name a folder with k8s/1.34.4-linux-amd64/{etcd,kube-apiserver,"
          + "kube-controller-manager,kubectl}";

  @Override
  ApiTarget open() {
    assertTrue(binariesAreThere(), MISSING);
    return new RealApi(folder(), binaries());
  }

  /** Whether the cases run: where the real server is required its absence is a failure. */
  static boolean isToRun() {
    return isRequired() || binariesAreThere();
  }

  private static boolean binariesAreThere() {
    return !folder().isEmpty()
        && BINARIES.stream().allMatch(each -> Files.isExecutable(binaries().resolve(each)));
  }

  private static String folder() {
    return Optional.ofNullable(System.getenv("PODSMITH_KUBE_DIR")).orElse("");
  }

  private static Path binaries() {
    return Path.of(folder(), "k8s", VERSION + "-linux-amd64");
  }

  private static boolean isRequired() {
    return Boolean.getBoolean("PODSMITH_REQUIRE_REAL_API")
        || Boolean.parseBoolean(System.getenv("PODSMITH_REQUIRE_REAL_API"));
  }

  /** A control plane without nodes. */
  private static final class RealApi implements ApiTarget {
    private final KubeAPIServer server;
    private final Path state;
    private final Process controllers;

    RealApi(String folder, Path binaries) {
      server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withTestDir(folder)
                  .withApiServerVersion(VERSION)
                  .withOfflineMode(true)
                  .withUpdateKubeConfig(false)
                  .build());
      server.start();
      try {
        state = Files.createTempDirectory(Path.of("target"), "real-api");
        Path kubeconfig = state.resolve("kubeconfig");
        Files.writeString(kubeconfig, server.getKubeConfigYaml());
        controllers =
            new ProcessBuilder(
                    binaries.resolve("kube-controller-manager").toString(),
                    "--kubeconfig=" + kubeconfig.toAbsolutePath(),
                    "--controllers=" + CONTROLLERS,
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
      return "kube-apiserver " + VERSION;
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
        if (!controllers.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
          controllers.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        controllers.destroyForcibly();
      }
      server.stop();
    }
  }
}
