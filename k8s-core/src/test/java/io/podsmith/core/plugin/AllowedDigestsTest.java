// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of steps that are pinned to their digests. */
class AllowedDigestsTest {
  private static final String OTHER = "sha256:%s".formatted("0".repeat(64));

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void writeJar() {
    jar = new TestJar().factory("com.acme.One", "acme.one", "").writeTo(directory.resolve("a.jar"));
  }

  @Test
  void loadsJarsWithAListedDigest() throws Exception {
    for (String own : new String[] {digest(), digest().toUpperCase(Locale.ROOT)}) {
      String listed = own.replace("SHA256", "sha256");
      try (StepRegistry registry = load("%s,%s".formatted(OTHER, listed))) {
        assertThat(registry.steps(PodRole.DRIVER)).extracting(StepInfo::id).contains("acme.one");
      }
    }
  }

  @Test
  void rejectsAJarWithAnotherDigestAndNamesIt() throws Exception {
    assertThatThrownBy(() -> load(OTHER))
        .hasMessage(
            "[PODSMITH-PLUGIN-006] plugin a: %s has the digest %s, which"
                + " spark.podsmith.steps.allowedDigests does not list; use the jar that was"
                + " approved, or add the digest if you trust this one",
            jar, digest());
  }

  @Test
  void rejectsAllJarsIfTheListIsEmpty() {
    assertThatThrownBy(() -> load("")).hasMessageStartingWith("[PODSMITH-PLUGIN-006] ");
  }

  @Test
  void loadsNoClassOfARejectedJar() {
    Path thrower =
        new TestJar()
            .factory(
                "com.acme.Two",
                "acme.two",
                "static { fail(); } static void fail() { throw new"
                    + " IllegalStateException(\"loaded\"); }")
            .writeTo(directory.resolve("b.jar"));

    assertThatThrownBy(() -> load(thrower, OTHER)).hasMessageStartingWith("[PODSMITH-PLUGIN-006] ");
  }

  @Test
  void rejectsWhatIsNoDigest() {
    assertThatThrownBy(() -> load("sha256:12"))
        .hasMessageContaining("spark.podsmith.steps.allowedDigests")
        .hasMessageContaining("sha256: and 64 hexadecimal digits");
  }

  private String digest() throws IOException {
    return "sha256:%s".formatted(Sha256.of(jar));
  }

  private StepRegistry load(String digests) {
    return load(jar, digests);
  }

  private static StepRegistry load(Path jar, String digests) {
    return StepRegistry.load(
        SparkSettings.of(
            Map.of(
                "spark.podsmith.steps.jars",
                jar.toString(),
                "spark.podsmith.steps.allowedDigests",
                digests),
            Map.of()),
        new LocalFiles());
  }
}
