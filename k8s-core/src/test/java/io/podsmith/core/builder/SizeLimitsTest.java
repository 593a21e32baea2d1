// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too large for Kubernetes is an error before the first request, with its author. */
class SizeLimitsTest {
  private static final int MEBI = 1024 * 1024;

  @Test
  void namesTheStepWhoseObjectIsTooLargeForBothRoles() {
    assertRejected(
        LargeMap.class,
        "[PODSMITH-STEP-007] step acme.large-map from",
        "returned the ConfigMap 'large', which has data of 1048577 bytes (the largest key, file,"
            + " has 1048577), but Kubernetes accepts at most 1048576; store less in it",
        "(class %s)".formatted(LargeMap.class.getName()));
    assertRejected(
        LongLabel.class,
        "[PODSMITH-STEP-007] step acme.long-label from",
        "returned the ConfigMap 'map', which has a label team whose value 'xxxx");
  }

  @Test
  void namesTheStepThatAddedTheLargestAnnotation() {
    assertRejected(
        LargeAnnotation.class,
        "[PODSMITH-STEP-007] the ",
        " pod has annotations of ",
        " bytes in total (the largest, acme.io/trace, has 262157), but Kubernetes accepts at most"
            + " 262144, from step acme.large-annotation from",
        "disable the step with spark.podsmith.steps.disabled=acme.large-annotation");
  }

  @Test
  void namesTheTemplateWithTheLargestAnnotation(@TempDir Path directory) throws Exception {
    String key = "spark.kubernetes.driver.podTemplateFile";
    Path template =
        Files.writeString(
            directory.resolve("t.yaml"),
            "kind: Pod\nmetadata: {annotations: {acme.io/notes: '%s'}}\nspec: {hostname: pi}\n"
                .formatted("x".repeat(256 * 1024)));

    assertThatThrownBy(() -> new Specs().set(key, template).driver())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("[PODSMITH-CONF-006] the driver pod has annotations of ")
        .hasMessageContaining("from the pod template %s (%s)", template, key)
        .hasMessageContaining("remove it from %s", template);
  }

  private static void assertRejected(Class<? extends FeatureStepFactory> step, String... said) {
    Specs specs = new Specs().factories(step);
    for (ThrowingCallable build : List.<ThrowingCallable>of(specs::driver, specs::executor)) {
      assertThatThrownBy(build).isInstanceOf(StepException.class).hasMessageContainingAll(said);
    }
  }

  public static final class LargeMap extends StepResultsTest.OneObject {
    public LargeMap() {
      super(
          "acme.large-map",
          StepResultsTest.named("large").addToData("file", "x".repeat(MEBI + 1)).build());
    }
  }

  public static final class LongLabel extends StepResultsTest.OneObject {
    public LongLabel() {
      super(
          "acme.long-label",
          StepResultsTest.named("map")
              .editMetadata()
              .addToLabels("team", "x".repeat(64))
              .endMetadata()
              .build());
    }
  }

  public static final class LargeAnnotation extends Specs.Factory {
    public LargeAnnotation() {
      super(
          "acme.large-annotation",
          () ->
              pod ->
                  pod.editMetadata(
                      m -> m.addToAnnotations("acme.io/trace", "x".repeat(256 * 1024))));
    }
  }
}
