// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import io.podsmith.core.submit.StubTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose pod it is if the answer to the creation of a driver pod is lost or a conflict. */
class UnansweredCreationTest {
  private static final Answer INVALID = Answer.status(422, "Invalid", "too long");
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final StubTime time = new StubTime();
  private final ConfigMap pre = configMap("pre");

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static Pod pod() {
    return labelled("spark-1");
  }

  private static Pod labelled(String application) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi")
        .withLabels(application == null ? Map.of() : Map.of("spark-app-selector", application))
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  private DriverCreation creation() {
    return new DriverCreation(server.client(), "jobs", time);
  }

  private Pod create() throws InterruptedException {
    return creation()
        .create(
            new DriverSpec(
                pod(), List.of(pre), List.of(configMap("conf")), new TreeMap<>(), List.of()));
  }

  @Test
  void findsThePodWhoseCreationWasNotAnswered() throws Exception {
    server.loseAnswer("POST /pods");

    assertThat(create().getMetadata().getUid()).isEqualTo("uid-of-pi");

    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void deletesThePodWhoseCreationWasNotAnswered() {
    server.loseAnswer("POST /pods");
    server.answer("PATCH /configmaps/conf", INVALID);

    assertThatThrownBy(this::create).hasMessageContaining("eleted again: pod pi in namespace jobs");
    assertThat(server.names()).isEmpty();
  }

  @Test
  void waitsForAPodThatIsCreatedLate() throws Exception {
    server.answer("POST /pods", Answer.CUT);
    time.duringPause(
        count -> {
          if (count == 2) {
            server.put(pod());
          }
        });

    assertThat(create().getMetadata().getName()).isEqualTo("pi");

    assertThat(time.now()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void waitsOneSecondForAPodThatIsCreatedLate() {
    server.answer("POST /pods", Answer.CUT);

    assertThatThrownBy(this::create)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-001] cannot create pod pi in namespace jobs")
        .hasMessageEndingWith("Deleted again: configmap pre in namespace jobs");

    assertThat(time.now()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void saysThatThePodMayHaveBeenCreatedIfItMayNotBeRead() {
    server.loseAnswer("POST /pods");
    server.answer("GET /pods/pi", Answer.status(403, "Forbidden", "denied"));

    assertThatThrownBy(this::create)
        .hasMessageContaining(
            "may have been created: pod pi in namespace jobs; run kubectl delete pods pi -n jobs");
  }

  @Test
  void saysThatThePodMayHaveBeenCreatedIfItIsInterruptedMeanwhile() {
    server.answer("POST /pods", Answer.CUT);
    time.duringPause(count -> Thread.currentThread().interrupt());

    assertThatThrownBy(this::create)
        .isInstanceOf(InterruptedException.class)
        .hasMessageStartingWith("the submission was interrupted; deleted again: configmap pre")
        .hasMessageContaining("may have been created: pod pi in namespace jobs")
        .hasCauseInstanceOf(Exception.class);
    assertThat(time.pauses()).hasSize(1);
    assertThat(server.names()).isEmpty();
  }

  @Test
  void knowsThePodThatARepeatedRequestMet() throws Exception {
    server.put(pod());

    assertThat(create().getMetadata().getUid()).isEqualTo("uid-of-pi");
  }

  @ParameterizedTest
  @CsvSource({"spark-1, ", ", spark-1", "spark-1, spark-2", ", "})
  void leavesThePodOfAnotherApplicationAlone(String wanted, String found) {
    server.put(labelled(found));
    DriverSpec spec =
        new DriverSpec(labelled(wanted), List.of(pre), List.of(), new TreeMap<>(), List.of());

    assertThatThrownBy(() -> creation().create(spec))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("already exists; choose another name, or delete the old one with:")
        .hasMessageEndingWith("Deleted again: configmap pre in namespace jobs");

    assertThat(server.names()).containsExactly("pi");
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void doesNotWaitForAPodThatIsGoneAfterAConflict() {
    server.answer("POST /pods", Answer.status(409, "AlreadyExists", "already exists"));

    assertThatThrownBy(this::create).hasMessageContaining("already exists");

    assertThat(time.pauses()).isEmpty();
  }
}
