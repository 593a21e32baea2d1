package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.SparkPod;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.ExecutorConf;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pod of one resource profile, built once as far as its executors share it: by the steps before
 * the first that looks at the executor or wants objects beside the pod. Each executor's own pod is
 * derived from it and goes through the remaining steps.
 */
final class ProfilePod {
  private static final Logger LOG = LoggerFactory.getLogger(ProfilePod.class);

  private final StepRegistry registry;
  private final int profileId;
  private final SparkPod pod;
  private final List<ResolvedStep> shared;
  private final int rest;
  private final List<StepContribution> contributions;
  private final AtomicBoolean isTold = new AtomicBoolean();

  private ProfilePod(
      StepRegistry registry, int profileId, PodFold fold, List<ResolvedStep> shared, int rest) {
    this.registry = registry;
    this.profileId = profileId;
    this.pod = fold.pod();
    this.contributions = fold.contributions();
    this.shared = List.copyOf(shared);
    this.rest = rest;
  }

  /** Runs the steps that executors share, for any executor of the profile. */
  static ProfilePod of(StepRegistry registry, SparkPod start, ExecutorConf conf) {
    PodFold fold = PodFold.ofExecutor(start, List.of(), true);
    List<ResolvedStep> shared = new ArrayList<>();
    int rest = registry.shared(conf);
    for (ResolvedStep step : registry.resolveShared(conf)) {
      if (!fold.runWithoutObjects(step)) {
        rest = step.place();
        break;
      }
      shared.add(step);
    }
    return new ProfilePod(registry, conf.resourceProfileId(), fold, shared, rest);
  }

  /** Builds an executor of the profile; tells of the first which step added what. */
  ExecutorSpec build(ExecutorConf conf) {
    SparkPod own = pod;
    for (ResolvedStep step : shared) {
      own = step.step().configureExecutor(own, conf);
    }
    boolean isFirst = !isTold.getAndSet(true);
    PodFold fold = PodFold.ofExecutor(own, registry.resolveFrom(rest, conf), isFirst);
    if (isFirst) {
      List<StepContribution> all = new ArrayList<>(contributions);
      all.addAll(fold.contributions());
      LOG.info(
          StepContribution.account(
              "The pod of each executor of resource profile " + profileId, all));
    }
    Pod built = fold.pod().toPod();
    PodChecks.check(built, ConfigKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE.key());
    return new ExecutorSpec(built, fold.preResources(), fold.resources());
  }
}
