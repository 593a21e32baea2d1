package io.podsmith.testkit.cluster;

import java.io.IOException;
import java.io.InputStream;
import org.apiguardian.api.API;

/**
 * Where the API server gets the logs of containers from: implemented by what plays the node.
 *
 * <p>The server has checked by then that the pod and the container exist and that the container has
 * been started. It calls from a thread of its own for each request, so reading may block.
 *
 * @since 0.1
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface PodLogSource {
  /**
   * Opens the log of one container.
   *
   * @param request which log, and which part of it
   * @return what was printed; with {@code follow} reading blocks until there is more and ends when
   *     the container has ended. The server closes the stream, also from another thread, when the
   *     client goes away
   * @throws IOException when there is no such log; the client is answered with its message
   */
  InputStream open(PodLogRequest request) throws IOException;
}
