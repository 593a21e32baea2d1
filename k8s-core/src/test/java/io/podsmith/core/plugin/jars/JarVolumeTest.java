// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.PluginLoadException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How jars are cut and packed into ConfigMaps. */
class JarVolumeTest {
  private static final int MAP = JarVolume.MAX_MAP_BYTES;

  private final JarVolume volume = new JarVolume("team", "pi-1", "spark-1");

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "999999, 1", "1000000, 1", "1000001, 2", "2000000, 2", "2000001, 3"})
  void cutsAJarIntoAsFewPartsAsFit(int size, int parts) {
    byte[] content = content(size);

    CarriedJar carried = volume.add(plugin("acme"), jar("one.jar"), content);

    assertThat(carried.parts()).isEqualTo(parts);
    assertThat(carried.uri()).isEqualTo("local:///opt/spark/podsmith-steps/acme/one.jar");
    assertThat(joined(files(), "acme/one.jar", parts)).isEqualTo(content);
    assertThat(volume.configMaps()).hasSize(parts);
  }

  @Test
  void fillsAConfigMapBeforeItBeginsAnother() {
    volume.add(plugin("a"), jar("a.jar"), content(MAP - 10));
    volume.add(plugin("b"), jar("b.jar"), content(11));
    volume.add(plugin("c"), jar("c.jar"), content(10));
    volume.add(plugin("d"), jar("d.jar"), content(MAP - 11));

    assertThat(volume.configMaps())
        .extracting(map -> map.getBinaryData().size())
        .containsExactly(2, 2);
    assertThat(volume.configMaps())
        .extracting(map -> map.getMetadata().getName())
        .containsExactly("pi-1-steps-0", "pi-1-steps-1");
    assertThat(files()).containsOnlyKeys("a/a.jar", "b/b.jar", "c/c.jar", "d/d.jar");
  }

  @Test
  void numbersJarsOfOneName() {
    Plugin plugin = plugin("acme");

    assertThat(List.of("x y.jar", "x;y.jar", "x#y.jar", "x,y.jar", "z.jar"))
        .extracting(name -> volume.add(plugin, jar("/steps/" + name), content(1)).uri())
        .containsExactly(
            "local:///opt/spark/podsmith-steps/acme/x_y.jar",
            "local:///opt/spark/podsmith-steps/acme/2-x_y.jar",
            "local:///opt/spark/podsmith-steps/acme/x",
            "local:///opt/spark/podsmith-steps/acme/3-x_y.jar",
            "local:///opt/spark/podsmith-steps/acme/z.jar");
    assertThat(volume.add(plugin("other"), jar("x_y.jar"), content(1)).uri())
        .isEqualTo("local:///opt/spark/podsmith-steps/other/x_y.jar");
  }

  @Test
  void carriesSixteenMebibytesAndNotOneByteMore() {
    volume.add(plugin("acme"), jar("one.jar"), content((int) JarVolume.MAX_TOTAL_BYTES));

    assertThatThrownBy(() -> volume.add(plugin("other"), jar("/steps/two.jar"), content(1)))
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith(
            "[PODSMITH-PLUGIN-004] the jars of plugins exceed the 16 MiB that can be uploaded to a"
                + " driver in ConfigMaps; /steps/two.jar of plugin other exceeded the limit; set"
                + " spark.kubernetes.file.upload.path to");
  }

  @Test
  void leavesAPodAsItIsWhereNothingIsCarried() {
    SparkPod pod = SparkPod.empty();

    assertThat(volume.mount(pod)).isSameAs(pod);
    assertThat(volume.configMaps()).isEmpty();
  }

  /** Returns what the kubelet shows in the volume. */
  private Map<String, byte[]> files() {
    Map<String, ConfigMap> maps =
        volume.configMaps().stream()
            .collect(Collectors.toMap(map -> map.getMetadata().getName(), map -> map));
    Map<String, byte[]> files = new TreeMap<>();
    for (VolumeProjection source :
        volume
            .mount(SparkPod.empty())
            .pod()
            .getSpec()
            .getVolumes()
            .get(0)
            .getProjected()
            .getSources()) {
      Map<String, String> data = maps.get(source.getConfigMap().getName()).getBinaryData();
      for (KeyToPath item : source.getConfigMap().getItems()) {
        assertThat(item.getMode()).isEqualTo(0444);
        files.put(item.getPath(), Base64.getDecoder().decode(data.get(item.getKey())));
      }
    }
    return files;
  }

  private static byte[] joined(Map<String, byte[]> files, String path, int parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = 0; i < parts; i++) {
      whole.writeBytes(files.get(parts == 1 ? path : "%s.part%d".formatted(path, i)));
    }
    assertThat(files).hasSize(parts);
    return whole.toByteArray();
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i % 251);
    }
    return content;
  }

  private static Plugin plugin(String id) {
    return new Plugin(id, List.of());
  }

  private static PluginJar jar(String uri) {
    return new PluginJar(uri, Path.of("/steps/any.jar"), true);
  }
}
