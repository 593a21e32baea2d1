package io.podsmith.scheduler.pods.cleanup;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi.Remaining;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Found;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Kind;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Page;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes all objects of one kind that the application has.
 *
 * <p>It deletes page by page at first: to delete 10,000 pods takes longer than any request may.
 * Where the role does not allow that, or a page takes too long, it lists the objects and deletes
 * them one by one, several at a time; where they cannot be listed, either, those whose names are
 * known. Used by one thread.
 */
public final class CollectionDeleter {
  private static final Logger LOG = LoggerFactory.getLogger(CollectionDeleter.class);
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
  private static final int GATEWAY_TIMEOUT = 504;

  /** Bad request, forbidden, no such resource, no such method: what another way may get around. */
  private static final Set<Integer> REJECTED = Set.of(400, 403, 404, 405, 422);

  private enum Way {
    PAGES,
    LISTED,
    KNOWN
  }

  private final CollectionApi api;
  private final Kind kind;
  private final Supplier<Collection<String>> knownNames;
  private final SideBySide requests;
  private final LongSupplier clock;
  private final Runnable onProgress;
  private final AtomicInteger deleted = new AtomicInteger();
  private Way way = Way.PAGES;
  private long reportedAt;

  /**
   * @param knownNames the names of objects that were created
   * @param requests sends requests for single objects
   * @param onProgress called after each request that has deleted something, by several threads
   */
  CollectionDeleter(
      CollectionApi api,
      Kind kind,
      Supplier<Collection<String>> knownNames,
      SideBySide requests,
      LongSupplier clock,
      Runnable onProgress) {
    this.api = api;
    this.kind = kind;
    this.knownNames = knownNames;
    this.requests = requests;
    this.clock = clock;
    this.onProgress = onProgress;
    this.reportedAt = clock.getAsLong();
  }

  /**
   * Requests the deletion of each object once, of those that exist when it is called.
   *
   * @param goesOn whether there is time for another page
   * @return whether the deletion of all objects was requested
   * @throws ApiFailure the failure that ended it; may be called again unless that is final
   */
  boolean deleteAll(BooleanSupplier goesOn) throws InterruptedException {
    if (way == Way.PAGES) {
      long begin = clock.getAsLong();
      try {
        return deletePages(goesOn);
      } catch (ApiFailure e) {
        boolean tookLong =
            e.status() == GATEWAY_TIMEOUT
                || (e.status() == 0 && clock.getAsLong() - begin >= SLOW.toMillis());
        if (!tookLong && !REJECTED.contains(e.status())) {
          throw e;
        }
        way = Way.LISTED;
        LOG.info("Deleting {} individually: {}", kind.plural(), e.said());
        onProgress.run();
      }
    }
    return deleteOneByOne(goesOn);
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

  private boolean deletePages(BooleanSupplier goesOn) {
    Optional<String> next = Optional.empty();
    do {
      Page page = api.deletePage(kind, next);
      deleted.addAndGet(page.objects().size());
      report();
      onProgress.run();
      next = page.next();
    } while (next.isPresent() && goesOn.getAsBoolean());
    return next.isEmpty();
  }

  private boolean deleteOneByOne(BooleanSupplier goesOn) throws InterruptedException {
    if (way == Way.KNOWN) {
      delete(List.copyOf(knownNames.get()));
      return true;
    }
    Optional<String> next = Optional.empty();
    do {
      Page page;
      try {
        page = api.list(kind, next);
      } catch (ApiFailure e) {
        if (!e.isForbidden()) {
          throw e;
        }
        LOG.info("Deleting {} by their known names: {}", kind.plural(), e.said());
        way = Way.KNOWN;
        return deleteOneByOne(goesOn);
      }
      delete(page.objects().stream().filter(o -> !o.terminating()).map(Found::name).toList());
      next = page.next();
    } while (next.isPresent() && goesOn.getAsBoolean());
    return next.isEmpty();
  }

  private void delete(List<String> names) throws InterruptedException {
    Optional<ApiFailure> failure =
        requests.forEach(
            names,
            name -> api.delete(kind, name),
            () -> {
              deleted.incrementAndGet();
              onProgress.run();
            });
    report();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void report() {
    long now = clock.getAsLong();
    if (now - reportedAt >= REPORT_EVERY.toMillis()) {
      reportedAt = now;
      LOG.info("Deleting {}: {} requested so far", kind.plural(), deleted.get());
    }
  }
}
