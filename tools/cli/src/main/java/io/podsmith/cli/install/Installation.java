// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import io.podsmith.diff.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the Kubernetes jar of a Spark distribution, and restores it.
 *
 * <p>The original is kept outside {@code jars}, with a manifest that is written before the first
 * change of {@code jars} and deleted after the last one. An interrupted run can therefore be
 * repeated or undone.
 */
final class Installation {
  static final String ASIDE = "podsmith-original";
  private static final Pattern CORE = Pattern.compile("spark-core_2\\.13-(.+)\\.jar");
  private static final Pattern STOCK = Pattern.compile("spark-kubernetes_.+\\.jar");
  private static final Pattern PODSMITH =
      Pattern.compile("(k8s-(?:api|core|scheduler|steps-builtin))-(.+)\\.jar");
  private static final Set<String> MODULES =
      new TreeSet<>(Set.of("k8s-api", "k8s-core", "k8s-scheduler", "k8s-steps-builtin"));

  private final Path jars;
  private final Path aside;
  private final boolean dryRun;
  private final Consumer<String> out;
  private int changes;

  /**
   * Creates the installation of a distribution.
   *
   * @param home a Spark distribution, or the directory {@code pyspark} of site-packages
   * @param dryRun whether to report changes only
   * @param out receives a line before each change
   */
  Installation(Path home, boolean dryRun, Consumer<String> out) {
    this.jars = jarsOf(home);
    this.aside = jars.resolveSibling(ASIDE);
    this.dryRun = dryRun;
    this.out = out;
  }

  private static Path jarsOf(Path home) {
    Path jars = home.resolve("jars");
    if (!Files.isDirectory(jars)) {
      throw new InstallationException(
          """
          '%s' has no directory 'jars'; it must be a Spark distribution or the directory 'pyspark' \
          of site-packages\
          """
              .formatted(home));
    }
    return jars;
  }

  /**
   * Installs the jars of a directory.
   *
   * @param source the directory with Podsmith's jars
   * @return the number of changes, 0 if the jars are installed already
   */
  int install(Path source) throws IOException {
    changes = 0;
    String version = sparkVersion();
    List<Path> ours = completeSet(source);
    Map<String, String> wanted = JarFiles.digests(ours);
    Optional<Manifest> previous = Manifest.read(aside);
    Map<String, String> originals =
        previous.isPresent() ? originals(previous.get()) : stock(version);
    checkSameSpark(originals, version);
    Map<String, String> old = previous.map(Manifest::installed).orElse(Map.of());
    checkUnchanged(old, wanted);
    checkWritable();

    Manifest done = new Manifest(originals, wanted);
    if (previous.equals(Optional.of(done)) && isComplete(done)) {
      return changes;
    }
    if (!dryRun) {
      Files.createDirectories(aside);
    }
    for (Map.Entry<String, String> original : originals.entrySet()) {
      Path kept = aside.resolve(original.getKey());
      if (!JarFiles.has(kept, original.getValue())) {
        change("Keep %s in %s".formatted(original.getKey(), aside));
        if (!dryRun) {
          JarFiles.copy(jars.resolve(original.getKey()), kept, original.getValue());
        }
      }
    }
    if (!dryRun) {
      Map<String, String> both = new TreeMap<>(old);
      both.putAll(wanted);
      new Manifest(originals, both).write(aside);
    }
    for (String jar : originals.keySet()) {
      delete(jars.resolve(jar));
    }
    for (String jar : old.keySet()) {
      if (!wanted.containsKey(jar)) {
        delete(jars.resolve(jar));
      }
    }
    for (Path jar : ours) {
      String name = JarFiles.name(jar);
      String digest = wanted.getOrDefault(name, "");
      if (!JarFiles.has(jars.resolve(name), digest)) {
        change("Install %s".formatted(name));
        if (!dryRun) {
          JarFiles.copy(jar, jars.resolve(name), digest);
        }
      }
    }
    if (!dryRun) {
      done.write(aside);
    }
    return changes;
  }

  /**
   * Restores the original jar.
   *
   * @return the number of changes, 0 if nothing is installed
   */
  int uninstall() throws IOException {
    changes = 0;
    Optional<Manifest> manifest = Manifest.read(aside);
    if (manifest.isEmpty()) {
      if (!JarFiles.matching(jars, PODSMITH).isEmpty()) {
        throw unmanaged();
      }
      return changes;
    }
    Map<String, String> originals = originals(manifest.get());
    checkUnchanged(manifest.get().installed(), Map.of());
    checkWritable();
    for (String jar : manifest.get().installed().keySet()) {
      delete(jars.resolve(jar));
    }
    for (Map.Entry<String, String> original : originals.entrySet()) {
      Path target = jars.resolve(original.getKey());
      if (!JarFiles.has(target, original.getValue())) {
        change("Restore %s".formatted(original.getKey()));
        if (!dryRun) {
          JarFiles.copy(aside.resolve(original.getKey()), target, original.getValue());
        }
      }
    }
    change("Delete %s".formatted(aside));
    if (!dryRun) {
      for (String jar : originals.keySet()) {
        Files.deleteIfExists(aside.resolve(jar));
      }
      Files.delete(aside.resolve(Manifest.FILE));
      Files.delete(aside);
    }
    return changes;
  }

