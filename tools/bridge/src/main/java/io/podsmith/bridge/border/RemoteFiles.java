// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

import java.io.IOException;
import java.io.InputStream;

/** Files on the file systems of Hadoop, which only Spark's side can reach. */
public interface RemoteFiles {
  /**
   * Opens a file. Blocks.
   *
   * @param uri a URI with a scheme that Hadoop supports
   * @return the content, which the caller closes
   * @throws IOException if the file cannot be read
   */
  InputStream open(String uri) throws IOException;

  /**
   * Copies a file of this machine. Blocks.
   *
   * @param file the path or {@code file:} URI of the file
   * @param target the URI of the copy; its directory is created
   * @throws IOException if the file cannot be read or the copy cannot be written
   */
  void copy(String file, String target) throws IOException;
}
