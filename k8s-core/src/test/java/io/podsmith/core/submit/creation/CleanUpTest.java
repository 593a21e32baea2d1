// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a failed submission deletes, and what it says about the rest. */
class CleanUpTest {
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final CleanUp cleanUp = new CleanUp(server.client());

  private static ConfigMap configMap(String name) {
    ConfigMap map = new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
    server.put(map);
    return map;
  }

  private static Target target(HasMetadata object) {
    return Target.of(object, Optional.of("jobs"));
  }

  private ConfigMap created(String name) {
    ConfigMap map = configMap(name);
    cleanUp.created(map, target(map));
    return map;
  }

  private String sentence() {
    return cleanUp.run().sentence();
  }

  @Test
  void saysNothingIfThereIsNothingToDo() {
    assertThat(sentence()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void deletesTheNewestFirst() {
    created("one");
    created("two");

    assertThat(sentence())
        .isEqualTo(
            "deleted again: configmap two in namespace jobs, configmap one in namespace jobs");
    assertThat(server.requests())
        .containsExactly("DELETE /configmaps/two", "DELETE /configmaps/one");
  }

  @Test
  void deletesEachObjectOnce() {
    ConfigMap map = created("one");
    cleanUp.created(map, target(map));
    cleanUp.unclear(target(map));
    cleanUp.metBefore(target(map));

    assertThat(sentence()).isEqualTo("deleted again: configmap one in namespace jobs");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void deletesObjectsThatBelongToNoNamespace() {
    PersistentVolume volume =
        new PersistentVolumeBuilder().withNewMetadata().withName("data").endMetadata().build();
    server.put(volume);
    cleanUp.created(volume, Target.of(volume, Optional.empty()));

    assertThat(sentence()).isEqualTo("deleted again: persistentvolume data");
    assertThat(server.requests()).containsExactly("DELETE /persistentvolumes/data");
  }

  @Test
  void keepsWhatExistedBefore() {
    cleanUp.metBefore(target(configMap("one")));
    cleanUp.unclear(target(configMap("one")));
    cleanUp.metBefore(target(configMap("two")));

    assertThat(sentence())
        .isEqualTo(
            "kept, because it existed before: configmap one in namespace jobs,"
                + " configmap two in namespace jobs");
    assertThat(server.names()).containsExactly("one", "two");
  }

  @Test
  void deletesWhatTurnsOutToBeCreatedHere() {
    cleanUp.metBefore(target(configMap("one")));
    created("one");

    assertThat(sentence()).isEqualTo("deleted again: configmap one in namespace jobs");
  }

  @Test
  void hasTheCommandForWhatItCannotDelete() {
    created("one");
    created("two");
    created("three");
    server.answer("DELETE /configmaps/one", Answer.status(403, "Forbidden", "denied"));
    server.answer("DELETE /configmaps/two", Answer.status(500, "InternalError", "broken"));
    cleanUp.unclear(target(configMap("four")));

    CleanUp.Report report = cleanUp.run();

    assertThat(report.sentence())
        .isEqualTo(
            "deleted again: configmap three in namespace jobs; could not be deleted: configmap two"
                + " in namespace jobs, configmap one in namespace jobs; run kubectl delete"
                + " configmaps two -n jobs && kubectl delete configmaps one -n jobs; may have been"
                + " created: configmap four in namespace jobs; run kubectl delete configmaps four"
                + " -n jobs");
    assertThat(report.failures()).hasSize(2);
  }

  @Test
  void sendsNoFurtherRequestIfTheApiServerDoesNotRespond() {
    created("one");
    created("two");
    created("three");
    server.answer("DELETE /configmaps/two", Answer.CUT);

    CleanUp.Report report = cleanUp.run();

    assertThat(server.requests())
        .containsExactly("DELETE /configmaps/three", "DELETE /configmaps/two");
    assertThat(report.sentence())
        .startsWith("deleted again: configmap three in namespace jobs; could not be deleted:")
        .contains("delete configmaps two -n jobs && kubectl delete configmaps one -n jobs");
    assertThat(report.failures()).hasSize(1);
  }
}
