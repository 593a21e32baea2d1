// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces the prefix that the names of all objects of an application share.
 *
 * <p>Objects with unique names can be applied; those with a chosen name are created, so that those
 * of others are not overwritten. Both count as creations here.
 */
final class UnifiedNames {
  private static final Pattern POD = Pattern.compile("(.+)-(?:driver|exec-\\d+)");
  private static final String PREFIX = "named-by-podsmith-diff";

  private UnifiedNames() {}

  /**
   * Returns the requests with the prefix replaced.
   *
   * @param driverName the name of the driver pod; executors can have another prefix
   */
  static List<RecordedRequest> in(List<RecordedRequest> requests, String driverName) {
    Stream<String> executors =
        requests.stream().filter(Flat::isPodCreation).map(RecordedRequest::name);
    List<String> prefixes =
        Stream.concat(Stream.of(driverName), executors)
            .map(POD::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .distinct()
            .toList();
    List<RecordedRequest> renamed = requests;
    for (String prefix : prefixes) {
      renamed = renamed.stream().map(request -> renamed(request, prefix)).toList();
    }
    return renamed;
  }

  private static RecordedRequest renamed(RecordedRequest request, String prefix) {
    boolean isApplied =
        request.method().equals("PATCH") && request.contentType().contains("apply-patch");
    String path =
        isApplied ? request.path().substring(0, request.path().lastIndexOf('/')) : request.path();
    return new RecordedRequest(
        request.time(),
        isApplied ? "POST" : request.method(),
        path.replace(prefix, PREFIX),
        isApplied ? "" : request.query().replace(prefix, PREFIX),
        request.verb(),
        request.resource(),
        request.namespace(),
        request.name().replace(prefix, PREFIX),
        isApplied ? "application/json" : request.contentType(),
        request.body().replace(prefix, PREFIX),
        request.userAgent(),
        request.user(),
        request.status());
  }
}
