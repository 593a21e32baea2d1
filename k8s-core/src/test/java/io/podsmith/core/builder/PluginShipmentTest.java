// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Sha256;
import io.podsmith.core.plugin.ClassPathOf;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginShipmentTest {
  private static final String JARS = "spark.podsmith.steps.jars";
  private static final String KEY = "spark.podsmith.steps.signatures.publicKey";
  private static final String CARRIED = "spark.podsmith.steps.carried.one";
  private static final String DIR = "spark.podsmith.steps.dir";
  private static final String MOUNT = "/opt/spark/podsmith-steps";
  private static final int LIMIT_OF_KUBERNETES = 1 << 20;

  @TempDir Path folder;

  @Test
  void carriesJarsToADriverThatLoadsTheSameSteps() throws IOException {
    Path one = step("com.acme.One", "acme.one").writeTo(folder.resolve("in/a/one.jar"));
    step("com.acme.Two", "acme.two").writeTo(folder.resolve("in/dir/two/b.jar"));
    new TestJar()
        .source("com.acme.Library", "package com.acme; public class Library {}")
        .writeTo(folder.resolve("in/dir/two/a.jar"));
    DriverSpec spec = new Specs().set(JARS, one).set(DIR, folder.resolve("in/dir")).driver();

    assertThat(stepsInDriver(spec)).containsExactly("plugin one (one.jar)", "plugin two (b.jar)");
    assertThat(spec.systemProperties()).doesNotContainKeys(JARS, DIR);
  }

  @Test
  void cutsAJarThatIsLargerThanAConfigMap() throws IOException {
    Path jar =
        step("com.acme.One", "acme.one")
            .file("data/noise", noise(3_300_000))
            .writeTo(folder.resolve("in/one.jar"));
    DriverSpec spec = new Specs().set(JARS, jar).driver();

    assertThat(jarMaps(spec)).hasSize(4).allSatisfy(PluginShipmentTest::isWithinLimits);
    assertThat(stepsInDriver(spec)).containsExactly("plugin one (one.jar)");
  }

  @Test
  void packsSmallJarsTogether() {
    for (int i = 0; i < 5; i++) {
      step("com.acme.S" + i, "acme.s" + i)
          .file("data/noise", noise(300_000))
          .writeTo(folder.resolve("in/p" + i + "/step.jar"));
    }
    DriverSpec spec = new Specs().set(DIR, folder.resolve("in")).driver();

    assertThat(jarMaps(spec)).hasSize(2).allSatisfy(PluginShipmentTest::isWithinLimits);
  }

  @Test
  void mountsOneVolumeReadOnly() {
    Path jar = step("com.acme.One", "acme.one").writeTo(folder.resolve("in/one.jar"));
    DriverSpec spec = new Specs().set(JARS, jar).driver();

    assertThat(volume(spec).getProjected().getSources()).hasSize(1);
    List<Container> containers = spec.pod().getSpec().getContainers();
    assertThat(containers.get(containers.size() - 1).getVolumeMounts())
        .anySatisfy(
            mount -> {
              assertThat(mount.getName()).isEqualTo("podsmith-steps");
              assertThat(mount.getMountPath()).isEqualTo(MOUNT);
              assertThat(mount.getReadOnly()).isTrue();
            });
    assertThat(jarMaps(spec))
        .singleElement()
        .satisfies(
            map -> {
              assertThat(map.getImmutable()).isTrue();
              assertThat(map.getMetadata().getNamespace()).isEqualTo("team");
              assertThat(map.getMetadata().getName()).startsWith("pi-").endsWith("-steps-0");
            });
  }

  @Test
  void leavesWhatTheDriverReachesByItselfWhereItIs() throws IOException {
    Path inImage = step("com.acme.One", "acme.one").writeTo(folder.resolve("in/one.jar"));
    Path carried = step("com.acme.Two", "acme.two").writeTo(folder.resolve("in/two.jar"));
    DriverSpec spec = new Specs().set(JARS, "local://" + inImage + "," + carried).driver();

    assertThat(spec.systemProperties())
        .containsEntry(JARS, "local://" + inImage)
        .containsKey("spark.podsmith.steps.carried.two")
        .doesNotContainKey("spark.podsmith.steps.carried.one");
    assertThat(stepsInDriver(spec)).containsExactly("plugin one (one.jar)", "plugin two (two.jar)");
  }

  @Test
  void keepsAFolderOfTheImage() {
    step("com.acme.One", "acme.one").writeTo(folder.resolve("in/one/x.jar"));
    DriverSpec spec = new Specs().set(DIR, "local://" + folder.resolve("in")).driver();

    assertThat(jarMaps(spec)).isEmpty();
    assertThat(spec.systemProperties()).containsEntry(DIR, "local://" + folder.resolve("in"));
    assertThat(spec.pod().getSpec().getVolumes()).hasSize(1);
  }

  @Test
  void uploadsWhereTheUserNamedAPlaceForThat() throws IOException {
    Path jar = step("com.acme.One", "acme.one").writeTo(folder.resolve("in/one.jar"));
    Path store = Files.createDirectories(folder.resolve("store"));
    Specs specs =
        new Specs()
            .set(JARS, jar)
            .set("spark.kubernetes.file.upload.path", store)
            .runtime(uploadingTo(store));
    DriverSpec spec;
    try (Logged log = new Logged()) {
      spec = specs.driver();
      assertThat(log.text())
          .contains(
              "spark.kubernetes.file.upload.path is '%s', which is a directory of this"
                  .formatted(store));
    }

    assertThat(jarMaps(spec)).isEmpty();
    assertThat(spec.systemProperties().get("spark.podsmith.steps.carried.one"))
        .startsWith("file:" + store + "/one.jar#parts=1;sha256=");
    assertThat(stepsInDriver(spec)).containsExactly("plugin one (one.jar)");
  }

  @Test
  void refusesMoreThanTheClusterShouldStore() {
    Path jar =
        step("com.acme.One", "acme.one")
            .file("data/noise", noise(17 << 20))
            .writeTo(folder.resolve("in/one.jar"));

    assertThatThrownBy(() -> new Specs().set(JARS, jar).driver())
        .isInstanceOf(PluginLoadException.class)
        .hasMessageStartingWith("[PODSMITH-PLUGIN-004]")
        .hasMessageContaining("16 MiB")
        .hasMessageContaining(jar.toString())
        .hasMessageContaining("spark.kubernetes.file.upload.path")
        .hasMessageContaining("local:");
  }

  @Test
  void carriesJarsWhoseNamesNoVolumeWouldTake() throws IOException {
    step("com.acme.One", "acme.one").writeTo(folder.resolve("in/acme/my steps, new.jar"));
    new TestJar().file("x", new byte[] {1}).writeTo(folder.resolve("in/acme/my steps; new.jar"));
    DriverSpec spec = new Specs().set(DIR, folder.resolve("in")).driver();

    assertThat(stepsInDriver(spec)).containsExactly("plugin acme (my_steps__new.jar)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3_300_000})
  void carriesSignaturesToADriverThatVerifiesThem(int size) throws Exception {
    Path jar =
        step("com.acme.One", "acme.one")
            .file("data/noise", noise(size))
            .writeTo(folder.resolve("in/one.jar"));
    DriverSpec spec = new Specs().set(JARS, jar).set(KEY, signed(jar)).driver();
    Files.delete(folder.resolve("key.pem"));

    assertThat(spec.systemProperties().get(KEY)).startsWith("-----BEGIN PUBLIC KEY-----M");
    assertThat(spec.systemProperties().get(KEY).lines()).hasSize(1);
    assertThat(stepsInDriver(spec)).containsExactly("plugin one (one.jar)");
  }

  @Test
  void driverRejectsAJarThatWasChangedOnItsWayTogetherWithItsChecksum() throws Exception {
    Path jar = step("com.acme.One", "acme.one").writeTo(folder.resolve("in/one.jar"));
    DriverSpec spec = new Specs().set(JARS, jar).set(KEY, signed(jar)).driver();
    Map<String, String> settings = settingsInDriver(spec);
    Path other = step("com.acme.Two", "acme.two").writeTo(folder.resolve("mounted/one/one.jar"));
    settings.computeIfPresent(
        CARRIED, (key, text) -> text.replaceAll("[0-9a-f]{64}", sha256(other)));

    assertThatThrownBy(() -> stepsInDriver(settings))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-008] ")
        .hasMessageContaining("does not match its signature");
    settings.computeIfPresent(CARRIED, (key, text) -> text.replaceAll(";signature=.*", ""));
    assertThatThrownBy(() -> stepsInDriver(settings))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-008] ")
        .hasMessageContaining("has no signature");
    settings.computeIfPresent(CARRIED, (key, text) -> text + ";signature=AAAAA");
    assertThatThrownBy(() -> stepsInDriver(settings))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-008] ");
  }

  @Test
  void leavesKeysOfTheImageThere() throws Exception {
    Path jar = step("com.acme.One", "acme.one").writeTo(folder.resolve("in/one.jar"));
    String key = "local://%s".formatted(signed(jar));
    DriverSpec spec = new Specs().set(JARS, jar).set(KEY, key).driver();

    assertThat(spec.systemProperties()).containsEntry(KEY, key);
    assertThat(stepsInDriver(spec)).containsExactly("plugin one (one.jar)");
  }

  /** Signs a jar and returns the file of the public key. */
  private Path signed(Path jar) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(Files.readAllBytes(jar));
    Files.write(Path.of("%s.sig".formatted(jar)), signature.sign());
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())));
  }

  private static String sha256(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TestJar step(String className, String id) {
    return new TestJar().factory(className, id, "");
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(1).nextBytes(noise);
    return noise;
  }

  /** Does what the kubelet does with the volume, and then what the driver does. */
  private List<String> stepsInDriver(DriverSpec spec) throws IOException {
    return stepsInDriver(settingsInDriver(spec));
  }

  private static List<String> stepsInDriver(Map<String, String> settings) {
    try (StepRegistry registry = ClassPathOf.load(settings)) {
      return registry.steps(PodRole.EXECUTOR).stream().map(StepInfo::origin).toList();
    }
  }

  private Map<String, String> settingsInDriver(DriverSpec spec) throws IOException {
    Path mounted = folder.resolve("mounted");
    for (Volume volume : spec.pod().getSpec().getVolumes()) {
      if (volume.getProjected() != null) {
        for (VolumeProjection source : volume.getProjected().getSources()) {
          project(spec, source, mounted);
        }
      }
    }
    Map<String, String> settings = new TreeMap<>(spec.systemProperties());
    settings.replaceAll((key, value) -> value.replace(MOUNT, mounted.toString()));
    return settings;
  }

  private static void project(DriverSpec spec, VolumeProjection source, Path mounted)
      throws IOException {
    ConfigMap map =
        jarMaps(spec).stream()
            .filter(m -> m.getMetadata().getName().equals(source.getConfigMap().getName()))
            .findFirst()
            .orElseThrow();
    for (KeyToPath item : source.getConfigMap().getItems()) {
      Path file = mounted.resolve(item.getPath());
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(map.getBinaryData().get(item.getKey())));
    }
  }

  private static void isWithinLimits(ConfigMap map) {
    int size =
        map.getBinaryData().values().stream()
            .mapToInt(v -> Base64.getDecoder().decode(v).length)
            .sum();
    assertThat(size).isLessThan(LIMIT_OF_KUBERNETES);
  }

  private static List<ConfigMap> jarMaps(DriverSpec spec) {
    return spec.resources().stream()
        .filter(o -> o instanceof ConfigMap map && !map.getBinaryData().isEmpty())
        .map(ConfigMap.class::cast)
        .toList();
  }

  private static Volume volume(DriverSpec spec) {
    return spec.pod().getSpec().getVolumes().stream()
        .filter(v -> v.getName().equals("podsmith-steps"))
        .findFirst()
        .orElseThrow();
  }

  static SparkRuntime uploadingTo(Path store) {
    SparkRuntime plain = SparkRuntime.standalone("4.1.1");
    return new SparkRuntime() {
      @Override
      public String sparkVersion() {
        return plain.sparkVersion();
      }

      @Override
      public String currentUser() {
        return plain.currentUser();
      }

      @Override
      public FileStaging files(SparkSettings settings) {
        return new LocalFiles() {
          @Override
          public String upload(String uri) {
            try {
              Path target = store.resolve(Path.of(uri).getFileName());
              Files.write(target, read(uri));
              return "file:" + target;
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
      }

      @Override
      public Optional<byte[]> delegationTokens(SparkSettings settings) {
        return Optional.empty();
      }
    };
  }
}
