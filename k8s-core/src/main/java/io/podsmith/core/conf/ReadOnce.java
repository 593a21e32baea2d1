package io.podsmith.core.conf;

import io.podsmith.api.conf.SparkFiles;
import java.nio.file.Path;

/** Reads each file of this machine once, since a pipe cannot be read again. */
final class ReadOnce implements SparkFiles {
  private final SparkFiles files;
  private final FileContents contents;

  ReadOnce(SparkFiles files, FileContents contents) {
    this.files = files;
    this.contents = contents;
  }

  @Override
  public boolean isOnThisMachine(String uri) {
    return files.isOnThisMachine(uri);
  }

  @Override
  public byte[] read(String uri) {
    if (!files.isOnThisMachine(uri)) {
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
