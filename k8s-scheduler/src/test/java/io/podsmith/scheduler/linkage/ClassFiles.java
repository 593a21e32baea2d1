// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.linkage;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The class files of some jars and folders, and behind them those of the JDK. */
final class ClassFiles implements AutoCloseable {
  private static final String SUFFIX = ".class";

  private final URLClassLoader files;
  private final Map<String, Optional<ClassFile>> known = new HashMap<>();

  private ClassFiles(URL[] places) {
    files = new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
  }

  static ClassFiles of(Stream<Path> places) {
    return new ClassFiles(places.map(ClassFiles::url).toArray(URL[]::new));
  }

  /** All jars of some folders, those of the first before those of the next. */
  static ClassFiles ofJarsIn(Path... folders) {
    return of(Stream.of(folders).flatMap(folder -> jars(folder).stream()));
  }

  static ClassFiles ofClassPath(String classPath) {
    return of(Stream.of(classPath.split(File.pathSeparator)).map(Path::of));
  }

  static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all classes of a jar or a folder. */
  static List<ClassFile> in(Path place) {
    if (Files.isDirectory(place)) {
      return under(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return under(jar.getPath("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the providers in the service files of a jar or a directory, by the service's name. */
  static Map<String, List<String>> services(Path place) {
    if (Files.isDirectory(place)) {
      return servicesUnder(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return servicesUnder(jar.getPath("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<String>> servicesUnder(Path root) {
    Path directory = root.resolve("META-INF").resolve("services");
    if (!Files.isDirectory(directory)) {
      return Map.of();
    }
    Map<String, List<String>> services = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        services.put(
            internalName(file.getFileName().toString()),
            Files.readAllLines(file).stream()
                .map(line -> line.replaceFirst("#.*", "").trim())
                .filter(line -> !line.isEmpty())
                .map(ClassFiles::internalName)
                .toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return services;
  }

  private static String internalName(String name) {
    return name.replace('.', '/');
  }

  private static List<ClassFile> under(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).map(ClassFiles::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassFile read(Path file) {
    try {
      return ClassFile.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<ClassFile> find(String name) {
    return known.computeIfAbsent(name, this::load);
  }

  private Optional<ClassFile> load(String name) {
    try (InputStream in = files.getResourceAsStream(name + SUFFIX)) {
      return in == null ? Optional.empty() : Optional.of(ClassFile.read(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
