// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * A client's request for the log of a container.
 *
 * @param namespace the namespace of the pod
 * @param pod the name of the pod
 * @param podUid the uid of the pod, which distinguishes pods of the same name
 * @param container the name of the container; never empty
 * @param follow whether the stream stays open until the container has ended
 * @param previous whether to return the log of the container's previous run
 * @param tailLines the number of lines from the end to start with, or empty for all lines
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
