// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.podsmith.cli.CommandRun;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.cluster.SimulatedTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real API server with RBAC, whose administrator may review the rights of the driver. */
class RealDoctorIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final String namespace = "doctor-%s".formatted(Long.toString(System.nanoTime(), 36));
  private SimulatedTarget target;

  @TempDir private Path directory;

  @BeforeEach
  void connect() {
    target = SimulatedTarget.connect();
    target
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    target
        .client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("spark")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
  }

  @AfterEach
  void disconnect() {
    if (target != null) {
      target.client().namespaces().withName(namespace).delete();
      target.close();
    }
  }

  @Test
  void findsTheRightsOfTheDriverOnceTheRoleIsApplied() throws IOException {
    Path settings =
        Files.writeString(
            directory.resolve("pi.conf"),
            """
            spark.master=%s
            spark.app.name=pi
            spark.kubernetes.namespace=%s
            spark.kubernetes.container.image=apache/spark:4.1.1
            spark.kubernetes.authenticate.driver.serviceAccountName=spark
            """
                .formatted(target.settings().get("spark.master"), namespace));

    CommandRun before = CommandRun.of("doctor", settings);

    assertThat(before.code()).as(before.err()).isEqualTo(ExitCodes.UNHEALTHY);
    assertThat(before.out())
        .contains("ok    rights of the submitter", "requests are those of admin")
        .containsPattern("fail  rights of the driver +cannot create pods in namespace ");

    String roles = CommandRun.of("rbac", settings).out();
    target
        .client()
        .load(new ByteArrayInputStream(roles.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> target.client().resource(object).create());

    CommandRun after = CommandRun.of("doctor", settings);
    long end = System.nanoTime() + LONG.toNanos();
    // The API server learns of Roles by watching them.
    while (after.code() != ExitCodes.OK && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      after = CommandRun.of("doctor", settings);
    }
    assertThat(after.out())
        .contains(
            "ok    rights of the driver", "ok    server dry run", "ok    dry run of an executor")
        .doesNotContain("warn  ", "fail  ");
    assertThat(target.client().pods().inNamespace(namespace).list().getItems()).isEmpty();
  }
}
