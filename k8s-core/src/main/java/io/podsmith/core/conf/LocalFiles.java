// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.input.InputLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Files of this machine; remote places need Hadoop. */
public class LocalFiles implements FileStaging {
  @Override
  public boolean isClientLocal(String uri) {
    String scheme = schemeOf(uri);
    return scheme.isEmpty() || scheme.equals("file");
  }

  @Override
  public byte[] read(String uri) {
    if (!isClientLocal(uri)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          uri,
          uri + " cannot be read without Hadoop; use a file on this machine");
    }
    try {
      return InputLimits.read(pathOf(uri));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(uri, e);
    }
  }

  @Override
  public String upload(String uri) {
    throw new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(),
        uri
            + " is a file on this machine, which cannot be uploaded without Hadoop; use a location"
            + " that pods can read");
  }

  /**
   * Returns why a file could not be read, for an error that says where the file was named: without
   * another code and another remedy.
   *
   * @param e what {@link #read} threw
   */
  public static String reason(InvalidConfigurationException e) {
    return e.getCause() == null
        ? String.valueOf(e.getMessage()).replaceFirst("^\\[[^]]+] ", "")
        : e.getCause().toString();
  }

  /** Says that a file, wherever it lies, cannot be read. */
  protected static InvalidConfigurationException unreadable(String uri, Exception cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        uri,
        uri + " cannot be read (" + cause + "); use a file that exists and that this user can read",
        cause);
  }

  /**
   * Checks where files are uploaded to: a relative path means one place here and another one in the
   * driver's container.
   *
   * @throws InvalidConfigurationException if the path is relative
   */
  public static void requireUploadPath(String uploadPath) {
    String scheme = schemeOf(uploadPath);
    String path = uploadPath.substring(scheme.isEmpty() ? 0 : scheme.length() + 1);
    if (!path.startsWith("/")) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_FILE,
          ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(),
          uploadPath,
          "a URI such as s3a://bucket/path, or an absolute path of a directory that is also mounted"
              + " in pods",
          "write the full path");
    }
  }

  /**
   * Returns where files are uploaded to.
   *
   * @param uri the file to upload, for the error
   * @throws InvalidConfigurationException if {@code spark.kubernetes.file.upload.path} is not set
   *     or relative
   */
  protected static String uploadPath(SparkSettings settings, String uri) {
    String uploadPath =
        settings
            .get(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH)
            .orElseThrow(
                () ->
                    new InvalidConfigurationException(
                        PodsmithError.CONF_MISSING,
                        ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(),
                        ("%s is a file on this machine, which pods cannot access; set %s to a"
                                + " location that they can read (for example s3a://bucket/path), or"
                                + " add the file to the image and refer to it as local:///path")
                            .formatted(uri, ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key())));
    requireUploadPath(uploadPath);
    return uploadPath;
  }

  /** Says that a file cannot be uploaded. */
  protected static InvalidConfigurationException notUploaded(
      String file, String uploadPath, Exception cause) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_FILE,
        ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(),
        ("%s cannot be uploaded to %s '%s' (%s); use a file that exists and a location that this user"
                + " can write to")
            .formatted(file, ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(), uploadPath, cause),
        cause);
  }

  /** Returns the scheme of a path or URI, empty for a path. */
  protected static String schemeOf(String uri) {
    int colon = uri.indexOf(':');
    return colon > 1 && uri.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")
        ? uri.substring(0, colon)
        : "";
  }

  /** Returns the path of a file of this machine. */
  public static Path pathOf(String uri) {
    return schemeOf(uri).isEmpty() ? Path.of(uri) : Path.of(URI.create(uri).getPath());
  }
}
