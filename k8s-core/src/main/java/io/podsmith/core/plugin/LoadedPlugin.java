// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.plan.Sha256;
import io.podsmith.core.plugin.calls.LinkageProblem;
import io.podsmith.core.plugin.calls.StepCall;
import io.podsmith.core.plugin.calls.StepCalls;
import io.podsmith.core.plugin.calls.StepSource;
import io.podsmith.core.plugin.jars.JarLimits;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginJar;
import io.podsmith.core.plugin.jars.PluginManifest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin whose class loader is open and whose factories are made.
 *
 * <p>The provider files are read here and not by {@link java.util.ServiceLoader}, which can say
 * neither which jar named a class that fails to load nor, for some failures, which class it was.
 */
record LoadedPlugin(Plugin plugin, PluginClassLoader loader, List<StepDeclaration> steps)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);
  private static final String CLASS = ".class";
  private static final String CONTRACT = "io/podsmith/api/";
  private static final String PROVIDERS = "META-INF/services/" + FeatureStepFactory.class.getName();

  /**
   * Opens a plugin; where that fails, nothing stays open.
   *
   * @param listedClasses the classes that the lists of feature steps name; a plugin that contains
   *     one of them needs no provider file
   */
  static LoadedPlugin open(Plugin plugin, Collection<String> listedClasses) {
    Contents contents = contentsOf(plugin, listedClasses);
    contents
        .contractClass()
        .ifPresent(
            found -> {
              throw bundlesContract(plugin, found.jar(), found.name());
            });
    PluginClassLoader loader = loaderOf(plugin);
    try {
      List<StepDeclaration> steps = new ArrayList<>();
      contents
          .providers()
          .forEach((name, jar) -> steps.add(declaration(plugin, jar, name, loader)));
      logLoaded(plugin, steps);
      return new LoadedPlugin(plugin, loader, List.copyOf(steps));
    } catch (RuntimeException | Error e) {
      close(loader);
      throw e;
    }
  }

  /** Finds a class that the plugin itself brings. */
  @Nullable Class<?> ownClass(String name) {
    try {
      Class<?> type = Class.forName(name, false, loader);
      return type.getClassLoader() == loader ? type : null;
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public void close() {
    close(loader);
  }

  static PluginClassLoader loaderOf(Plugin plugin) {
    return new PluginClassLoader(plugin.id(), urlsOf(plugin), LoadedPlugin.class.getClassLoader());
  }

  /** Logs what distinguishes two builds of a plugin, for whoever compares two runs. */
  private static void logLoaded(Plugin plugin, List<StepDeclaration> steps) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    LOG.info(
        "Loaded plugin {} from {}: {}",
        plugin.id(),
        plugin.jars().stream().map(LoadedPlugin::described).collect(Collectors.joining(", ")),
        steps.isEmpty()
            ? "classes that a list of feature steps names"
            : steps.stream()
                .map(StepDeclaration::id)
                .collect(Collectors.joining(", ", "steps ", "")));
  }

  private static String described(PluginJar jar) {
    String version =
        PluginManifest.of(jar.path()).version().map("version %s, "::formatted).orElse("");
    return "%s (%s%s)".formatted(ShownUri.of(jar.uri()), version, digestOf(jar));
  }

  private static String digestOf(PluginJar jar) {
    try {
      return Sha256.named(jar.path());
    } catch (IOException e) {
      return Sha256.named("unknown");
    }
  }

  private static void close(PluginClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.warn("Could not close the class loader of plugin {}: {}", loader.getName(), e.toString());
    }
  }

  /** An entry of a jar. */
  private record Found(PluginJar jar, String name) {}

  /**
   * What the jars of a plugin have, as far as its loading depends on it.
   *
   * @param providers the factories by class name, with the jar that names them
   * @param contractClass a class of the contract, which a plugin must not bring
   */
  private record Contents(Map<String, PluginJar> providers, Optional<Found> contractClass) {}

  /** Returns the factories by class name, with the jar that names them. */
  static Map<String, PluginJar> providersOf(Plugin plugin, Collection<String> listedClasses) {
    return contentsOf(plugin, listedClasses).providers();
  }

  private static Contents contentsOf(Plugin plugin, Collection<String> listedClasses) {
    Map<String, PluginJar> providers = new LinkedHashMap<>();
    boolean hasFile = false;
    boolean hasListedClass = false;
    Optional<Found> contractClass = Optional.empty();
    for (PluginJar jar : plugin.jars()) {
      try (JarFile file = JarLimits.open(jar.path())) {
        PluginManifest.of(file).requireContract(plugin.id(), jar.uri());
        noteSharedPackages(plugin, jar, file);
        contractClass =
            contractClass.or(
                () ->
                    sharedClasses(file)
                        .filter(name -> name.startsWith(CONTRACT))
                        .findFirst()
                        .map(name -> new Found(jar, name)));
        noteJarsOutside(plugin, jar, file);
        JarEntry entry = file.getJarEntry(PROVIDERS);
        if (entry != null) {
          hasFile = true;
          names(file, entry).forEach(name -> providers.putIfAbsent(name, jar));
        }
        hasListedClass |=
            listedClasses.stream()
                .anyMatch(name -> file.getEntry(name.replace('.', '/') + ".class") != null);
      } catch (IOException | SecurityException e) {
        throw plugin.unreadable(jar, e);
      }
    }
    if (providers.isEmpty() && !hasListedClass) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_EMPTY,
          plugin.id(),
          plugin.jarNames(),
          ("plugin %s (%s) contains no step: %s %s; annotate the factory with"
                  + " @AutoService(FeatureStepFactory.class) and put auto-service on the annotation"
                  + " processor path, or write that file")
              .formatted(
                  plugin.id(),
                  plugin.jarNames(),
                  PROVIDERS,
                  hasFile ? "lists no class" : "does not exist"),
          null);
    }
    return new Contents(providers, contractClass);
  }

  private static void noteSharedPackages(Plugin plugin, PluginJar jar, JarFile file) {
    sharedClasses(file)
        .filter(name -> !name.startsWith(CONTRACT))
        .findFirst()
        .ifPresent(
            name ->
                LOG.warn(
                    "Plugin {}: {} contains classes of packages that Podsmith provides, such as"
                        + " {}; they are not used; set the scope of the dependency to 'provided'",
                    plugin.id(),
                    ShownUri.of(jar.uri()),
                    name));
  }

  private static Stream<String> sharedClasses(JarFile file) {
    return file.stream()
        .map(JarEntry::getName)
        .filter(name -> name.endsWith(CLASS) && PluginClassLoader.isSharedFile(name));
  }

  private static PluginLoadException bundlesContract(Plugin plugin, PluginJar jar, String name) {
    return new PluginLoadException(
        PodsmithError.PLUGIN_BUNDLES_API,
        plugin.id(),
        jar.uri(),
        ("plugin %s: %s contains the class %s of Podsmith's contract, which Podsmith provides;"
                + " set the scope of the dependency k8s-api to 'provided' and rebuild the jar")
            .formatted(
                plugin.id(),
                ShownUri.of(jar.uri()),
                name.substring(0, name.length() - CLASS.length()).replace('/', '.')),
        null);
  }

  private static void noteJarsOutside(Plugin plugin, PluginJar jar, JarFile file)
      throws IOException {
    Manifest manifest = file.getManifest();
    String others =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    if (others != null) {
      LOG.warn(
          "Plugin {}: the manifest of {} refers to other jars ({}), which are not uploaded to the"
              + " driver; put all jars of the plugin into one directory instead",
          plugin.id(),
          ShownUri.of(jar.uri()),
          ShownUri.of(others));
    }
  }

  private static List<String> names(JarFile file, JarEntry entry) throws IOException {
    byte[] content = JarLimits.read(file, entry, JarLimits.PROVIDERS);
    return ProviderFile.classNames(new String(content, StandardCharsets.UTF_8));
  }

  private static URL[] urlsOf(Plugin plugin) {
    return plugin.jars().stream().map(LoadedPlugin::urlOf).toArray(URL[]::new);
  }

  private static URL urlOf(PluginJar jar) {
    try {
      return jar.path().toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file has a URL", e);
    }
  }

  private static StepDeclaration declaration(
      Plugin plugin, PluginJar jar, String className, PluginClassLoader loader) {
    FeatureStepFactory factory = create(plugin, jar, className, loader);
    return StepDeclaration.of(factory, StepSource.ofPlugin(plugin, factory.getClass(), loader));
  }

  /** Creates a factory, which must have been listed by one of the plugin's jars. */
  static FeatureStepFactory create(
      Plugin plugin, PluginJar jar, String className, PluginClassLoader loader) {
    return StepCalls.watched(
        new StepCall(
            "Factory",
            className,
            "plugin %s (%s)".formatted(plugin.id(), plugin.jarNames()),
            "its constructor",
            className),
        loader,
        () -> factory(plugin, jar, className, loader));
  }

  private static FeatureStepFactory factory(
      Plugin plugin, PluginJar jar, String className, PluginClassLoader loader) {
    try {
      Class<?> type = Class.forName(className, false, loader);
      if (!FeatureStepFactory.class.isAssignableFrom(type)) {
        throw failure(
            plugin,
            jar,
            className,
            "does not implement "
                + FeatureStepFactory.class.getName()
                + "; implement it or remove the class from "
                + PROVIDERS,
            null);
      }
      if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
        throw failure(plugin, jar, className, "must be a public class that is not abstract", null);
      }
      return (FeatureStepFactory) type.getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw failure(
          plugin,
          jar,
          className,
          "is listed in " + PROVIDERS + " but missing from the plugin's jars; rebuild the plugin",
          e);
    } catch (NoSuchMethodException e) {
      throw failure(plugin, jar, className, "has no public no-argument constructor; add one", e);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      StepCalls.rethrowIfFatal(cause);
      String what =
          cause instanceof LinkageError error
              ? LinkageProblem.describe(error, plugin.id())
              : "threw %s in its constructor; it must not".formatted(cause);
      throw failure(plugin, jar, className, what, cause);
    } catch (LinkageError e) {
      throw failure(plugin, jar, className, LinkageProblem.describe(e, plugin.id()), e);
    } catch (ReflectiveOperationException e) {
      throw failure(plugin, jar, className, "cannot be instantiated: " + e, e);
    }
  }

  private static PluginLoadException failure(
      Plugin plugin, PluginJar jar, String className, String what, @Nullable Throwable cause) {
    return new PluginLoadException(
        PodsmithError.PLUGIN_CLASS,
        plugin.id(),
        jar.uri(),
        "plugin " + plugin.id() + ": class " + className + " of " + jar.uri() + " " + what,
        cause);
  }
}
