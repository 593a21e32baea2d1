// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.core.builder.checks.ObjectNames;
import io.podsmith.core.builder.checks.PodChecks;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.conf.views.StepView;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.template.TemplateOverrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The pod of one resource profile, built once as far as its executors share it: by the steps before
 * the first that looks at the executor or wants objects beside the pod. Each executor's own pod is
 * derived from it and goes through the remaining steps.
 *
 * <p>Where no step remains, executors with ids of the same length differ in the id alone. After the
 * first few their pods are made by putting the id into a text; that the id is all that differs is
 * found out by comparing two of them.
 */
final class ProfilePod {
  private static final Logger LOG = LoggerFactory.getLogger(ProfilePod.class);

  /** To compare costs more than to build some. */
  private static final int FEW = 8;

  private final StepRegistry registry;
  private final int profileId;
  private final SparkPod template;
  private final SparkPod pod;
  private final List<ResolvedStep> shared;
  private final int rest;
  private final PodChecks.Rules rules;
  private final List<StepContribution> contributions;
  private final PodHistory history;
  private final boolean isTrial;
  private final AtomicBoolean isTold = new AtomicBoolean();
  private volatile boolean isNamedByEngine;
  private volatile SpecOrigins origins = SpecOrigins.unknown();
  private final boolean isWhole;
  private final AtomicInteger asked = new AtomicInteger();
  private final ConcurrentMap<Integer, Optional<PodText>> texts = new ConcurrentHashMap<>();

  /** The pods of all executors whose ids have the same length. */
  private record PodText(IdText name, IdText json, Optional<String> sparkContainer) {}

  private ProfilePod(
      StepRegistry registry,
      int profileId,
      SparkPod template,
      PodFold fold,
      PodHistory history,
      List<ResolvedStep> shared,
      int rest,
      PodChecks.Rules rules,
      boolean isTrial) {
    this.registry = registry;
    this.profileId = profileId;
    this.template = template;
    this.pod = fold.pod();
    this.contributions = fold.contributions();
    this.history = history;
    this.shared = List.copyOf(shared);
    this.rest = rest;
    this.rules = rules;
    this.isTrial = isTrial;
    this.isWhole = registry.stepsOfExecutors() == rest;
  }

  /** Runs the steps that executors share, for any executor of the profile. */
  static ProfilePod of(
      StepRegistry registry, PodTemplates templates, ExecutorConf conf, boolean isTrial) {
    SparkPod start = templates.initialPod(conf);
    PodHistory history = PodHistory.of(templates.author(conf), start);
    PodFold fold = PodFold.ofExecutor(start, Optional.of(history), List.of());
    List<ResolvedStep> resolved = registry.resolveShared(conf);
    List<ResolvedStep> shared = new ArrayList<>();
    int rest = registry.shared(conf);
    for (ResolvedStep step : resolved) {
      if (!fold.runWithoutObjects(step)) {
        rest = step.place();
        break;
      }
      shared.add(step);
    }
    return new ProfilePod(
        registry,
        conf.resourceProfileId(),
        start,
        fold,
        history,
        shared,
        rest,
        PodChecks.Rules.of(conf),
        isTrial);
  }

  /** Makes an executor of the profile. */
  ExecutorSpec spec(ExecutorConf conf) {
    String id = conf.executorId();
    if (isWhole && asked.incrementAndGet() > FEW && isNumber(id)) {
      Optional<PodText> text = texts.computeIfAbsent(id.length(), n -> compare(n, conf));
      if (text.isPresent()) {
        return ExecutorSpec.ofText(
                text.get().name().with(id),
                text.get().json().with(id),
                () -> build(conf).pod(),
                origins)
            .withSparkContainer(text.get().sparkContainer());
      }
    }
    return build(conf);
  }

  /** A template may name another namespace, which the API server would refuse. */
  private static Pod inNamespace(Pod pod, String namespace) {
    return pod.getMetadata().getNamespace() == null
        ? pod
        : new PodBuilder(pod).editMetadata().withNamespace(namespace).endMetadata().build();
  }

