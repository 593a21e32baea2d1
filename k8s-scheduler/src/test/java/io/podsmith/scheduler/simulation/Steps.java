// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** What the verbs of scripts do. Each fault ends by itself, {@link #LONGEST} later at most. */
final class Steps {
  /** How long a fault lasts at most, in milliseconds. */
  static final long LONGEST = 60_000;

  /** Verbs that are no fault, or whose faults are counted when they occur. */
  private static final Set<String> NO_FAULTS =
      Set.of("fault", "want", "expect", "expect-after-stop", "off-loop", "touch");

  private final World world;
  private final Expectations expectations;
  private final List<Step> afterStop = new ArrayList<>();

  Steps(World world) {
    this.world = world;
    expectations = new Expectations(world);
  }

  void apply(Step step) {
    world.journal().note("step", "%s", String.join(" ", step.words()));
    if (!NO_FAULTS.contains(step.verb())) {
      world.tally().fault(step.verb());
    }
    switch (step.verb()) {
      // want PROFILE EXECUTORS
      case "want" -> world.spark().want(step.number(1), step.number(2));
      // fault CALL EFFECT COUNT, or fault CALL@END EFFECT COUNT for objects whose names end so
      case "fault" -> fault(step);
      // outage EFFECT SECONDS
      case "outage" -> world.faults().outage(Effect.of(step.word(1)), seconds(step, 2));
      // quota PODS SECONDS
      case "quota" ->
          forAWhile(
              seconds(step, 2),
              () -> world.quota(step.number(1)),
              () -> world.quota(Integer.MAX_VALUE));
      // capacity PODS SECONDS
      case "capacity" ->
          forAWhile(
              seconds(step, 2),
              () -> world.nodes().capacity(step.number(1)),
              () -> world.nodes().capacity(Integer.MAX_VALUE));
      // lag MILLISECONDS SECONDS
      case "lag" ->
          forAWhile(
              seconds(step, 2),
              () -> world.server().lag = step.number(1),
              () -> world.server().lag = 20);
      // stale MILLISECONDS SECONDS
      case "stale" ->
          forAWhile(
              seconds(step, 2),
              () -> world.server().staleness = step.number(1),
              () -> world.server().staleness = 0);
      // watches-end STATUS; 0 ends them as usual
      case "watches-end" -> world.server().endWatches(end(step.number(1)));
      case "watches-silent" -> world.server().silenceWatches();
      case "watches-skip" -> world.server().skip(step.number(1));
      // watches-repeat CHANGES [FIRST]: the last changes, or only the first of them
      case "watches-repeat" ->
          world.server().repeat(step.number(1), step.number(step.words().size() > 2 ? 2 : 1));
      // watches-last MILLISECONDS SECONDS: how long each watch lasts that is opened
      case "watches-last" ->
          forAWhile(
              seconds(step, 2),
              () -> world.server().watchesLast = OptionalLong.of(step.number(1)),
              () -> world.server().watchesLast = OptionalLong.empty());
      case "forget-history" -> world.server().forgetHistory();
      // exit INDEX CODE: the executor with this index ends
      case "exit" -> withPod(step, pod -> world.nodes().exit(pod, step.number(2), ""));
      // restart-container INDEX CODE: the container in a pod of a set ends and is started again
      case "restart-container" -> withPod(step, pod -> world.nodes().restart(pod, step.number(2)));
      // delete-sets: somebody else than the driver deletes the sets of executors
      case "delete-sets" -> world.sets().deleteAll();
      // exit-node NODE CODE: the first executor on a node ends
      case "exit-node" -> exitOn(step.word(1), step.number(2));
      case "evict" -> withPod(step, pod -> world.nodes().exit(pod, 137, "Evicted"));
      case "delete" -> withPod(step, world.nodes()::delete);
      // delete-slowly INDEX SECONDS: it terminates for so long
      case "delete-slowly" -> withPod(step, pod -> world.nodes().deleteSlowly(pod, step.number(2)));
      case "vanish" -> withPod(step, world.nodes()::vanish);
      case "release" -> withExecutor(step, id -> world.spark().release(List.of(id)));
      case "decommission" -> withExecutor(step, world.spark()::decommission);
      // crash CODE SECONDS: executors that start exit before they register
      case "crash" -> world.nodes().crashing("", step.number(1), seconds(step, 2));
      // crash-node NODE CODE SECONDS
      case "crash-node" -> world.nodes().crashing(step.word(1), step.number(2), seconds(step, 3));
      // waiting REASON SECONDS: containers do not start
      case "waiting" -> world.nodes().waiting(step.word(1), seconds(step, 2));
      // slow-registration MILLISECONDS SECONDS
      case "slow-registration" -> world.nodes().slowRegistration(step.number(1), seconds(step, 2));
      // node-lost INDEX SECONDS: the state of the executor with this index is unknown
      case "node-lost" -> withPod(step, pod -> world.nodes().lose(pod, seconds(step, 2)));
      // foreign ID SECONDS: a pod of another application has the name of an executor
      case "foreign" ->
          forAWhile(
              seconds(step, 2),
              () -> occupy(TestPods.name(World.APP, step.number(1))),
              () -> world.foreign().remove(TestPods.name(World.APP, step.number(1))));
      // expect WHAT LEAST MOST: see Expectations
      case "expect" -> expectations.check(step);
      // expect-after-stop WHAT LEAST MOST: the same, counted while the application stops
      case "expect-after-stop" -> afterStop.add(step);
      // restart SECONDS: the driver dies and is started again
      case "restart" -> world.driver().crash(seconds(step, 1));
      // hang INDEX: the executor with this index ignores requests to exit
      case "hang" -> withPod(step, pod -> pod.hangs = true);
      // touch INDEX: somebody changes metadata of the pod with this index
      case "touch" -> withPod(step, world.server()::changed);
      // foreign-object NAME SECONDS: a ConfigMap of another application exists
      // foreign-object NAME SECONDS POD: one of an earlier pod with this name
      case "foreign-object" -> foreignObject(step);
      // off-loop: calls from another thread than the event loop's, which have to be rejected
      case "off-loop" -> world.driver().callOffLoop();
      // stall MILLISECONDS: the event loop gets no processor time
      case "stall" -> world.driver().stall(step.number(1));
      default -> throw new IllegalArgumentException("no verb " + step.verb());
    }
  }

