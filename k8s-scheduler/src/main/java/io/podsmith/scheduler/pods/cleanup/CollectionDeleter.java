// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Remaining;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Found;
import io.podsmith.scheduler.pods.cluster.CollectionApi.IdRange;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Kind;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Page;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes all objects of one kind that the application has.
 *
 * <p>The API server deletes a collection one object after the other. So one request deletes the
 * objects of a small application, and many are deleted by concurrent requests: executors by ranges
 * of their ids, other objects individually from a list. Each way has a fallback for a role that
 * does not include it. Used by one thread.
 */
public final class CollectionDeleter {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionDeleter.class);
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

  /** With more executors than this, ranges are deleted from the start. */
  private static final int MANY = 250;

  private static final int RANGE_SIZE = 50;
  private static final int RANGES_AT_ONCE = 8;
  private static final int GATEWAY_TIMEOUT = 504;

  /** Bad request, forbidden, no such resource, no such method: what another way may get around. */
  private static final Set<Integer> REJECTED = Set.of(400, 403, 404, 405, 422);

  private enum Way {
    /** One request deletes up to a page of objects. */
    COLLECTION,
    /** Concurrent requests delete one range of executor ids each. */
    RANGES,
    /** Concurrent requests delete the objects of a list individually. */
    LISTED,
    /** The same for known names, for roles without {@code list}. */
    KNOWN,
    /** One page after the other, for roles that include only {@code deletecollection}. */
    PAGES
  }

  /**
   * What the driver knows of its objects.
   *
   * @param names the names of objects that were created
   * @param executorIds the ids of executors; empty for other kinds. May block
   */
  record Known(Supplier<Collection<String>> names, Supplier<Collection<Long>> executorIds) {}

  private final CollectionApi api;
  private final Kind kind;
  private final Known known;
  private final SideBySide requests;
  private final LongSupplier clock;
  private final Runnable onProgress;
  private final AtomicInteger deleted = new AtomicInteger();
  private final AtomicLong reportedAt;
  private final Set<IdRange> rangesLeft = ConcurrentHashMap.newKeySet();
  private Way way = Way.COLLECTION;
  private boolean isCollectionRejected;

  /** Set by the threads of requests, too. */
  private volatile boolean tookTooLong;

  /**
   * @param requests sends requests side by side
   * @param onProgress called after each request that has deleted something, by several threads
   */
  CollectionDeleter(
      CollectionApi api,
      Kind kind,
      Known known,
      SideBySide requests,
      LongSupplier clock,
      Runnable onProgress) {
    this.api = api;
    this.kind = kind;
    this.known = known;
    this.requests = requests;
    this.clock = clock;
    this.onProgress = onProgress;
    this.reportedAt = new AtomicLong(clock.getAsLong());
  }

  /**
   * Requests the deletion of each object once, of those that exist when it is called.
   *
   * @param goesOn whether there is time for another request; called by several threads
   * @return whether the deletion of all objects was requested
   * @throws ApiFailure the failure that ended it; may be called again unless that is final
   */
  boolean deleteAll(BooleanSupplier goesOn) throws InterruptedException {
    if (way == Way.COLLECTION) {
      rangesLeft.addAll(rangesIfMany());
      way = rangesLeft.isEmpty() ? Way.COLLECTION : Way.RANGES;
    }
    if (way == Way.COLLECTION || way == Way.RANGES) {
      try {
        if (way == Way.COLLECTION && deletePage(Optional.empty()).next().isEmpty()) {
          return true;
        }
        if (way == Way.RANGES && !deleteRanges(goesOn)) {
          return false;
        }
      } catch (ApiFailure e) {
        isCollectionRejected = REJECTED.contains(e.status());
        if (!tookTooLong && !isCollectionRejected) {
          throw e;
        }
        LOG.info("Deleting {} individually: {}", kind.plural(), e.said());
        onProgress.run();
      }
      way = Way.LISTED;
    }
    return switch (way) {
      case KNOWN -> deleteKnown();
      case PAGES -> deletePages(goesOn);
      default -> deleteListed(goesOn);
    };
  }

  /** Counts the objects that are left. Empty if the role does not allow to list them. */
  Optional<Remaining> count() {
    int terminating = 0;
    int others = 0;
    Optional<String> next = Optional.empty();
    do {
      Page page;
      try {
        page = api.list(kind, next);
      } catch (ApiFailure e) {
        if (e.isForbidden()) {
          return Optional.empty();
        }
        throw e;
      }
      for (Found object : page.objects()) {
        if (object.terminating()) {
          terminating++;
        } else {
          others++;
        }
      }
      next = page.next();
    } while (next.isPresent());
    return Optional.of(new Remaining(terminating, others));
  }

  private Collection<IdRange> rangesIfMany() {
    Collection<Long> ids = known.executorIds().get();
    return ids.size() > MANY ? IdRange.split(ids, RANGE_SIZE) : List.of();
  }

  /** Returns whether all ranges are deleted. What no range contains is left to a list. */
  private boolean deleteRanges(BooleanSupplier goesOn) throws InterruptedException {
    requests.forEach(
        List.copyOf(rangesLeft),
        RANGES_AT_ONCE,
        range -> {
          if (goesOn.getAsBoolean()) {
            count(timed(() -> api.deleteExecutors(range)));
            rangesLeft.remove(range);
          }
        },
        onProgress);
    return rangesLeft.isEmpty();
  }

  private Page deletePage(Optional<String> next) {
    Page page = timed(() -> api.deletePage(kind, next));
    count(page.objects());
    onProgress.run();
    return page;
  }

  /** Notes a request that failed because it had too much to do. */
  private <T> T timed(Supplier<T> request) {
    long begin = clock.getAsLong();
    try {
      return request.get();
    } catch (ApiFailure e) {
      if (e.status() == GATEWAY_TIMEOUT
          || (e.status() == 0 && clock.getAsLong() - begin >= SLOW.toMillis())) {
        tookTooLong = true;
      }
      throw e;
    }
  }

  private boolean deletePages(BooleanSupplier goesOn) {
    Optional<String> next = Optional.empty();
    do {
      next = deletePage(next).next();
    } while (next.isPresent() && goesOn.getAsBoolean());
    return next.isEmpty();
  }

  private boolean deleteKnown() throws InterruptedException {
    delete(List.copyOf(known.names().get()));
    return true;
  }

  private boolean deleteListed(BooleanSupplier goesOn) throws InterruptedException {
    Optional<String> next = Optional.empty();
    do {
      Page page;
      try {
        page = api.list(kind, next);
      } catch (ApiFailure e) {
        if (!e.isForbidden()) {
          throw e;
        }
        if (!isCollectionRejected) {
          return deletePagesAfter(e, goesOn);
        }
        LOG.info("Deleting {} by their known names: {}", kind.plural(), e.said());
        way = Way.KNOWN;
        return deleteKnown();
      }
      try {
        delete(page.objects().stream().filter(o -> !o.terminating()).map(Found::name).toList());
      } catch (ApiFailure e) {
        if (!e.isForbidden() || isCollectionRejected) {
          throw e;
        }
        return deletePagesAfter(e, goesOn);
      }
      next = page.next();
    } while (next.isPresent() && goesOn.getAsBoolean());
    return next.isEmpty();
  }

  private boolean deletePagesAfter(ApiFailure failure, BooleanSupplier goesOn) {
    LOG.info("Deleting {} in pages: {}", kind.plural(), failure.said());
    way = Way.PAGES;
    return deletePages(goesOn);
  }

  private void delete(List<String> names) throws InterruptedException {
    requests.forEach(
        names,
        Integer.MAX_VALUE,
        name -> {
          api.delete(kind, name);
          count(List.of(name));
        },
        onProgress);
  }

  private void count(List<?> objects) {
    int sum = deleted.addAndGet(objects.size());
    long now = clock.getAsLong();
    long before = reportedAt.get();
    if (now - before >= REPORT_EVERY.toMillis() && reportedAt.compareAndSet(before, now)) {
      LOG.info("Deleting {}: {} requested so far", kind.plural(), sum);
    }
  }
}