  private static boolean isNumber(String id) {
    return id.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Two executors tell where the id stands, a third one that it is no coincidence. */
  private Optional<PodText> compare(int length, ExecutorConf conf) {
    String oneId = "1".repeat(length);
    String otherId = "2".repeat(length);
    String thirdId = "9".repeat(length);
    ExecutorSpec first = build(conf.withId(oneId));
    Pod one = first.pod();
    Pod other = build(conf.withId(otherId)).pod();
    Pod third = build(conf.withId(thirdId)).pod();
    return IdText.of(nameOf(one), oneId, nameOf(other), otherId)
        .flatMap(
            name ->
                IdText.of(Serialization.asJson(one), oneId, Serialization.asJson(other), otherId)
                    .map(json -> new PodText(name, json, first.sparkContainer())))
        .filter(
            text ->
                text.name().with(thirdId).equals(nameOf(third))
                    && text.json().with(thirdId).equals(Serialization.asJson(third)));
  }

  private static String nameOf(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getName(), "");
  }

  /** Builds an executor of the profile; records of the first which step added what. */
  private ExecutorSpec build(ExecutorConf conf) {
    if (!isTold.getAndSet(true)) {
      return buildFirst(conf);
    }
    SparkPod own = configure(conf);
    PodFold fold = PodFold.ofExecutor(own, Optional.empty(), registry.resolveFrom(rest, conf));
    Pod built = inNamespace(fold.pod().assemble(), conf.namespace());
    EnvOrder.sortIn(built);
    if (isNamedByEngine && !conf.podName().equals(built.getMetadata().getName())) {
      record(conf); // throws, if it was a step that renamed it
    }
    PodChecks.check(built, rules, () -> record(conf).history());
    rules.requireKinds(fold.objects(), () -> record(conf).fold().authorsOfObjects());
    return new ExecutorSpec(built, fold.preResources(), fold.resources(), origins)
        .withSparkContainer(Optional.ofNullable(fold.pod().container().getName()));
  }

  private ExecutorSpec buildFirst(ExecutorConf conf) {
    Recorded first = record(conf);
    PodFold fold = first.fold();
    List<StepContribution> all = new ArrayList<>(contributions);
    all.addAll(fold.contributions());
    String account =
        StepContribution.account(
            "The pod of each executor of resource profile %d".formatted(profileId),
            all,
            IdleSteps.of(registry, PodRole.EXECUTOR, first.steps(), all));
    LOG.atLevel(isTrial ? Level.DEBUG : Level.INFO).log(account);
    // At submission the memory is an estimate: only the driver knows Spark's resource profiles.
    TemplateOverrides.log(
        "executor pods of resource profile %d%s"
            .formatted(profileId, isTrial ? " (estimated before the driver runs)" : ""),
        PodRole.EXECUTOR,
        template,
        fold.pod());
    Pod built = inNamespace(fold.pod().assemble(), conf.namespace());
    EnvOrder.sortIn(built);
    isNamedByEngine = conf.podName().equals(built.getMetadata().getName());
    PodChecks.check(built, rules, first::history);
    rules.requireKinds(fold.objects(), fold::authorsOfObjects);
    PodChecks.warn(built, PodRole.EXECUTOR.label(), first.history());
    ObjectNames names = ObjectNames.ofExecutor(conf);
    names.warn(fold.authorsOfObjects());
    origins =
        SpecOrigins.of(
            first.history(),
            fold.authorsOfObjects(),
            names.uniqueParts(List.of()),
            first.steps().stream().map(step -> step.info().id()).toList());
    return new ExecutorSpec(built, fold.preResources(), fold.resources(), origins)
        .withSparkContainer(Optional.ofNullable(fold.pod().container().getName()));
  }

  private SparkPod configure(ExecutorConf conf) {
    SparkPod own = pod;
    for (ResolvedStep step : shared) {
      own = step.step().deriveForExecutor(own, conf);
    }
    return own;
  }

  private record Recorded(PodFold fold, PodHistory history, List<ResolvedStep> steps) {}

  /** Builds an executor and records who wrote what, which takes longer. */
  private Recorded record(ExecutorConf conf) {
    PodHistory own = history.copy();
    SparkPod configured = pod;
    for (ResolvedStep step : shared) {
      configured =
          step.step().deriveForExecutor(configured, StepView.of(conf, step.info().id()).conf());
      step.markWritten();
      own.add(Author.step(step.info(), PodRole.EXECUTOR.label()), configured);
    }
    List<ResolvedStep> remaining = registry.resolveFrom(rest, conf);
    PodFold fold = PodFold.ofExecutor(configured, Optional.of(own), remaining);
    List<ResolvedStep> steps = new ArrayList<>(shared);
    steps.addAll(remaining);
    return new Recorded(fold, own, steps);
  }
}