  private void fault(Step step) {
    String[] which = step.word(1).split("@", 2);
    Call call = Call.of(which[0]);
    Effect effect = Effect.of(step.word(2));
    if (which.length == 1) {
      world.faults().arm(call, effect, step.number(3), LONGEST);
    } else {
      world.faults().arm(call, which[1], effect, step.number(3), LONGEST);
    }
  }

  /** The application begins to stop. */
  void stopping() {
    afterStop.forEach(expectations::startCounting);
  }

  /** The application has stopped. */
  void stopped() {
    afterStop.forEach(expectations::check);
  }

  private void exitOn(String node, int code) {
    world.server().pods.values().stream()
        .filter(pod -> pod.isRunning() && pod.node.equals(node))
        .findFirst()
        .ifPresent(pod -> world.nodes().exit(pod, code, ""));
  }

  private void occupy(String name) {
    if (!world.server().pods.containsKey(name)) {
      world.foreign().add(name);
    }
  }

  private void foreignObject(Step step) {
    ObjectMeta metadata =
        step.words().size() > 3
            ? VirtualObjects.ofEarlierPod(step.word(1), step.word(3))
            : VirtualObjects.ofDeployment(step.word(1));
    ConfigMap other = new ConfigMapBuilder().withMetadata(metadata).build();
    forAWhile(
        seconds(step, 2), () -> world.objects().create(other), () -> world.objects().delete(other));
  }

  private static long seconds(Step step, int index) {
    return step.number(index) * 1_000L;
  }

  private void forAWhile(long millis, Runnable begin, Runnable end) {
    begin.run();
    world.time().in(millis, end);
  }

  private static Optional<ApiFailure> end(int status) {
    return switch (status) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new ApiFailure(0, "", "connection reset", null));
      default -> Optional.of(new ApiFailure(status, "Expired", "the watch was ended", null));
    };
  }

  private void withPod(Step step, Consumer<PodModel> action) {
    List<PodModel> pods =
        world.server().pods.values().stream()
            .filter(pod -> !pod.gone)
            .sorted(Comparator.comparingLong(pod -> pod.id))
            .toList();
    if (!pods.isEmpty()) {
      action.accept(pods.get(step.number(1) % pods.size()));
    }
  }

  private void withExecutor(Step step, Consumer<Long> action) {
    List<Long> ids = world.spark().ids();
    if (!ids.isEmpty() && world.driver().isUp()) {
      action.accept(ids.get(step.number(1) % ids.size()));
    }
  }
}
