// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of a dry run: they have the URIs of their copies, but nothing is uploaded. A copy has
 * the same URI in each dry run.
 *
 * @param files reads files
 * @param settings say where copies would go
 */
public record NotUploaded(FileStaging files, SparkSettings settings) implements FileStaging {
  @Override
  public boolean isClientLocal(String uri) {
    return files.isClientLocal(uri);
  }

  @Override
  public byte[] read(String uri) {
    return files.read(uri);
  }

  @Override
  public String upload(String uri) {
    Optional<String> target = settings.get(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH);
    if (target.isEmpty()) {
      // reports the missing setting, and can upload nothing without it
      return files.upload(uri);
    }
    LocalFiles.requireUploadPath(target.get());
    Path source = LocalFiles.pathOf(uri);
    if (!Files.isReadable(source)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH.key(),
          "%s cannot be uploaded, because it cannot be read; use a file that exists"
              .formatted(source));
    }
    return "%s/spark-upload-%s/%s"
        .formatted(
            target.get(),
            UUID.nameUUIDFromBytes(uri.getBytes(StandardCharsets.UTF_8)),
            source.getFileName());
  }
}
