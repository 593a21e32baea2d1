// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a folder, fit to be carried in one ConfigMap. */
public final class ConfigMapFiles {
  private static final long MAX_BYTES = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private final SortedMap<String, String> texts = new TreeMap<>();
  private final SortedMap<String, String> binaries = new TreeMap<>();

  private ConfigMapFiles() {}

  /**
   * Reads the files that lie in a folder; folders in it are left out.
   *
   * @param key the setting that names the folder, for errors
   */
  public static ConfigMapFiles ofFolder(String key, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          folder.toString(),
          "an existing directory",
          "correct or unset it");
    }
    ConfigMapFiles files = new ConfigMapFiles();
    long size = 0;
    try (Stream<Path> children = Files.list(folder)) {
      for (Path file : children.filter(Files::isRegularFile).sorted().toList()) {
        size += files.add(key, file);
        if (size > MAX_BYTES) {
          break;
        }
      }
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key + " is '" + folder + "', which cannot be read (" + e + "); correct its permissions",
          e);
    }
    if (size > MAX_BYTES) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key
              + " is '"
              + folder
              + "', whose files have "
              + size
              + " bytes in total but must have at most "
              + MAX_BYTES
              + ", the limit of a ConfigMap; set it to a directory with only the required files");
    }
    return files;
  }

  private long add(String key, Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!NAME.matcher(name).matches()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key
              + " contains the file '"
              + name
              + "', but names in a ConfigMap must consist of letters, digits, '-', '_' and '.';"
              + " rename it or remove it");
    }
    if (Files.size(file) > MAX_BYTES) {
      return Files.size(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      texts.put(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      binaries.put(name, Base64.getEncoder().encodeToString(bytes));
    }
    return (long) name.length() + bytes.length;
  }

  /** Returns the files one by one, as a volume lists them. */
  public List<KeyToPath> items() {
    return Stream.concat(texts.keySet().stream(), binaries.keySet().stream())
        .sorted()
        .map(name -> new KeyToPathBuilder().withKey(name).withPath(name).build())
        .toList();
  }

  /** Makes the ConfigMap. */
  public ConfigMap toConfigMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withImmutable(true)
        .addToData(texts)
        .addToBinaryData(binaries)
        .build();
  }
}
