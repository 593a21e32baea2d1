package io.podsmith.api.conf;

import org.apiguardian.api.API;

/**
 * Reads and ships files that settings name.
 *
 * <p>URIs are Spark's: {@code file:} or no scheme is a file of the machine where the pod is built,
 * {@code local:} is a file inside the image, anything else is a place that Hadoop's file systems
 * know (where Spark is on the class path).
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SparkFiles {
  /**
   * Tells whether a URI names a file of this machine, which a pod cannot see by itself.
   *
   * @param uri a path or URI
   * @return true for {@code file:} and for paths without a scheme
   */
  boolean isOnThisMachine(String uri);

  /**
   * Reads a file.
   *
   * @param uri a path or URI; {@code local:} cannot be read here
   * @return the bytes
   * @throws io.podsmith.api.error.InvalidConfigurationException where it cannot be read
   */
  byte[] read(String uri);

  /**
   * Copies a file of this machine to where pods can read it: a new folder below {@code
   * spark.kubernetes.file.upload.path}.
   *
   * <p>A file is copied once a submission: asked again for the same URI, the same copy is returned.
   *
   * @param uri a path or URI for which {@link #isOnThisMachine} holds
   * @return the URI of the copy
   * @throws io.podsmith.api.error.InvalidConfigurationException where the upload path is not set or
   *     cannot be written
   */
  String upload(String uri);
}
