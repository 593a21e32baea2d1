// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.podsmith.bridge.border.RemoteFiles;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.input.InputLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Files of this machine, and those that Spark's side reaches through Hadoop. */
final class BridgeFiles extends LocalFiles {

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
    try (InputStream in = remote.open(uri)) {
      return InputLimits.read(in, InputLimits.FILE);
    } catch (IOException | RuntimeException e) {
      throw unreadable(uri, e);
    }
  }

  @Override
  public String upload(String uri) {
    String uploadPath = uploadPath(settings, uri);
    String name = pathOf(uri).getFileName().toString();
    String target = "%s/spark-upload-%s/%s".formatted(uploadPath, UUID.randomUUID(), name);
    try {
      remote.copy(uri, target);
      return target;
    } catch (IOException | RuntimeException e) {
      throw notUploaded(uri, uploadPath, e);
    }
  }
}
