// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import java.io.IOException;
import java.io.InputStream;
import org.apiguardian.api.API;

/**
 * Provides the logs of containers to the API server. Implemented by the simulated node.
 *
 * <p>Before each call, the server checks that the pod and the container exist and that the
 * container has started. It calls from a separate thread for each request, so implementations may
 * block.
 *
 * @since 0.1
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PodLogSource {
  /**
   * Opens the log of one container.
   *
   * @param request the requested log and range
   * @return the log; with {@code follow}, reads block until there is more output, and the stream
   *     ends when the container has ended. The server closes the stream, possibly from another
   *     thread, when the client disconnects
   * @throws IOException if the log does not exist; the client receives its message
   */
  InputStream open(PodLogRequest request) throws IOException;
}
