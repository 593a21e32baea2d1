// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the string constants of main code: log lines, errors and texts of settings. */
final class MainTexts {
  private static final List<String> PACKAGES =
      List.of(
          "io/podsmith/api",
          "io/podsmith/core",
          "io/podsmith/steps",
          "io/podsmith/scheduler",
          "io/podsmith/testkit");

  private MainTexts() {}

  /** Returns the string constants of all modules by class file. */
  static Map<String, List<String>> byClass() throws IOException {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Path root : mainClasses()) {
      for (Path file : classFiles(root)) {
        texts.put(root.relativize(file).toString(), of(Files.newInputStream(file)));
      }
    }
    return texts;
  }

  /** Returns the class directories of all modules: in a full build the classpath has their jars. */
  private static List<Path> mainClasses() {
    Set<Path> roots = new HashSet<>();
    try (Stream<Path> modules = Files.list(root())) {
      List<Path> classes = modules.map(module -> module.resolve("target/classes")).toList();
      for (String name : PACKAGES) {
        roots.add(
            classes.stream()
                .filter(root -> Files.isDirectory(root.resolve(name)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no classes of " + name)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(roots);
  }

  /** Returns the root directory of the project. */
  static Path root() {
    return Path.of(System.getProperty("podsmith.root", ".."));
  }

  private static List<Path> classFiles(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the string constants of a class file, including concatenation recipes (JVMS 4.4). */
  static List<String> of(InputStream classFile) throws IOException {
    byte[] bytes;
    try (classFile) {
      bytes = classFile.readAllBytes();
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.skipBytes(8);
    int count = in.readUnsignedShort();
    String[] utf8 = new String[count];
    List<Integer> strings = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> utf8[i] = in.readUTF();
        case 8 -> strings.add(in.readUnsignedShort());
        case 7, 16, 19, 20 -> in.skipBytes(2);
        case 15 -> in.skipBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          i++; // takes two entries
        }
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    return strings.stream()
        .map(index -> utf8[index])
        // the placeholders of a concatenation
        .map(text -> text.replace('\u0001', '?').replace('\u0002', '?'))
        .toList();
  }
}
