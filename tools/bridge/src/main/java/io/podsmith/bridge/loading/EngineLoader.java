// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.loading;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads the engine apart from Spark.
 *
 * <p>Classes of Podsmith and of the Kubernetes model come from the bridge's jar and from nowhere
 * else, so that steps see the model that they were compiled against, whatever Spark ships. Step
 * jars on Spark's classpath are loaded here, too: they see the contract and, behind it, Spark's
 * classpath. All other classes, such as Jackson and SLF4J, are those of Spark.
 */
public final class EngineLoader extends ClassLoader {
  private static final String PARTS = "META-INF/podsmith/";
  private static final String PROVIDERS = "META-INF/services/io.podsmith.api.FeatureStepFactory";
  private static final String ENGINE = "io/podsmith/bridge/engine/";

  /** Packages that are never taken from Spark's classpath. */
  private static final List<String> CLOSED = List.of("io.podsmith.", "io.fabric8.kubernetes.");

  private static final String SERVICES = "META-INF/services/";

  static {
    registerAsParallelCapable();
  }

  private final Map<String, List<JarPart>> entries;
  private final Map<JarPart, ProtectionDomain> domains = new HashMap<>();
  private final Map<JarPart, Attributes> manifests = new HashMap<>();

  private EngineLoader(ClassLoader spark, Map<String, List<JarPart>> entries) throws IOException {
    super("podsmith-bridge", spark);
    this.entries = entries;
    Set<JarPart> parts = new LinkedHashSet<>();
    entries.values().forEach(parts::addAll);
    for (JarPart part : parts) {
      CodeSource source = new CodeSource(part.location(), (Certificate[]) null);
      domains.put(part, new ProtectionDomain(source, null, this, null));
      manifests.put(
          part, part.manifest().map(Manifest::getMainAttributes).orElseGet(Attributes::new));
    }
  }

  /**
   * Opens the jar of the bridge.
   *
   * @param bridge a class of the bridge, whose class loader sees Spark
   * @throws IOException if the bridge is not loaded from a readable jar
   */
  public static EngineLoader open(Class<?> bridge) throws IOException {
    ClassLoader spark = bridge.getClassLoader();
    Map<String, List<JarPart>> entries = new LinkedHashMap<>();
    Path jar = jarOf(bridge);
    JarFile file = new JarFile(jar.toFile());
    file.stream()
        .filter(entry -> !entry.isDirectory())
        .forEach(
            entry -> {
              String name = entry.getName();
              int end = name.indexOf('/', PARTS.length());
              if (name.startsWith(ENGINE)) {
                add(entries, name, new JarPart(jar, file, ""));
              } else if (name.startsWith(PARTS) && end > 0) {
                String directory = name.substring(0, end + 1);
                add(entries, name.substring(end + 1), new JarPart(jar, file, directory));
              }
            });
    for (Path stepJar : stepJars(spark)) {
      JarFile steps = new JarFile(stepJar.toFile());
      JarPart whole = new JarPart(stepJar, steps, "");
      steps.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> add(entries, entry.getName(), whole));
    }
    return new EngineLoader(spark, entries);
  }

  private static void add(Map<String, List<JarPart>> entries, String name, JarPart part) {
    entries.computeIfAbsent(name, n -> new ArrayList<>(1)).add(part);
  }

  private static Path jarOf(Class<?> bridge) throws IOException {
    CodeSource source = bridge.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("the bridge has no location");
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IOException("%s is not a jar".formatted(jar));
      }
      return jar;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("%s is not a file".formatted(source.getLocation()), e);
    }
  }

  private static Set<Path> stepJars(ClassLoader spark) throws IOException {
    Set<Path> jars = new LinkedHashSet<>();
    for (URL file : Collections.list(spark.getResources(PROVIDERS))) {
      if (file.openConnection() instanceof JarURLConnection connection) {
        jars.add(Path.of(URI.create(connection.getJarFileURL().toString())));
      }
    }
    return jars;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("io.podsmith.bridge.") && !name.startsWith("io.podsmith.bridge.engine.")) {
      return getParent().loadClass(name);
    }
    String file = name.replace('.', '/') + ".class";
    List<JarPart> parts = entries.get(file);
    if (parts == null) {
      if (isClosed(name)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      return type == null ? define(name, file, parts.get(0)) : type;
    }
  }

  private Class<?> define(String name, String file, JarPart part) throws ClassNotFoundException {
    try {
      byte[] bytes = part.read(file);
      int dot = name.lastIndexOf('.');
      if (dot > 0) {
        definePackageOf(name.substring(0, dot), part);
      }
      return defineClass(name, bytes, 0, bytes.length, domains.get(part));
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private void definePackageOf(String packageName, JarPart part) {
    if (getDefinedPackage(packageName) != null) {
      return;
    }
    Attributes manifest = manifests.getOrDefault(part, new Attributes());
    try {
      definePackage(
          packageName,
          null,
          null,
          null,
          manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE),
          manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION),
          null,
          null);
    } catch (IllegalArgumentException e) {
      // another thread has defined it
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    List<JarPart> parts = entries.get(name);
    if (parts != null) {
      return parts.get(0).url(name);
    }
    return isClosedFile(name) ? null : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<JarPart> parts = entries.get(name);
    if (parts != null) {
      return Collections.enumeration(parts.stream().map(part -> part.url(name)).toList());
    }
    return isClosedFile(name) ? Collections.emptyEnumeration() : super.getResources(name);
  }

  private static boolean isClosedFile(String name) {
    String path = name.startsWith(SERVICES) ? name.substring(SERVICES.length()) : name;
    return isClosed(path.replace('/', '.'));
  }

  private static boolean isClosed(String name) {
    return CLOSED.stream().anyMatch(name::startsWith);
  }
}