  /** Returns the jars of a directory, which must be one of each and all of one version. */
  private static List<Path> completeSet(Path source) throws IOException {
    List<Path> ours = Files.isDirectory(source) ? JarFiles.matching(source, PODSMITH) : List.of();
    Set<String> modules = new TreeSet<>();
    Set<String> versions = new TreeSet<>();
    for (Path jar : ours) {
      Matcher name = PODSMITH.matcher(JarFiles.name(jar));
      if (name.matches()) {
        modules.add(name.group(1));
        versions.add(name.group(2));
      }
    }
    if (!modules.equals(MODULES) || ours.size() != MODULES.size() || versions.size() != 1) {
      throw new InstallationException(
          "'%s' has %s; it must have one jar each of %s, all of one version; build them with ./mvnw package"
              .formatted(
                  source,
                  ours.isEmpty()
                      ? "no jars of Podsmith"
                      : String.join(", ", ours.stream().map(JarFiles::name).toList()),
                  String.join(", ", MODULES)));
    }
    return ours;
  }

  /** Returns the version of Spark in the distribution, which must be a supported one. */
  String sparkVersion() throws IOException {
    List<String> versions = new ArrayList<>();
    for (Path core : JarFiles.matching(jars, CORE)) {
      Matcher name = CORE.matcher(JarFiles.name(core));
      if (name.matches()) {
        versions.add(name.group(1));
      }
    }
    if (versions.size() != 1 || !Distribution.isSupported(versions.get(0))) {
      throw new InstallationException(
          "'%s' has spark-core for Scala 2.13 of version %s; Podsmith runs on Spark %s"
              .formatted(
                  jars,
                  versions.isEmpty() ? "(none)" : String.join(" and ", versions),
                  Distribution.SUPPORTED));
    }
    return versions.get(0);
  }

  /** Returns the jar to replace in a distribution in which nothing was installed. */
  private Map<String, String> stock(String version) throws IOException {
    if (!JarFiles.matching(jars, PODSMITH).isEmpty()) {
      throw unmanaged();
    }
    List<Path> stock = JarFiles.matching(jars, STOCK);
    String expected = "spark-kubernetes_2.13-%s.jar".formatted(version);
    if (stock.size() != 1 || !stock.get(0).endsWith(expected)) {
      throw new InstallationException(
          "'%s' has %s; it must have %s and no other jar of this name; unpack the distribution again"
              .formatted(jars, stock.stream().map(Path::getFileName).toList(), expected));
    }
    return JarFiles.digests(stock);
  }

  /** Returns the originals of a manifest, each of which exists with its digest. */
  private Map<String, String> originals(Manifest manifest) throws IOException {
    for (Map.Entry<String, String> original : manifest.originals().entrySet()) {
      if (!JarFiles.has(aside.resolve(original.getKey()), original.getValue())
          && !JarFiles.has(jars.resolve(original.getKey()), original.getValue())) {
        throw new InstallationException(
            """
            %s is missing or has another digest than %s in its manifest; it cannot be restored; \
            unpack the distribution again\
            """
                .formatted(aside.resolve(original.getKey()), original.getValue()));
      }
    }
    return manifest.originals();
  }

  /** An upgrade in place leaves the manifest of the version before it. */
  private void checkSameSpark(Map<String, String> originals, String version) throws IOException {
    Map<String, String> present = JarFiles.digests(JarFiles.matching(jars, STOCK));
    if (!originals.containsKey("spark-kubernetes_2.13-%s.jar".formatted(version))
        || !originals.entrySet().containsAll(present.entrySet())) {
      throw new InstallationException(
          """
          '%s' keeps %s, but the distribution is Spark %s with %s; delete that directory and \
          Podsmith's jars in '%s' if you replaced the distribution, then repeat the command\
          """
              .formatted(aside, originals.keySet(), version, present.keySet(), jars));
    }
  }

  /** A jar with another digest is not ours, and deleting it would lose it. */
  private void checkUnchanged(Map<String, String> old, Map<String, String> wanted)
      throws IOException {
    for (Map.Entry<String, String> jar : old.entrySet()) {
      Path file = jars.resolve(jar.getKey());
      boolean isNew = JarFiles.has(file, wanted.getOrDefault(jar.getKey(), ""));
      if (Files.exists(file) && !isNew && !JarFiles.has(file, jar.getValue())) {
        throw new InstallationException(
            "'%s' has been changed since it was installed; move it away, then repeat the command"
                .formatted(file));
      }
    }
  }

  private void checkWritable() {
    for (Path directory : List.of(jars, jars.toAbsolutePath().getParent())) {
      if (!Files.isWritable(directory)) {
        throw new InstallationException(
            "'%s' is not writable; run the command as the owner of the distribution"
                .formatted(directory));
      }
    }
  }

  private boolean isComplete(Manifest manifest) throws IOException {
    for (Map.Entry<String, String> jar : manifest.installed().entrySet()) {
      if (!JarFiles.has(jars.resolve(jar.getKey()), jar.getValue())) {
        return false;
      }
    }
    return JarFiles.matching(jars, STOCK).isEmpty();
  }

  private InstallationException unmanaged() {
    return new InstallationException(
        """
        '%s' has jars of Podsmith that were copied by hand; delete them and put Spark's own \
        spark-kubernetes jar back, then repeat the command\
        """
            .formatted(jars));
  }

  private void delete(Path jar) throws IOException {
    if (Files.exists(jar)) {
      change("Delete %s".formatted(jar));
      if (!dryRun) {
        Files.delete(jar);
      }
    }
  }

  private void change(String what) {
    changes++;
    out.accept(what);
  }
}
