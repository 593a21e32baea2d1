package io.podsmith.core.conf;

import io.podsmith.api.conf.SparkFiles;
import java.util.HashMap;
import java.util.Map;

/** Remembers what was uploaded, so that a file which two settings name travels once. */
final class UploadOnce implements SparkFiles {
  private final SparkFiles files;
  private final Map<String, String> copies = new HashMap<>();

  UploadOnce(SparkFiles files) {
    this.files = files;
  }

  @Override
  public boolean isOnThisMachine(String uri) {
    return files.isOnThisMachine(uri);
  }

  @Override
  public byte[] read(String uri) {
    return files.read(uri);
  }

  @Override
  public synchronized String upload(String uri) {
    return copies.computeIfAbsent(uri, files::upload);
  }
}
