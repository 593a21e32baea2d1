// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the jars of plugins that the settings name and brings them onto this machine. */
public final class PluginFinder {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFinder.class);
  private static final String JAR = ".jar";

  private final SparkSettings settings;
  private final FileStaging files;
  private final JarCache cache;
  private final SortedMap<String, Plugin> plugins = new TreeMap<>();

  private PluginFinder(SparkSettings settings, FileStaging files, JarCache cache) {
    this.settings = settings;
    this.files = files;
    this.cache = cache;
  }

  /** Returns the plugins by id, sorted. */
  public static Collection<Plugin> find(SparkSettings settings, FileStaging files, JarCache cache) {
    PluginFinder finder = new PluginFinder(settings, files, cache);
    settings.get(PodsmithKeys.STEP_JARS).forEach(finder::addJar);
    settings.get(PodsmithKeys.STEP_DIR).ifPresent(finder::addFolder);
    finder.addCarried();
    return List.copyOf(finder.plugins.values());
  }

  private void addJar(String uri) {
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    if (!name.endsWith(JAR)) {
      throw jarFailure(name, uri, "does not end in .jar; set the path of the jar", null);
    }
    String nameId = name.substring(0, name.length() - JAR.length());
    PluginJar jar = jar(nameId, uri);
    add(new Plugin(PluginManifest.of(jar.path()).id().orElse(nameId), List.of(jar)));
  }

  private PluginJar jar(String pluginId, String uri) {
    String scheme = schemeOf(uri);
    return switch (scheme) {
      case "" -> new PluginJar(uri, existing(pluginId, uri, pathOf(pluginId, uri)), true);
      case "file" -> new PluginJar(uri, existing(pluginId, uri, pathOf(pluginId, uri)), true);
      case "local" -> new PluginJar(uri, existingInImage(pluginId, uri), false);
      default -> new PluginJar(uri, fetched(pluginId, uri), false);
    };
  }

  private Path existingInImage(String pluginId, String uri) {
    Path path = pathOf(pluginId, uri);
    if (!Files.isRegularFile(path)) {
      throw jarFailure(
          pluginId,
          uri,
          "refers to a file in the image, but this machine builds the pod and the file "
              + path
              + " does not exist on this machine; copy the jar there as well, or use a file on this"
              + " machine, which is uploaded to the driver",
          null);
    }
    return path;
  }

  private Path fetched(String pluginId, String uri) {
    try {
      return cache.store(new PluginJar(uri, Path.of(""), false).name(), files.read(uri));
    } catch (InvalidConfigurationException e) {
      throw jarFailure(
          pluginId,
          uri,
          "cannot be downloaded (%s); check the URI and that this user can read the file"
              .formatted(LocalFiles.reason(e)),
          e);
    } catch (IOException e) {
      throw jarFailure(pluginId, uri, "cannot be stored in a temporary directory: " + e, e);
    }
  }

  private void addFolder(String uri) {
    String key = PodsmithKeys.STEP_DIR.key();
    String scheme = schemeOf(uri);
    boolean isCarried = !scheme.equals("local");
    if (isCarried && !scheme.isEmpty() && !scheme.equals("file")) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          uri,
          "a directory on this machine",
          "list remote jars individually in " + PodsmithKeys.STEP_JARS.key());
    }
    Path folder = pathOf(key, uri);
    if (!Files.isDirectory(folder)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          uri,
          "a readable directory on this machine",
          "create it with one subdirectory per plugin, or remove the setting");
    }
    requireLayout(uri, folder);
    for (Path entry : sorted(key, folder)) {
      String name = entry.getFileName().toString();
      if (name.startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(entry)) {
        add(new Plugin(name, jarsIn(name, entry, scheme, isCarried)));
      } else if (name.endsWith(JAR)) {
        LOG.warn(
            "{} is located directly in {} and is not loaded; move it to a subdirectory, whose name"
                + " becomes the id of the plugin",
            name,
            folder);
      }
    }
  }

  /** Jars without a directory of their own are most likely those of one plugin. */
  private static void requireLayout(String uri, Path folder) {
    String key = PodsmithKeys.STEP_DIR.key();
    List<Path> entries =
        sorted(key, folder).stream()
            .filter(entry -> !entry.getFileName().toString().startsWith("."))
            .toList();
    List<String> jars =
        entries.stream()
            .map(entry -> entry.getFileName().toString())
            .filter(name -> name.endsWith(JAR))
            .toList();
    if (!jars.isEmpty() && entries.stream().noneMatch(Files::isDirectory)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          uri,
          "a directory with one directory per plugin, <dir>/<plugin-id>/*.jar, and contains only"
              + " jars: %s".formatted(String.join(", ", jars)),
          "name its parent directory, move the jars into a directory below it, or list them in "
              + PodsmithKeys.STEP_JARS.key());
    }
  }

  private List<PluginJar> jarsIn(String id, Path folder, String scheme, boolean isCarried) {
    List<PluginJar> jars = new ArrayList<>();
    for (Path file : sorted(id, folder)) {
      if (file.getFileName().toString().endsWith(JAR) && Files.isRegularFile(file)) {
        String uri = isCarried ? file.toString() : scheme + "://" + file;
        jars.add(new PluginJar(uri, file, isCarried));
      }
    }
    if (jars.isEmpty()) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_EMPTY,
          id,
          folder.toString(),
          "plugin "
              + id
              + " has no jar in "
              + folder
              + "; put its jars there or remove the directory",
          null);
    }
    return jars;
  }

  private static List<Path> sorted(String what, Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw jarFailure(what, folder.toString(), "cannot be listed: " + e, e);
    }
  }

  /** Adds what the submitting side carried here; only a driver in the cluster has such settings. */
  private void addCarried() {
    for (Map.Entry<String, String> e :
        settings.withPrefix(PodsmithKeys.STEPS_CARRIED_PREFIX).entrySet()) {
      String id = e.getKey();
      List<PluginJar> jars =
          Arrays.stream(e.getValue().split(",")).map(text -> carriedJar(id, text)).toList();
      add(new Plugin(id, jars));
    }
  }

  private PluginJar carriedJar(String id, String text) {
    CarriedJar carried;
    try {
      carried = CarriedJar.parse(text);
    } catch (IllegalArgumentException e) {
      throw jarFailure(
          id, text, "does not have the format that a submission writes: " + e.getMessage(), e);
    }
    String name = carried.name();
    try {
      if (carried.isInImage() && carried.parts() == 1) {
        Path path = existing(id, carried.uri(), pathOf(id, carried.uri()));
        carried.verify(path);
        return new PluginJar(carried.uri(), path, false, carried.signature());
      }
      byte[] content =
          carried.isInImage() ? carried.join(pathOf(id, carried.uri())) : files.read(carried.uri());
      carried.verify(content);
      return new PluginJar(carried.uri(), cache.store(name, content), false, carried.signature());
    } catch (IOException | InvalidConfigurationException e) {
      throw jarFailure(id, carried.uri(), "was not transferred completely: " + e.getMessage(), e);
    }
  }

  private void add(Plugin plugin) {
    if (!PluginManifest.isPluginId(plugin.id())) {
      throw jarFailure(
          plugin.id(),
          plugin.jarNames(),
          "would give the plugin the id '"
              + plugin.id()
              + "', which must consist of letters, digits and . _ + - and start with a letter or"
              + " digit; rename the jar or directory, or"
              + " change the entry %s of the jar's manifest".formatted(PluginManifest.ID),
          null);
    }
    Plugin other = plugins.putIfAbsent(plugin.id(), plugin);
    if (other != null) {
      throw jarFailure(
          plugin.id(),
          plugin.jarNames(),
          "has the same plugin id as " + other.jarNames() + "; rename or remove one of them",
          null);
    }
  }

  private static Path existing(String pluginId, String uri, Path path) {
    if (!Files.isRegularFile(path)) {
      String where = path.toString().equals(uri) ? "" : " (%s)".formatted(path);
      throw jarFailure(
          pluginId,
          uri,
          "does not exist on this machine%s; correct the path".formatted(where),
          null);
    }
    return path;
  }

  private static Path pathOf(String pluginId, String uri) {
    try {
      Path path = schemeOf(uri).isEmpty() ? Path.of(uri) : Path.of(pathPart(uri));
      return path.toAbsolutePath().normalize();
    } catch (URISyntaxException | InvalidPathException e) {
      throw jarFailure(pluginId, uri, "is not a path or URI: " + e.getMessage(), e);
    }
  }

  private static String pathPart(String uri) throws URISyntaxException {
    URI parsed = new URI(uri);
    if (parsed.getPath() == null || parsed.getAuthority() != null) {
      throw new URISyntaxException(uri, "write three slashes, as in local:///opt/steps/acme.jar");
    }
    return parsed.getPath();
  }

  private static String schemeOf(String uri) {
    int colon = uri.indexOf(':');
    // a single letter is a drive of Windows
    return colon > 1 && uri.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")
        ? uri.substring(0, colon).toLowerCase(Locale.ROOT)
        : "";
  }

  private static PluginLoadException jarFailure(
      String pluginId, String jar, String what, @Nullable Throwable cause) {
    return new PluginLoadException(
        PodsmithError.PLUGIN_JAR,
        pluginId,
        jar,
        "plugin " + pluginId + ": " + jar + " " + what,
        cause);
  }
}
