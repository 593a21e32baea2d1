// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.FileStaging;
import java.nio.file.Path;

/** Reads each file of this machine once, since a pipe cannot be read again. */
public final class ReadOnce implements FileStaging {
  private final FileStaging files;
  private final FileContents contents;

  public ReadOnce(FileStaging files, FileContents contents) {
    this.files = files;
    this.contents = contents;
  }

  @Override
  public boolean isClientLocal(String uri) {
    return files.isClientLocal(uri);
  }

  @Override
  public byte[] read(String uri) {
    if (!files.isClientLocal(uri)) {
      return files.read(uri);
    }
    Path path;
    try {
      path = LocalFiles.pathOf(uri);
    } catch (IllegalArgumentException e) { // neither a path nor a URI, which the reader reports
      return files.read(uri);
    }
    return contents.read(path, () -> files.read(uri));
  }

  @Override
  public String upload(String uri) {
    return files.upload(uri);
  }
}
