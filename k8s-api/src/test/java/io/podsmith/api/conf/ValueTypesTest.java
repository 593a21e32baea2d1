// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTypesTest {
  private static VolumeSpec.Builder volume() {
    return VolumeSpec.builder()
        .name("data")
        .mountPath("/data")
        .source(HostPathVolume.builder().path("/mnt").build());
  }

  @Test
  void comparesByValue() {
    assertThat(volume().build()).isEqualTo(volume().build()).hasSameHashCodeAs(volume().build());
    assertThat(volume().build()).isNotEqualTo(volume().subPath("a").build());
  }

  @Test
  void mountsForWritingByDefault() {
    assertThat(volume().build().isReadOnly()).isFalse();
  }

  @Test
  void asksForNoCheckOfHostPathsByDefault() {
    assertThat(HostPathVolume.builder().path("/x").build().type()).isEmpty();
  }

  @Test
  void namesAttributeThatIsMissing() {
    VolumeSpec.Builder incomplete = VolumeSpec.builder().name("data");

    assertThatThrownBy(incomplete::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mountPath")
        .hasMessageContaining("source");
  }

  @Test
  void keepsNoHandleToWhatItWasMadeOf() {
    List<ExtendedResource> mine =
        new ArrayList<>(List.of(ExtendedResource.builder().name("gpu").amount(1).build()));
    ExecutorResources resources =
        ExecutorResources.builder()
            .cores(1)
            .heapMiB(1024)
            .totalMemoryMiB(1408)
            .extendedResources(mine)
            .build();
    mine.clear();

    assertThat(resources.extendedResources()).hasSize(1);
    assertThatThrownBy(() -> resources.extendedResources().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void describesOnDemandClaim() {
    PersistentVolumeClaimVolume claim =
        PersistentVolumeClaimVolume.builder()
            .claimName("OnDemand")
            .storageClass("gp")
            .size("1Gi")
            .putLabels("a", "b")
            .build();

    assertThat(claim.storageClass()).contains("gp");
    assertThat(claim.labels()).containsEntry("a", "b");
    assertThat(claim.annotations()).isEmpty();
    assertThatThrownBy(() -> claim.labels().put("c", "d"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void namesLanguagesAsSparkDoes() {
    assertThat(AppLanguage.values())
        .extracting(AppLanguage::resourceType)
        .containsExactly("java", "python", "r");
  }
}
