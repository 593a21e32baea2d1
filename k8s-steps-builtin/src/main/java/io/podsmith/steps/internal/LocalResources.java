// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that settings name and that pods cannot see where they are. */
public final class LocalResources {
  /** Stands where the application has no file of its own. */
  public static final String NO_RESOURCE = "spark-internal";

  private static final String IN_IMAGE = "local:";

  private LocalResources() {}

  /** Returns whether a setting names a file of this machine. */
  public static boolean isClientLocal(KubernetesConf conf, String uri) {
    return !uri.equals(NO_RESOURCE) && conf.fileStaging().isClientLocal(uri);
  }

  /** Makes sure that a file of this machine is there and that there is a place to upload it to. */
  public static void requireUploadable(KubernetesConf conf, String key, String uri) {
    if (conf.get(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH).isEmpty()) {
      String uploadKey = ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key();
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          uploadKey,
          uploadKey
              + " is not set, but "
              + key
              + " refers to a file on this machine, '"
              + uri
              + "'; set it to a directory that pods can read, or refer to the file with local:// if"
              + " it is in the image");
    }
    if (!exists(uri) && !exists(withoutFragment(uri))) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          key,
          uri,
          "a file that exists and is readable",
          "correct the path, or use local:// if the file is in the image");
    }
  }

  /** Reads a file; an error names the setting. */
  public static byte[] read(KubernetesConf conf, String key, String uri) {
    try {
      return conf.fileStaging().read(uri);
    } catch (InvalidConfigurationException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key
              + " is '"
              + uri
              + "' but must be a file that exists and is readable; correct the path",
          e);
    }
  }

  /** Reads a text file; an error names the setting. */
  public static String readText(KubernetesConf conf, String key, String uri) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(read(conf, key, uri)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key + " is '" + uri + "' but must be a text file in UTF-8; convert it",
          e);
    }
  }

  /**
   * Reads a template where the pod is built, as Spark's own jar does, also where its URI says that
   * it lies in the image: driver and image may be one. An error names the setting.
   */
  public static String readTemplate(KubernetesConf conf, String key, String uri) {
    String here = uri.startsWith(IN_IMAGE) ? "file:" + uri.substring(IN_IMAGE.length()) : uri;
    String text = readText(conf, key, here);
    if (text.isBlank()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          "%s is '%s', which is empty; write the template, or unset the setting"
              .formatted(key, uri));
    }
    return text;
  }

  /** Returns the last part of a path or URI. */
  public static String fileName(String uri) {
    String path = withoutFragment(uri);
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns a URI without {@code #fragment}. */
  public static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }

  private static boolean exists(String uri) {
    try {
      Path path = uri.startsWith("file:") ? Path.of(URI.create(uri).getPath()) : Path.of(uri);
      return Files.isReadable(path);
    } catch (IllegalArgumentException e) { // neither a path nor a URI
      return false;
    }
  }
}
