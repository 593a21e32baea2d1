package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Log lines and errors are ASCII: in an image with the POSIX locale every other character is
 * printed as a question mark.
 */
class AsciiTextsTest {
  private static final List<String> PACKAGES =
      List.of(
          "io/podsmith/api",
          "io/podsmith/core",
          "io/podsmith/steps",
          "io/podsmith/scheduler",
          "io/podsmith/testkit");

  private static final String NEGATIVE_CONTROL = "Pending \u2192 Running\u2026";

  @Test
  void textsOfMainCodeAreAscii() throws IOException {
    int texts = 0;
    List<String> found = new ArrayList<>();
    for (Path root : mainClasses()) {
      for (Path file : classFiles(root)) {
        for (String text : texts(Files.newInputStream(file))) {
          texts++;
          if (!isAscii(text)) {
            found.add("%s: \"%s\"".formatted(root.relativize(file), text));
          }
        }
      }
    }

    assertThat(texts).as("with fewer texts the scan proves nothing").isGreaterThan(3000);
    assertThat(found).as("write ASCII, for example -> and ...").isEmpty();
  }

  @Test
  void scanFindsWhatIsNotAscii() throws IOException {
    String self = "/" + AsciiTextsTest.class.getName().replace('.', '/') + ".class";

    assertThat(texts(AsciiTextsTest.class.getResourceAsStream(self)))
        .contains(NEGATIVE_CONTROL)
        .anyMatch(text -> !isAscii(text));
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  /** The class directories of all modules: in a whole build the class path has their jars. */
  private static List<Path> mainClasses() {
    Set<Path> roots = new HashSet<>();
    try (Stream<Path> modules = Files.list(Path.of(System.getProperty("podsmith.root")))) {
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

  private static List<Path> classFiles(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the string constants of a class file, concatenation recipes included (JVMS 4.4). */
  private static List<String> texts(InputStream classFile) throws IOException {
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
          i++; // takes two places
        }
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    return strings.stream()
        .map(index -> utf8[index])
        // where the parts of a concatenation go
        .map(text -> text.replace('\u0001', '?').replace('\u0002', '?'))
        .toList();
  }
}
