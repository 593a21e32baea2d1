// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import io.podsmith.core.conf.keys.Constants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Lists and deletes all objects of one kind that carry the labels of the application.
 *
 * <p>Calls block, may come from several threads, are not retried here, and fail with {@link
 * ApiFailure}. Their timeouts do not depend on {@code requestTimeout}: to delete a page takes
 * longer than other requests.
 */
public interface CollectionApi {
  /** The kinds of objects that an application has in the cluster. */
  enum Kind {
    PODS("pods", true),
    SERVICES("services", false),
    CLAIMS("persistentvolumeclaims", false),
    CONFIG_MAPS("configmaps", true);

    private final String plural;
    private final boolean ofExecutorsOnly;

    Kind(String plural, boolean ofExecutorsOnly) {
      this.plural = plural;
      this.ofExecutorsOnly = ofExecutorsOnly;
    }

    public String plural() {
      return plural;
    }

    /** Returns the label selector of the objects that end with the application. */
    public String selector(String appId) {
      String ofApp = "%s=%s".formatted(Constants.SPARK_APP_ID_LABEL, appId);
      return ofExecutorsOnly
          ? "%s,%s=%s"
              .formatted(ofApp, Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
          : ofApp;
    }
  }

  /**
   * An object of the application.
   *
   * @param terminating whether its deletion has been requested, which a finalizer or a grace period
   *     may delay
   */
  record Found(String name, boolean terminating) {}

  /**
   * Some of the objects.
   *
   * @param next continues the list; empty at its end
   */
  record Page(List<Found> objects, Optional<String> next) {
    public Page {
      objects = List.copyOf(objects);
    }
  }

  /** Ids of executors, from the first to the last, both included. */
  record IdRange(long first, long last) {
    /**
     * Divides ids into disjoint ranges.
     *
     * @param size how many of the ids a range contains at most
     */
    public static List<IdRange> split(Collection<Long> ids, int size) {
      List<Long> sorted = ids.stream().distinct().sorted().toList();
      List<IdRange> ranges = new ArrayList<>();
      for (int from = 0; from < sorted.size(); from += size) {
        int to = Math.min(sorted.size(), from + size);
        ranges.add(new IdRange(sorted.get(from), sorted.get(to - 1)));
      }
      return ranges;
    }

    /** Returns the label selector of the executors of an application in this range. */
    public String selector(String appId) {
      return "%s,%s>%d,%s<%d"
          .formatted(
              Kind.PODS.selector(appId),
              Constants.SPARK_EXECUTOR_ID_LABEL,
              first - 1,
              Constants.SPARK_EXECUTOR_ID_LABEL,
              last + 1);
    }
  }

  /**
   * Lists objects, terminating ones included.
   *
   * @param next where the page before ended; empty for the first page
   */
  Page list(Kind kind, Optional<String> next);

  /**
   * Deletes objects with one request: a page, or all of them where the server knows no pages.
   *
   * @param next where the page before ended; empty for the first page
   */
  Page deletePage(Kind kind, Optional<String> next);

  /**
   * Deletes the executor pods whose ids lie in a range, with one request. May overlook pods that
   * were created a moment ago.
   *
   * @return the objects that were deleted
   */
  List<Found> deleteExecutors(IdRange ids);

  /** Deletes one object. Does nothing if it does not exist. */
  void delete(Kind kind, String name);
}
