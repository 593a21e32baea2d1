// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;

/**
 * Reads and uploads files that settings refer to.
 *
 * <p>URIs have Spark's meaning: {@code file:} or no scheme is a file on the machine that builds the
 * pod, {@code local:} is a file in the image, and any other scheme belongs to a Hadoop file system
 * (if Spark is on the classpath).
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface FileStaging {
  /**
   * Returns whether a URI refers to a file on this machine, which pods cannot access.
   *
   * @param uri a path or URI
   * @return true for {@code file:} URIs and for paths without a scheme
   */
  boolean isClientLocal(String uri);

  /**
   * Reads a file. Blocks.
   *
   * @param uri a path or URI; {@code local:} URIs are not readable, because the file is in the
   *     image
   * @return the content
   * @throws io.podsmith.api.error.InvalidConfigurationException if the file cannot be read
   */
  byte[] read(String uri);

  /**
   * Uploads a file of this machine to a new directory below {@code
   * spark.kubernetes.file.upload.path}, where pods can read it. Blocks.
   *
   * <p>A file is uploaded once per submission: further calls with the same URI return the same
   * copy.
   *
   * @param uri a path or URI for which {@link #isClientLocal} holds
   * @return the URI of the copy
   * @throws io.podsmith.api.error.InvalidConfigurationException if the upload path is not set or
   *     not writable
   */
  String upload(String uri);
}
