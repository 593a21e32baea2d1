// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.compat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A version of the contract whose jar is kept, and the contract as it is built now. */
record Baseline(Path directory) {
  static final Path ROOT =
      Path.of(System.getProperty("podsmith.root", "..")).resolve("k8s-api/src/compat");

  static List<Baseline> all() throws IOException {
    try (Stream<Path> directories = Files.list(ROOT)) {
      return directories
          .filter(d -> Files.exists(d.resolve("SHA256SUMS")))
          .sorted()
          .map(Baseline::new)
          .toList();
    }
  }

  String version() {
    return directory.getFileName().toString();
  }

  byte[] jar() throws IOException {
    return Files.readAllBytes(directory.resolve("k8s-api-%s.jar".formatted(version())));
  }

  /** Returns the class files of a jar by the name of the entry. */
  static Map<String, byte[]> classesIn(byte[] jar) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (entry.getName().endsWith(".class")) {
          classes.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return classes;
  }

  /** Returns the compiled classes of this module by their path. */
  static Map<String, byte[]> currentClasses() throws IOException {
    Path compiled = ROOT.resolve("../../target/classes").normalize();
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(compiled)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        classes.put(
            compiled.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  static byte[] jarOf(Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
