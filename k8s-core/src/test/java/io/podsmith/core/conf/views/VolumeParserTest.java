// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.podsmith.api.conf.EmptyDirVolume;
import io.podsmith.api.conf.HostPathVolume;
import io.podsmith.api.conf.NfsVolume;
import io.podsmith.api.conf.PersistentVolumeClaimVolume;
import io.podsmith.api.conf.VolumeSpec;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeParserTest {
  private static final String PREFIX = "spark.kubernetes.driver.volumes.";

  /** Parses properties that take turns with their values. */
  private static List<VolumeSpec> parse(String... propertiesAndValues) {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; i < propertiesAndValues.length; i += 2) {
      settings.put(PREFIX + propertiesAndValues[i], propertiesAndValues[i + 1]);
    }
    return VolumeParser.parse(SparkSettings.of(settings, Map.of()), PREFIX);
  }

  /** Parses an emptyDir called v with one more property. */
  private static VolumeSpec emptyDirWith(String property, String value) {
    return parse("emptyDir.v.mount.path", "/v", "emptyDir.v." + property, value).get(0);
  }

  @Test
  void readsHostPath() {
    assertThat(
            parse(
                "hostPath.data.mount.path", "/data",
                "hostPath.data.mount.readOnly", "true",
                "hostPath.data.options.path", "/mnt/data",
                "hostPath.data.options.type", "Directory"))
        .containsExactly(
            VolumeSpec.builder()
                .name("data")
                .mountPath("/data")
                .isReadOnly(true)
                .source(HostPathVolume.builder().path("/mnt/data").type("Directory").build())
                .build());
  }

  @Test
  void asksForNoCheckOfHostPathByDefault() {
    assertThat(
            parse("hostPath.d.mount.path", "/d", "hostPath.d.options.path", "/x").get(0).source())
        .isEqualTo(HostPathVolume.builder().path("/x").type("").build());
  }

  @Test
  void readsClaim() {
    assertThat(
            parse(
                    "persistentVolumeClaim.c.mount.path", "/c",
                    "persistentVolumeClaim.c.options.claimName", "OnDemand",
                    "persistentVolumeClaim.c.options.storageClass", "gp",
                    "persistentVolumeClaim.c.options.sizeLimit", "10Gi",
                    "persistentVolumeClaim.c.label.team", "data",
                    "persistentVolumeClaim.c.label.example.com/label.x", "1",
                    "persistentVolumeClaim.c.annotation.why", "so it is")
                .get(0)
                .source())
        .isEqualTo(
            PersistentVolumeClaimVolume.builder()
                .claimName("OnDemand")
                .storageClass("gp")
                .size("10Gi")
                .putLabels("example.com/label.x", "1")
                .putLabels("team", "data")
                .putAnnotations("why", "so it is")
                .build());
  }

  @Test
  void readsEmptyDir() {
    assertThat(
            parse(
                    "emptyDir.e.mount.path", "/e",
                    "emptyDir.e.options.medium", "Memory",
                    "emptyDir.e.options.sizeLimit", "6G")
                .get(0)
                .source())
        .isEqualTo(EmptyDirVolume.builder().medium("Memory").sizeLimit("6G").build());
  }

  @Test
  void readsEmptyDirWithoutOptions() {
    VolumeSpec volume = parse("emptyDir.e.mount.path", "/e").get(0);

    assertThat(volume.source()).isEqualTo(EmptyDirVolume.builder().build());
    assertThat(volume.isReadOnly()).isFalse();
    assertThat(volume.subPath()).isEmpty();
    assertThat(volume.subPathExpr()).isEmpty();
  }

  @Test
  void readsNfs() {
    assertThat(
            parse(
                    "nfs.n.mount.path", "/n",
                    "nfs.n.options.path", "/share",
                    "nfs.n.options.server", "nfs.example.com")
                .get(0)
                .source())
        .isEqualTo(NfsVolume.builder().path("/share").server("nfs.example.com").build());
  }

  @Test
  void readsSubPaths() {
    assertThat(emptyDirWith("mount.subPath", "a/b").subPath()).contains("a/b");
    assertThat(emptyDirWith("mount.subPathExpr", "$(POD)/b").subPathExpr()).contains("$(POD)/b");
  }

  @Test
  void sortsByTypeAndName() {
    assertThat(
            parse(
                "nfs.a.mount.path", "/1",
                "nfs.a.options.path", "/x",
                "nfs.a.options.server", "s",
                "emptyDir.z.mount.path", "/2",
                "emptyDir.b.mount.path", "/3"))
        .extracting(VolumeSpec::name)
        .containsExactly("b", "z", "a");
  }

  @Test
  void findsNoneWhereNoneIsAskedFor() {
    assertThat(parse()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1024", "1Ki", "1k", "500Mi", "0.5Gi", "1e9", "1E9", "2E", "+5Gi", "1.5G"})
  void acceptsSizes(String size) {
    assertThat(emptyDirWith("options.sizeLimit", size).source())
        .isEqualTo(EmptyDirVolume.builder().sizeLimit(size).build());
  }

  @Test
  void takesBlanksAroundSizesAsTheApiServerDoes() {
    assertThat(emptyDirWith("options.sizeLimit", " 1Gi ").source())
        .isEqualTo(EmptyDirVolume.builder().sizeLimit("1Gi").build());
  }

  @ParameterizedTest
  @CsvSource({
    "0, at least 1Ki",
    "10, at least 1Ki",
    "1023, at least 1Ki",
    "10m, a thousandth",
    "'', a Kubernetes quantity",
    "-1Gi, a Kubernetes quantity",
    "10GB, a Kubernetes quantity",
    "10 Gi, a Kubernetes quantity",
    "ten, a Kubernetes quantity",
    "1.2.3, a Kubernetes quantity",
    "., a Kubernetes quantity"
  })
  void refusesSizes(String size, String words) {
    assertThatThrownBy(() -> emptyDirWith("options.sizeLimit", size))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + "emptyDir.v.options.sizeLimit is '" + size + "'")
        .hasMessageContaining(words);
  }

  @Test
  void refusesSizesOfClaims() {
    assertThatThrownBy(
            () ->
                parse(
                    "persistentVolumeClaim.c.mount.path", "/c",
                    "persistentVolumeClaim.c.options.claimName", "OnDemand",
                    "persistentVolumeClaim.c.options.sizeLimit", "100"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("persistentVolumeClaim.c.options.sizeLimit is '100'");
  }

  @ParameterizedTest
  @CsvSource({
    "mount.readOnly, maybe, true or false",
    "mount.subPath, /abs, relative",
    "mount.subPath, a/../b, '..'",
    "mount.subPathExpr, /abs, relative",
    "options.medium, memory, Memory"
  })
  void refusesOptions(String property, String value, String words) {
    assertThatThrownBy(() -> emptyDirWith(property, value))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_VOLUME.id())
        .hasMessageContaining(PREFIX + "emptyDir.v." + property + " is '" + value + "'")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUE", "True", "true"})
  void readsBooleansInCapitals(String text) {
    assertThat(emptyDirWith("mount.readOnly", text).isReadOnly()).isTrue();
  }

  @Test
  void rejectsRelativeMountPath() {
    assertThatThrownBy(() -> parse("emptyDir.v.mount.path", "data"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "[PODSMITH-CONF-003] spark.kubernetes.driver.volumes.emptyDir.v.mount.path is 'data'"
                + " but must be absolute; start it with '/'");
  }

  @Test
  void rejectsColonInMountPath() {
    assertThatThrownBy(() -> parse("emptyDir.v.mount.path", "/a:b"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("without ':'");
  }

  @ParameterizedTest
  @CsvSource({
    "emptyDir, emptyDir.v.options.medium, Memory, mount.path",
    "hostPath, hostPath.v.mount.path, /v, options.path",
    "persistentVolumeClaim, persistentVolumeClaim.v.mount.path, /v, options.claimName",
    "nfs, nfs.v.mount.path, /v, options.path"
  })
  void namesPropertyThatIsMissing(String type, String property, String value, String missing) {
    assertThatThrownBy(() -> parse(property, value))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + type + ".v." + missing + " is not set");
  }

  @Test
  void namesServerThatIsMissing() {
    assertThatThrownBy(() -> parse("nfs.v.mount.path", "/v", "nfs.v.options.path", "/x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + "nfs.v.options.server is not set");
  }

  @Test
  void namesTypesThatThereAre() {
    assertThatThrownBy(() -> parse("configMap.v.mount.path", "/v"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("'configMap'")
        .hasMessageContaining("hostPath, persistentVolumeClaim, emptyDir, nfs");
  }

  @Test
  void refusesSubPathTogetherWithSubPathExpr() {
    assertThatThrownBy(
            () ->
                parse(
                    "emptyDir.v.mount.path", "/v",
                    "emptyDir.v.mount.subPath", "a",
                    "emptyDir.v.mount.subPathExpr", "b"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("mount.subPath and ")
        .hasMessageContaining("mount.subPathExpr are both set");
  }

  @Test
  void refusesOnePathForTwoVolumes() {
    assertThatThrownBy(() -> parse("emptyDir.a.mount.path", "/v", "emptyDir.b.mount.path", "/v"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("'a' and 'b' are both mounted at '/v'");
  }

  @Test
  void refusesOneNameForTwoVolumes() {
    assertThatThrownBy(
            () ->
                parse(
                    "emptyDir.a.mount.path", "/v",
                    "hostPath.a.mount.path", "/w",
                    "hostPath.a.options.path", "/w"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("named 'a'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"My_Volume", "-v", "A"})
  void refusesNameThatKubernetesRefuses(String name) {
    assertThatThrownBy(() -> parse("emptyDir." + name + ".mount.path", "/v"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_NAME.id())
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"emptyDir", "emptyDir.v"})
  void refusesSettingWithoutProperty(String key) {
    assertThatThrownBy(() -> parse(key, "x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + key + " has no property");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-claim", "OnDemand", "OnDemand-x", "scratch-SPARK_EXECUTOR_ID"})
  void acceptsNamesOfClaims(String name) {
    assertThat(
            parse(
                    "persistentVolumeClaim.c.mount.path",
                    "/c",
                    "persistentVolumeClaim.c.options.claimName",
                    name)
                .get(0)
                .source())
        .isEqualTo(PersistentVolumeClaimVolume.builder().claimName(name).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"My_Claim", "-c", "onDemand"})
  void refusesOtherNamesOfClaims(String name) {
    assertThatThrownBy(
            () ->
                parse(
                    "persistentVolumeClaim.c.mount.path",
                    "/c",
                    "persistentVolumeClaim.c.options.claimName",
                    name))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("options.claimName is '" + name + "'")
        .hasMessageContaining("OnDemand");
  }

  @Test
  void lendsNoEffectToPropertiesItDoesNotKnow() {
    assertThat(emptyDirWith("options.sizelimit", "1Gi").source())
        .as("upstream passes them over without a word, we with a warning")
        .isEqualTo(EmptyDirVolume.builder().build());
  }

  @Test
  void refusesUnknownTypeOfHostPath() {
    assertThatThrownBy(
            () ->
                parse(
                    "hostPath.v.mount.path", "/v",
                    "hostPath.v.options.path", "/x",
                    "hostPath.v.options.type", "Folder"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("DirectoryOrCreate");
  }

  @Test
  void refusesBackstepsInHostPath() {
    assertThatThrownBy(
            () -> parse("hostPath.v.mount.path", "/v", "hostPath.v.options.path", "/a/../b"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("without '..'");
  }

  @Test
  void refusesRelativeNfsPath() {
    assertThatThrownBy(
            () ->
                parse(
                    "nfs.v.mount.path", "/v",
                    "nfs.v.options.path", "share",
                    "nfs.v.options.server", "s"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("must be absolute");
  }

  @Test
  void refusesLabelOfClaimThatKubernetesRefuses() {
    assertThatThrownBy(
            () ->
                parse(
                    "persistentVolumeClaim.c.mount.path", "/c",
                    "persistentVolumeClaim.c.options.claimName", "c",
                    "persistentVolumeClaim.c.label.team", "da ta"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + "persistentVolumeClaim.c.label.team is 'da ta'");
  }

  @Test
  void leavesLabelsOfOtherVolumesAlone() {
    assertThat(
            ((PersistentVolumeClaimVolume)
                    parse(
                            "persistentVolumeClaim.c.mount.path", "/c",
                            "persistentVolumeClaim.c.options.claimName", "c",
                            "persistentVolumeClaim.c.label.a", "1",
                            "persistentVolumeClaim.d.mount.path", "/d",
                            "persistentVolumeClaim.d.options.claimName", "d",
                            "persistentVolumeClaim.d.label.b", "2")
                        .get(0)
                        .source())
                .labels())
        .containsExactly(entry("a", "1"));
  }

  @Test
  void namesThePropertiesThatATypeDoesNotHave() {
    List<String> written =
        List.of(
            "mount.path",
            "mount.readOnly",
            "options.sizeLimit",
            "options.sizelimit",
            "options.server",
            "label.team",
            "annotation.why");

    assertThat(VolumeParser.unknownProperties("persistentVolumeClaim", written))
        .containsExactly("options.sizelimit", "options.server");
    assertThat(VolumeParser.unknownProperties("emptyDir", written))
        .containsExactly("options.sizelimit", "options.server", "label.team", "annotation.why");
    assertThat(VolumeParser.unknownProperties("nfs", written))
        .containsExactly("options.sizeLimit", "options.sizelimit", "label.team", "annotation.why");
  }

  @Test
  void takesAnEmptySubPathForNone() {
    assertThat(emptyDirWith("mount.subPath", "").subPath()).isEmpty();
    assertThat(emptyDirWith("mount.subPathExpr", "").subPathExpr()).isEmpty();
  }

  @Test
  void refusesAnnotationOfClaimThatKubernetesRefuses() {
    assertThatThrownBy(
            () ->
                parse(
                    "persistentVolumeClaim.c.mount.path", "/c",
                    "persistentVolumeClaim.c.options.claimName", "c",
                    "persistentVolumeClaim.c.annotation.a b", "x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + "persistentVolumeClaim.c.annotation.a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void takesABlankPropertyForMissing(String path) {
    assertThatThrownBy(() -> parse("hostPath.v.mount.path", "/v", "hostPath.v.options.path", path))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PREFIX + "hostPath.v.options.path is not set");
  }

  @Test
  void findsPropertiesThatMeanNothingForAClaimThatExists() {
    String claim = "persistentVolumeClaim";
    List<String> given = List.of("mount.path", "options.claimName", "options.storageClass");

    assertThat(VolumeParser.propertiesOfNewClaims(claim, given))
        .containsExactly("options.storageClass");
    assertThat(
            VolumeParser.propertiesOfNewClaims(
                claim, List.of("options.storageClass", "options.sizeLimit", "label.a")))
        .as("both make a claim")
        .isEmpty();
    assertThat(VolumeParser.propertiesOfNewClaims("emptyDir", List.of("options.sizeLimit")))
        .isEmpty();
  }
}
