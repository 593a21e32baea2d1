// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plugin.StepRegistry;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md against the entries, and writes it where it is told to. */
class ConfigurationPageTest {
  private static final String COMMAND =
      "./mvnw test -pl k8s-scheduler -am -Dtest=ConfigurationPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dpodsmith.docs.write=true";
  private static final Path PAGE =
      Path.of(System.getProperty("podsmith.root", ".."), "docs", "configuration.md");

  private final ConfigurationPage page = new ConfigurationPage();

  @Test
  void thePageIsWhatTheEntriesSay() throws IOException {
    if (Boolean.getBoolean("podsmith.docs.write")) {
      Files.writeString(PAGE, page.text());
    }
    assertThat(PAGE).as("docs/configuration.md is written by: %s", COMMAND).exists();
    assertThat(Files.readString(PAGE))
        .as("docs/configuration.md is stale; write it again with: %s", COMMAND)
        .isEqualTo(page.text());
  }

  @Test
  void stepsStandInTheOrderInWhichTheyRun() {
    List<String> listed = page.steps().stream().map(FeatureStepFactory::id).toList();

    try (StepRegistry registry =
        StepRegistry.load(SparkSettings.of(Map.of(), Map.of()), new LocalFiles())) {
      for (PodRole role : PodRole.values()) {
        List<String> running =
            ConfigurationPage.ids(registry, role).stream().filter(listed::contains).toList();
        assertThat(running).as(role.label()).hasSizeGreaterThan(5);
        assertThat(listed).as(role.label()).containsSubsequence(running);
      }
    }
  }

  @Test
  void everyEntryIsExplained() {
    assertThat(page.entries()).hasSizeGreaterThan(120);
    assertThat(page.entries())
        .as("an entry needs doc(..) in whole sentences and since(..)")
        .allSatisfy(
            entry -> {
              assertThat(entry.doc()).as(entry.key()).endsWith(".").hasSizeGreaterThan(15);
              assertThat(entry.since()).as(entry.key()).matches("\\d+\\.\\d+(\\.\\d+)?");
            });
  }

  @Test
  void oneKeyMeansOneThing() {
    Map<String, ConfigEntry<?>> seen = new TreeMap<>();
    List<ConfigEntry<?>> all = new ArrayList<>(KubernetesKeys.all());
    all.addAll(PodsmithKeys.all());
    all.addAll(SparkKeys.all());
    page.steps().forEach(step -> all.addAll(step.configEntries()));
    for (ConfigEntry<?> entry : all) {
      assertThat(seen.putIfAbsent(entry.key(), entry))
          .as("%s has two entries: let both sides use one", entry.key())
          .isIn(null, entry);
    }
  }

  @Test
  void onlyOurOwnSettingsAreUnderOurName() {
    assertThat(PodsmithKeys.all())
        .allSatisfy(entry -> assertThat(entry.key()).startsWith("spark.podsmith."));
    assertThat(KubernetesKeys.all())
        .allSatisfy(entry -> assertThat(entry.key()).startsWith("spark.kubernetes."));
  }

  @Test
  void everyPrefixHasItsFamily() throws IllegalAccessException {
    List<String> prefixes = new ArrayList<>();
    List<String> suffixes = new ArrayList<>();
    for (Class<?> holder : List.of(KeyPrefixes.class, SparkKeys.class, PodsmithKeys.class)) {
      for (Field field : holder.getFields()) {
        if (field.getType() == String.class && field.getName().endsWith("_PREFIX")) {
          prefixes.add((String) field.get(null));
        } else if (field.getName().startsWith("KUBERNETES_VOLUMES_")) {
          suffixes.add((String) field.get(null));
        }
      }
    }
    List<String> patterns = SettingFamily.all().stream().map(SettingFamily::pattern).toList();

    assertThat(prefixes).hasSizeGreaterThan(20);
    assertThat(prefixes)
        .as("add what is missing to SettingFamily")
        .allSatisfy(prefix -> assertThat(patterns).anyMatch(p -> p.startsWith(prefix)));
    assertThat(suffixes)
        .as("types, properties, labels and annotations of volumes")
        .hasSizeGreaterThan(14);
    assertThat(suffixes)
        .allSatisfy(suffix -> assertThat(patterns).anyMatch(p -> p.contains("." + suffix)));
  }
}
