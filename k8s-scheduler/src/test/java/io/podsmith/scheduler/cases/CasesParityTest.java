// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.parity.SideBySide;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases that create what the Kubernetes jar of Spark 4.1.1 creates. */
@Tag("differential")
class CasesParityTest {
  private static SideBySide sides;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    sides = new SideBySide();
  }

  @AfterAll
  static void stop() throws Exception {
    sides.close();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "notebook-user, settings-accepted.conf, executor",
    "instance-storage, settings.conf, driver",
    "instance-storage, settings.conf, executor",
    "conf-directory-mounted, settings-without-map.conf, driver",
    "conf-directory-mounted, settings-without-map.conf, executor",
    "host-network, settings.conf, driver",
    "host-network, settings.conf, executor",
    "read-only-root, settings.conf, driver",
    "read-only-root, settings.conf, executor",
    "many-volumes, settings.conf, driver",
    "many-volumes, settings.conf, executor",
    "many-volumes, settings-claims.conf, driver",
    "many-volumes, settings-claims.conf, executor",
    "pod-security, settings-accepted.conf, driver",
    "pod-security, settings-accepted.conf, executor",
    "queued-pods, settings.conf, driver",
    "queued-pods, settings.conf, executor",
    "proxy-first, settings.conf, driver",
    "proxy-first, settings.conf, executor",
    "template-resources, settings.conf, driver",
    "template-resources, settings.conf, executor",
  })
  void createsWhatSparkCreates(String name, String file, String role) throws IOException {
    Map<String, String> settings = new CaseFiles(directory, "unused").read(name, file);
    if (role.equals("executor") && !"client".equals(settings.get("spark.submit.deployMode"))) {
      settings.put("executor.driverPod", "the-driver");
    }
    Set<String> listed = sides.compare(role, name, settings);
    // Upstream lists claims before executors even where no claim can be reused.
    assertThat(listed).as("differences from Spark's own jar").isSubsetOf("claims-listed");
  }
}
