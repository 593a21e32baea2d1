// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.secrets;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/** This machine's disk as a store whose URLs hold credentials: {@code planted://user:secret@…}. */
public final class PlantedFileSystem extends RawLocalFileSystem {
  /** The setting that makes it known, by {@link #SCHEME}. */
  public static final String SETTING = "spark.hadoop.fs.planted.impl";

  public static final String SCHEME = "planted";

  private @Nullable URI store;

  /** Returns the URL of a file or directory. */
  public static String url(java.nio.file.Path path, Planted password) {
    return "%s://user:%s@store%s".formatted(SCHEME, password.value(), path);
  }

  @Override
  public void initialize(URI uri, Configuration conf) throws IOException {
    store = URI.create("%s://%s".formatted(SCHEME, uri.getAuthority()));
    super.initialize(uri, conf);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return store == null ? super.getUri() : store;
  }

  @Override
  protected void checkPath(Path path) {
    // each store has all files
  }
}
