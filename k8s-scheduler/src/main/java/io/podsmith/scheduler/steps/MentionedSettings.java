// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys of settings that a step class mentions. Spark's contract has no place to declare
 * them, and a driver does not run the steps of its own pod, so its class files are read: those of
 * the class and of all that it refers to in the same jar, for example its companion.
 */
final class MentionedSettings {
  private static final Pattern KEY = Pattern.compile("spark(\\.[A-Za-z0-9_-]+){2,}");

  /** A step that is part of an application refers to all of it in the end. */
  private static final int MAX_CLASSES = 200;

  private static final int MAGIC = 0xCAFEBABE;
  private static final int UTF8 = 1;
  private static final int CLASS = 7;

  private final @Nullable ClassLoader loader;
  private final String location;
  private final Set<String> seen = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final Set<String> keys = new TreeSet<>();

  private MentionedSettings(@Nullable ClassLoader loader, String location) {
    this.loader = loader;
    this.location = location;
  }

  /** Returns the keys, sorted; none if the class files cannot be read. */
  static Set<String> of(Class<?> type) {
    String file = fileOf(type.getName());
    URL url = resource(type.getClassLoader(), file);
    if (url == null) {
      return Set.of();
    }
    String text = url.toString();
    MentionedSettings search =
        new MentionedSettings(
            type.getClassLoader(), text.substring(0, text.length() - file.length()));
    search.add(type.getName().replace('.', '/'));
    search.run();
    return search.keys;
  }

  private void run() {
    while (!open.isEmpty() && seen.size() <= MAX_CLASSES) {
      String file = open.pop();
      URL url = resource(loader, file);
      if (url == null || !url.toString().equals(location + file)) {
        continue;
      }
      try (InputStream bytes = url.openStream();
          DataInputStream data = new DataInputStream(new BufferedInputStream(bytes))) {
        read(data);
      } catch (IOException e) {
        // what the file mentions stays unknown, so a warning may name a setting that is read
      }
    }
  }

  private void add(String internalName) {
    String file = "%s.class".formatted(internalName);
    if (seen.add(file)) {
      open.add(file);
    }
  }

  /** Reads the constants of a class file, which hold its text and the names of other classes. */
  private void read(DataInputStream data) throws IOException {
    if (data.readInt() != MAGIC) {
      return;
    }
    data.skipNBytes(4);
    int count = data.readUnsignedShort();
    String[] texts = new String[count];
    Set<Integer> classes = new HashSet<>();
    for (int index = 1; index < count; index++) {
      int tag = data.readUnsignedByte();
      if (tag == UTF8) {
        texts[index] = data.readUTF();
      } else if (tag == CLASS) {
        classes.add(data.readUnsignedShort());
      } else {
        data.skipNBytes(sizeOf(tag));
      }
      if (tag == 5 || tag == 6) {
        index++; // a long or a double has two places
      }
    }
    for (String text : texts) {
      if (text != null && KEY.matcher(text).matches()) {
        keys.add(text);
      }
    }
    classes.forEach(index -> add(texts[index]));
  }

  private static int sizeOf(int tag) throws IOException {
    return switch (tag) {
      case 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IOException("unknown constant %d in a class file".formatted(tag));
    };
  }

  private static String fileOf(String className) {
    return "%s.class".formatted(className.replace('.', '/'));
  }

  private static @Nullable URL resource(@Nullable ClassLoader loader, String file) {
    return loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file);
  }
}
