// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.bridge.border.RemoteFiles;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.io.IOException;
import java.util.UUID;

/** Files of this machine, and those that Spark's side reaches through Hadoop. */
final class BridgeFiles extends LocalFiles {
  private static final String UPLOAD_PATH = ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key();

  private final SparkSettings settings;
  private final RemoteFiles remote;

  BridgeFiles(SparkSettings settings, RemoteFiles remote) {
    this.settings = settings;
    this.remote = remote;
  }

  @Override
  public byte[] read(String uri) {
    if (isClientLocal(uri) || schemeOf(uri).equals("local")) {
      return super.read(uri);
    }
    try {
      return remote.read(uri);
    } catch (IOException | RuntimeException e) {
      throw unreadable(uri, e);
    }
  }

  @Override
  public String upload(String uri) {
    String uploadPath =
        settings
            .get(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH)
            .orElseThrow(
                () ->
                    new InvalidConfigurationException(
                        PodsmithError.CONF_MISSING,
                        UPLOAD_PATH,
                        ("%s is a file on this machine, which pods cannot access; set %s to a"
                                + " location that they can read (for example s3a://bucket/path)")
                            .formatted(uri, UPLOAD_PATH)));
    requireUploadPath(uploadPath);
    String name = pathOf(uri).getFileName().toString();
    String target = "%s/spark-upload-%s/%s".formatted(uploadPath, UUID.randomUUID(), name);
    try {
      remote.copy(uri, target);
      return target;
    } catch (IOException | RuntimeException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          UPLOAD_PATH,
          ("%s cannot be uploaded to %s '%s' (%s); use a file that exists and a location that this"
                  + " user can write to")
              .formatted(uri, UPLOAD_PATH, uploadPath, e),
          e);
    }
  }
}
