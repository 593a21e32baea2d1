// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Compiles and packs a step as third parties do: {@code acme.team} overrides the restart policy,
 * and puts a label, an environment variable and a ConfigMap into the pod.
 */
public final class AcmeJar {
  private static final String SOURCE =
      """
      package com.acme;

      import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
      import io.fabric8.kubernetes.api.model.HasMetadata;
      import io.podsmith.api.FeatureStepFactory;
      import io.podsmith.api.KubernetesFeatureConfigStep;
      import io.podsmith.api.SparkPod;
      import io.podsmith.api.conf.ConfigEntry;
      import io.podsmith.api.conf.KubernetesConf;
      import java.util.List;
      import java.util.Map;
      import java.util.Optional;

      public final class TeamFactory implements FeatureStepFactory {
        static final ConfigEntry<Optional<String>> TEAM =
            ConfigEntry.key("spark.acme.team").doc("Team that owns the job.").since("1.0.0")
                .stringType().optional();
        static final ConfigEntry<Optional<String>> KEY =
            ConfigEntry.key("spark.acme.licence").doc("Licence.").since("1.0.0").secret()
                .stringType().optional();

        @Override public String id() { return "acme.team"; }
        @Override public String description() { return "Labels pods with their team."; }
        @Override public List<ConfigEntry<?>> configEntries() { return List.of(TEAM, KEY); }
        @Override public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
          return conf.get(TEAM).map(team -> new Step(team, conf.get(KEY), conf.podName()));
        }

        record Step(String team, Optional<String> key, String pod)
            implements KubernetesFeatureConfigStep {
          @Override public SparkPod configurePod(SparkPod pod) {
            return pod.editMetadata(m -> m.addToLabels("acme/team", team).addToLabels("tag", "TAG"))
                .editSpec(s -> s.withTerminationGracePeriodSeconds(99L))
                .editContainer(c -> c.addNewEnv().withName("ACME").withValue("x" + key.orElse(""))
                    .endEnv());
          }
          @Override public List<HasMetadata> getAdditionalKubernetesResources() {
            return List.of(new ConfigMapBuilder().withNewMetadata().withName(pod + "-team")
                .endMetadata().withData(Map.of("team", team)).build());
          }
        }
      }
      """;

  private AcmeJar() {}

  /**
   * Writes the jar, in one move.
   *
   * @param tag the value of the label {@code tag}
   */
  public static Path write(Path jar, String tag) throws IOException {
    Path work = Files.createTempDirectory("acme");
    try {
      Path source = work.resolve("TeamFactory.java");
      Files.writeString(source, SOURCE.replace("TAG", tag));
      int failed =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  null,
                  null,
                  "-proc:none",
                  "-nowarn",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-d",
                  work.resolve("classes").toString(),
                  source.toString());
      if (failed != 0) {
        throw new AssertionError("the step does not compile");
      }
      Path packed = work.resolve("acme.jar");
      pack(work.resolve("classes"), packed);
      return Files.move(packed, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.0");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
      }
      entries.putNextEntry(new JarEntry("META-INF/services/io.podsmith.api.FeatureStepFactory"));
      entries.write("com.acme.TeamFactory\n".getBytes(StandardCharsets.UTF_8));
    }
  }
}
