// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what was uploaded, so that a file which two settings name travels once. */
public final class UploadOnce implements FileStaging {
  private static final Logger LOG = LoggerFactory.getLogger(UploadOnce.class);

  private final FileStaging files;
  private final Map<String, String> copies = new TreeMap<>();

  public UploadOnce(FileStaging files) {
    this.files = files;
  }

  @Override
  public boolean isClientLocal(String uri) {
    return files.isClientLocal(uri);
  }

  @Override
  public byte[] read(String uri) {
    return files.read(uri);
  }

  @Override
  public synchronized String upload(String uri) {
    return copies.computeIfAbsent(uri, files::upload);
  }

  /**
   * Warns of files that were uploaded to this machine itself. Pods see them only where the same
   * directory is mounted there, which cannot be found out from here.
   *
   * @param uploadPath as the user gave it
   */
  public synchronized void warnIfNotUploadedAnywhere(String uploadPath) {
    List<String> here =
        copies.entrySet().stream()
            .filter(copy -> files.isClientLocal(copy.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!here.isEmpty()) {
      LOG.warn(
          "{} is '{}', which is a directory of this machine: pods cannot read {} unless the same"
              + " directory is mounted there. Set it to a file system that all can reach, for"
              + " example s3a://bucket/path",
          ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(),
          ShownUri.of(uploadPath),
          String.join(", ", here));
    }
  }
}
