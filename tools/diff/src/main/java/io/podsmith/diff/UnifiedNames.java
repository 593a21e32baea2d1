// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.testkit.cluster.RecordedRequest;
import java.util.List;

/**
 * Replaces the prefix that the names of all objects of an application share.
 *
 * <p>Objects with unique names can be applied; those with a chosen name are created, so that those
 * of others are not overwritten. Both count as creations here.
 */
final class UnifiedNames {
  private static final String DRIVER = "-driver";
  private static final String PREFIX = "named-by-podsmith-diff";

  private UnifiedNames() {}

  /**
   * Returns the requests with the prefix replaced.
   *
   * @param driverName the name of the driver pod
   */
  static List<RecordedRequest> in(List<RecordedRequest> requests, String driverName) {
    if (!driverName.endsWith(DRIVER)) {
      return requests;
    }
    String prefix = driverName.substring(0, driverName.length() - DRIVER.length());
    return requests.stream().map(request -> renamed(request, prefix)).toList();
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
