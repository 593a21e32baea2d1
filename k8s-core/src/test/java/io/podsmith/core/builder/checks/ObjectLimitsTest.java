// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The largest object that Kubernetes accepts is accepted, and one byte more is not. */
class ObjectLimitsTest {
  private static final int KEY = "acme.io/note".length();

  @Test
  void countsTheBytesOfAConfigMap() {
    assertThat(problems(map("x".repeat(1024 * 1024)))).isEmpty();
    assertThat(problems(map("x".repeat(1024 * 1024 + 1))))
        .containsExactly(
            "data of 1048577 bytes (the largest key, file, has 1048577), but Kubernetes accepts at"
                + " most 1048576");
    assertThat(problems(map("ä".repeat(1024 * 512 + 1))))
        .as("in UTF-8")
        .singleElement()
        .asString()
        .startsWith("data of 1048578 bytes");
  }

  @Test
  void countsBinaryDataDecodedAndAddsItToText() {
    String half = base64(1024 * 512);
    HasMetadata whole =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("map")
            .endMetadata()
            .addToData("text", "x".repeat(1024 * 512))
            .addToBinaryData("jar", half)
            .build();
    HasMetadata more =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("map")
            .endMetadata()
            .addToData("text", "x".repeat(1024 * 512))
            .addToBinaryData("jar", base64(1024 * 512 + 1))
            .build();

    assertThat(problems(whole)).isEmpty();
    assertThat(problems(more))
        .singleElement()
        .asString()
        .contains("the largest key, jar, has 524289");
  }

  @Test
  void countsTheBytesOfASecretWithoutShowingThem() {
    HasMetadata secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("secret")
            .endMetadata()
            .addToData("token", base64(1024 * 1024))
            .addToStringData("password", "hunter2")
            .build();

    assertThat(problems(secret))
        .singleElement()
        .asString()
        .startsWith("data of 1048583 bytes (the largest key, token, has 1048576)")
        .doesNotContain("hunter2");
  }

  @Test
  void countsKeysAndValuesOfAnnotationsTogether() {
    assertThat(podProblems(annotated(256 * 1024 - KEY))).isEmpty();
    assertThat(podProblems(annotated(256 * 1024 - KEY + 1)))
        .containsExactly(
            "annotations of 262145 bytes in total (the largest, acme.io/note, has 262145), but"
                + " Kubernetes accepts at most 262144");
  }

  @Test
  void knowsTheKindsWithShortNames() {
    assertThat(problems(service("s".repeat(63)))).isEmpty();
    assertThat(problems(service("s".repeat(64))))
        .containsExactly(
            "a name of 64 characters, but Kubernetes accepts at most 63 for a Service");
    assertThat(
            problems(
                new CronJobBuilder()
                    .withNewMetadata()
                    .withName("c".repeat(53))
                    .endMetadata()
                    .build()))
        .containsExactly(
            "a name of 53 characters, but Kubernetes accepts at most 52 for a CronJob");
  }

  @Test
  void looksAtLabelsAndKeysOfAnyObject() {
    HasMetadata map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("map")
            .addToLabels("team", "x".repeat(64))
            .addToAnnotations("no spaces", "")
            .endMetadata()
            .addToData("a/b", "")
            .build();

    assertThat(problems(map))
        .hasSize(3)
        .anyMatch(each -> each.startsWith("a label team whose value 'xxx"))
        .anyMatch(each -> each.startsWith("the annotation 'no spaces', whose key must be"))
        .anyMatch(each -> each.startsWith("the key 'a/b', but Kubernetes accepts only letters"));
  }

  @Test
  void looksAtTheNamesInsideAPod() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .addNewVolume()
            .withName("v".repeat(64))
            .endVolume()
            .addNewContainer()
            .withName("Main")
            .addNewPort()
            .withName("sixteen-letters-")
            .withContainerPort(1)
            .endPort()
            .addNewPort()
            .withName("fifteen-letters")
            .withContainerPort(2)
            .endPort()
            .endContainer()
            .addNewInitContainer()
            .withName("Init")
            .endInitContainer()
            .endSpec()
            .build();

    assertThat(ObjectLimits.ofPod(pod))
        .extracting(ObjectLimits.Excess::field)
        .containsExactly(
            "spec.volumes[0]",
            "spec.containers[0]",
            "spec.containers[0].ports[0]",
            "spec.initContainers[0]");
  }

  private static List<String> problems(HasMetadata object) {
    return ObjectLimits.ofObject(object).stream().map(ObjectLimits.Excess::what).toList();
  }

  private static List<String> podProblems(Pod pod) {
    return ObjectLimits.ofPod(pod).stream().map(ObjectLimits.Excess::what).toList();
  }

  private static HasMetadata map(String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("map")
        .endMetadata()
        .withData(Map.of("file", text))
        .build();
  }

  private static HasMetadata service(String name) {
    return new ServiceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static Pod annotated(int bytes) {
    return new PodBuilder()
        .withNewMetadata()
        .addToAnnotations("acme.io/note", "x".repeat(bytes))
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private static String base64(int bytes) {
    return Base64.getEncoder().encodeToString("x".repeat(bytes).getBytes(StandardCharsets.UTF_8));
  }
}
