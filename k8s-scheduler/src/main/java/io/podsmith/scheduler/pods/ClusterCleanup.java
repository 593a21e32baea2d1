package io.podsmith.scheduler.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.conf.Constants;
import io.podsmith.scheduler.pods.ClusterApi.Remaining;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what the application has in the cluster when it ends, and makes sure that it is gone. */
final class ClusterCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCleanup.class);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration FOR_TERMINATING = Duration.ofSeconds(5);
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final int TRIES = 3;

  /** Waits between requests. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private final ClusterApi api;
  private final PodSettings settings;
  private final String namespace;
  private final String appId;
  private final LongSupplier clock;
  private final Sleeper sleeper;
  private final List<HasMetadata> makersOfPods;

  /**
   * @param makersOfPods what would make pods anew
   */
  ClusterCleanup(
      ClusterApi api,
      PodSettings settings,
      String namespace,
      String appId,
      LongSupplier clock,
      Sleeper sleeper,
      List<HasMetadata> makersOfPods) {
    this.makersOfPods = makersOfPods;
    this.api = api;
    this.settings = settings;
    this.namespace = namespace;
    this.appId = appId;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Waits until all is done or the deadline has passed. */
  void run() throws InterruptedException {
    if (settings.deleteExecutors()) {
      for (HasMetadata maker : makersOfPods) {
        String plural = maker.getPlural();
        tryTo(
            plural,
            () -> api.deleteObject(maker),
            "kubectl delete " + plural + " -n " + namespace + " " + maker.getMetadata().getName());
      }
    }
    if (settings.deleteDriverService()) {
      tryTo("services", api::deleteServices);
    }
    if (settings.driverOwnsClaims()) {
      tryTo("persistentvolumeclaims", api::deleteClaims);
    }
    if (settings.deleteExecutors()) {
      deleteExecutors();
    }
    if (settings.deleteConfigMap()) {
      tryTo("configmaps", api::deleteConfigMaps);
    }
  }

  /** Asks again until no pod is left but those that are on their way out. */
  private void deleteExecutors() throws InterruptedException {
    long begin = clock.getAsLong();
    boolean mustAsk = true;
    String trouble = "";
    Backoff looks = new Backoff(FIRST_LOOK, LONGEST_PAUSE);
    while (true) {
      long elapsed = clock.getAsLong() - begin;
      Remaining left = new Remaining(0, 1);
      try {
        if (mustAsk) {
          api.deleteAllExecutors();
          mustAsk = false;
        }
        left = api.remainingExecutors();
        trouble = "";
      } catch (ApiFailure e) {
        trouble = "; the last failure was: " + e.said();
        LOG.debug("The executors' pods are not deleted yet: {}", e.said());
      }
      if (left.all() == 0) {
        return;
      }
      mustAsk |= left.others() > 0;
      if (left.others() == 0 && elapsed > FOR_TERMINATING.toMillis()) {
        LOG.info("{} executor pods are still terminating", left.terminating());
        return;
      }
      if (elapsed > DEADLINE.toMillis()) {
        LOG.warn(
            "Executor pods are left after {} s{}. Delete them with: {}",
            DEADLINE.toSeconds(),
            trouble,
            command("pods", true));
        return;
      }
      sleeper.sleep(looks.nextPause());
    }
  }

  private void tryTo(String what, Runnable delete) throws InterruptedException {
    tryTo(what, delete, command(what, what.equals("configmaps")));
  }

  private void tryTo(String what, Runnable delete, String command) throws InterruptedException {
    Backoff pauses = new Backoff(FIRST_RETRY, LONGEST_PAUSE);
    for (int i = 1; ; i++) {
      try {
        delete.run();
        return;
      } catch (ApiFailure e) {
        boolean pointless = !e.isBusy() && !e.isUnknownOutcome();
        if (pointless || i == TRIES) {
          LOG.warn(
              "The application's {} are left ({}). Delete them with: {}", what, e.said(), command);
          return;
        }
        sleeper.sleep(pauses.nextPause());
      }
    }
  }

  private String command(String what, boolean ofExecutors) {
    return "kubectl delete "
        + what
        + " -n "
        + namespace
        + " -l "
        + Constants.SPARK_APP_ID_LABEL
        + "="
        + appId
        + (ofExecutors
            ? "," + Constants.SPARK_ROLE_LABEL + "=" + Constants.SPARK_POD_EXECUTOR_ROLE
            : "");
  }
}
