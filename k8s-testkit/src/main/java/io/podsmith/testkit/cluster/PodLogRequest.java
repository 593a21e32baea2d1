package io.podsmith.testkit.cluster;

import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * What a client wants of a container's log.
 *
 * @param namespace the pod's namespace
 * @param pod the pod's name
 * @param podUid the pod's uid, which tells two pods of one name apart
 * @param container the container; always filled in
 * @param follow whether the stream stays open until the container has ended
 * @param previous whether the log of the container's former run is wanted
 * @param tailLines how many lines from the end to start with; empty for all of them
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PodLogRequest(
    String namespace,
    String pod,
    String podUid,
    String container,
    boolean follow,
    boolean previous,
    OptionalLong tailLines) {}
