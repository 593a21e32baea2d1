// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the node does with pods, whichever API server it is joined to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeContract {
  static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Path MACHINE_FILE = Path.of("/etc/hostname");

  private EmbeddedCluster cluster;

  /** Describes a cluster on the API server under test. */
  abstract EmbeddedCluster.Builder builder();

  @BeforeAll
  void startCluster() {
    cluster =
        builder()
            .image("busybox", NodeImage.shell())
            .image("idle", NodeImage.idle())
            .backoff(Duration.ofMillis(100))
            .nodeLabel("disk", "ssd")
            .start();
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void deletePods() {
    Awaiting.until(
        this::arePodsDeleted, Duration.ofSeconds(10), "the pods of the test are deleted");
  }

  /** A connection on which logs were followed may end just as it is to be used again. */
  private boolean arePodsDeleted() {
    try {
      cluster.client().pods().inNamespace("default").withGracePeriod(0).delete();
      return true;
    } catch (KubernetesClientException e) {
      boolean isAnswer = e.getStatus() != null;
      if (isAnswer) {
        throw e;
      }
      return false;
    }
  }

  @Test
  void runsAPodToItsEnd() {
    String pod = create(shell("echo hello"));

    Pod done = awaitPhase(pod, "Succeeded");

    assertThat(cluster.logs(pod)).isEqualTo("hello\n");
    ContainerStateTerminated end = ended(done);
    assertThat(end.getExitCode()).isZero();
    assertThat(end.getReason()).isEqualTo("Completed");
    assertThat(end.getContainerID()).isNotEmpty();
    assertThat(condition(done, "Ready").getReason()).isEqualTo("PodCompleted");
    assertThat(condition(done, "PodScheduled").getStatus()).isEqualTo("True");
    assertThat(condition(done, "Initialized").getReason()).isEqualTo("PodCompleted");
    assertThat(condition(done, "PodReadyToStartContainers").getStatus()).isEqualTo("False");
  }

  @Test
  void reportsTheExitCodeOfAFailedContainer() {
    Pod done = awaitPhase(create(shell("exit 7")), "Failed");

    assertThat(ended(done).getExitCode()).isEqualTo(7);
    assertThat(ended(done).getReason()).isEqualTo("Error");
    assertThat(condition(done, "Ready").getReason()).isEqualTo("PodFailed");
  }

  @Test
  void reportsARunningPodAsReady() {
    String name = create(shell("sleep 1000"));

    Pod pod = awaitPhase(name, "Running");

    ContainerStatus status = onlyContainer(pod);
    assertThat(status.getState().getRunning().getStartedAt()).isNotEmpty();
    assertThat(status.getReady()).isTrue();
    assertThat(status.getStarted()).isTrue();
    assertThat(status.getRestartCount()).isZero();
    for (String type : List.of("Initialized", "Ready", "ContainersReady", "PodScheduled")) {
      assertThat(condition(pod, type).getStatus()).as(type).isEqualTo("True");
    }
    assertThat(pod.getStatus().getPodIP()).startsWith("127.");
    assertThat(pod.getStatus().getPodIPs().get(0).getIp()).isEqualTo(pod.getStatus().getPodIP());
    assertThat(pod.getStatus().getHostIP()).isEqualTo(cluster.node().address());
    assertThat(pod.getStatus().getStartTime()).isNotEmpty();
    assertThat(pod.getStatus().getQosClass()).isEqualTo("BestEffort");
    assertThat(pod.getSpec().getNodeName()).isEqualTo(cluster.node().name());
  }

  @Test
  void givesEachPodAnAddressOfItsOwn() {
    String one = create(shell("sleep 1000"));
    String other = create(shell("sleep 1000"));

    assertThat(awaitPhase(one, "Running").getStatus().getPodIP())
        .isNotEqualTo(awaitPhase(other, "Running").getStatus().getPodIP());
  }

  @Test
  void reportsContainersInCreationWhileAConfigMapIsMissing() {
    String pod =
        create(
            edit(
                shell("cat /opt/conf/words.txt"),
                s ->
                    s.addNewVolume()
                        .withName("conf")
                        .withNewConfigMap()
                        .withName("late-words")
                        .endConfigMap()
                        .endVolume()
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("conf")
                        .withMountPath("/opt/conf")
                        .endVolumeMount()
                        .endContainer()));
    awaitWaiting(pod, "ContainerCreating");

    createConfigMap("late-words", Map.of("words.txt", "better late"));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("better late");
  }

  @Test
  void translatesPathsInConfigMapsAndArguments() {
    createConfigMap("paths", Map.of("job.conf", "file=/opt/conf/data.txt", "data.txt", "found it"));
    String pod =
        create(
            edit(
                shell(". /opt/conf/job.conf; cat $file $OTHER"),
                s ->
                    s.addNewVolume()
                        .withName("conf")
                        .withNewConfigMap()
                        .withName("paths")
                        .endConfigMap()
                        .endVolume()
                        .editContainer(0)
                        .addNewEnv()
                        .withName("OTHER")
                        .withValue("/opt/conf/data.txt")
                        .endEnv()
                        .addNewVolumeMount()
                        .withName("conf")
                        .withMountPath("/opt/conf")
                        .endVolumeMount()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("found itfound it");
  }

  @Test
  void mountsSecretsWithItemsAndModes() {
    createSecret("keys", Map.of("a", "first", "b", "second"));
    String pod =
        create(
            edit(
                shell("cd /etc/keys; ls; cat only; stat -c %a only"),
                s ->
                    s.addNewVolume()
                        .withName("keys")
                        .withNewSecret()
                        .withSecretName("keys")
                        .addNewItem("b", 0400, "only")
                        .endSecret()
                        .endVolume()
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("keys")
                        .withMountPath("/etc/keys")
                        .endVolumeMount()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("only\nsecond400\n");
  }

  @Test
  void mountsOneFileBySubPath() {
    createConfigMap("files", Map.of("a.txt", "A", "b.txt", "B"));
    String pod =
        create(
            edit(
                shell("cat /etc/app.txt"),
                s ->
                    s.addNewVolume()
                        .withName("files")
                        .withNewConfigMap()
                        .withName("files")
                        .endConfigMap()
                        .endVolume()
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("files")
                        .withMountPath("/etc/app.txt")
                        .withSubPath("b.txt")
                        .endVolumeMount()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("B");
  }

  @Test
  void projectsSeveralSourcesIntoOneVolume() {
    createConfigMap("part", Map.of("c", "config"));
    createSecret("part", Map.of("s", "secret"));
    String pod =
        create(
            edit(
                shell("cd /all; for f in c s labels; do cat $f; echo; done"),
                s ->
                    s.addNewVolume()
                        .withName("all")
                        .withNewProjected()
                        .addNewSource()
                        .withNewConfigMap()
                        .withName("part")
                        .endConfigMap()
                        .endSource()
                        .addNewSource()
                        .withNewSecret()
                        .withName("part")
                        .endSecret()
                        .endSource()
                        .addNewSource()
                        .withNewDownwardAPI()
                        .addNewItem()
                        .withPath("labels")
                        .withNewFieldRef("v1", "metadata.labels")
                        .endItem()
                        .endDownwardAPI()
                        .endSource()
                        .endProjected()
                        .endVolume()
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("all")
                        .withMountPath("/all")
                        .endVolumeMount()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("config\nsecret\napp=\"test\"\n");
  }

  @Test
  void sharesAnEmptyDirBetweenContainers() {
    String pod =
        create(
            edit(
                shell("cat /in/word"),
                s ->
                    s.addNewVolume()
                        .withName("shared")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .endVolume()
                        .addToInitContainers(
                            container("writer", "echo passed on > /out/word")
                                .addNewVolumeMount()
                                .withName("shared")
                                .withMountPath("/out")
                                .endVolumeMount()
                                .build())
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("shared")
                        .withMountPath("/in")
                        .endVolumeMount()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("passed on\n");
  }

  @Test
  void keepsClaimsBeyondThePod() {
    String claim = createClaim();
    String writer = create(withClaim(shell("echo kept > /data/file"), claim));
    awaitPhase(writer, "Succeeded");
    cluster.client().pods().inNamespace("default").withName(writer).delete();
    cluster.awaitPodDeleted(writer, DEADLINE);

    String reader = create(withClaim(shell("cat /data/file"), claim));

    awaitPhase(reader, "Succeeded");
    assertThat(cluster.logs(reader)).isEqualTo("kept\n");
    assertThat(
            cluster
                .client()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName(claim)
                .get()
                .getStatus()
                .getPhase())
        .isEqualTo("Bound");
  }

  @Test
  void doesNotPlaceAPodWhoseClaimIsMissing() {
    String pod = create(withClaim(shell("true"), "nowhere"));

    assertThat(awaitUnschedulable(pod))
        .isEqualTo(
            "0/1 nodes are available: persistentvolumeclaim \"nowhere\" not found. not found");
  }

  @Test
  void fillsTheEnvironment() {
    createConfigMap("env-map", Map.of("FROM_MAP", "m", "OTHER", "o"));
    createSecret("env-secret", Map.of("key", "s"));
    String pod =
        create(
            edit(
                shell(
                    "echo $FROM_MAP $P_OTHER $SECRET $JOINED $NAME $SPACE $LABEL $NODE $CPU"
                        + " [$MISSING] $LITERAL; case $IP in 127.*) ;; *) exit 1; esac"),
                s ->
                    s.editContainer(0)
                        .addNewEnvFrom()
                        .withNewConfigMapRef("env-map", false)
                        .endEnvFrom()
                        .addNewEnvFrom()
                        .withPrefix("P_")
                        .withNewConfigMapRef("env-map", false)
                        .endEnvFrom()
                        .addNewEnv()
                        .withName("SECRET")
                        .withNewValueFrom()
                        .withNewSecretKeyRef("key", "env-secret", false)
                        .endValueFrom()
                        .endEnv()
                        .addNewEnv()
                        .withName("MISSING")
                        .withNewValueFrom()
                        .withNewConfigMapKeyRef("key", "no-such-map", true)
                        .endValueFrom()
                        .endEnv()
                        .addNewEnv()
                        .withName("JOINED")
                        .withValue("$(FROM_MAP)-$(SECRET)")
                        .endEnv()
                        .addNewEnv()
                        .withName("LITERAL")
                        .withValue("$$(FROM_MAP)")
                        .endEnv()
                        .addToEnv(
                            field("NAME", "metadata.name"),
                            field("SPACE", "metadata.namespace"),
                            field("LABEL", "metadata.labels['app']"),
                            field("NODE", "spec.nodeName"),
                            field("IP", "status.podIP"))
                        .addNewEnv()
                        .withName("CPU")
                        .withNewValueFrom()
                        .withNewResourceFieldRef()
                        .withResource("limits.cpu")
                        .withDivisor(new Quantity("1m"))
                        .endResourceFieldRef()
                        .endValueFrom()
                        .endEnv()
                        .withNewResources()
                        .addToLimits("cpu", new Quantity("1500m"))
                        .endResources()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod))
        .isEqualTo(
            "m o s m-s "
                + pod
                + " default test "
                + cluster.node().name()
                + " 1500 [] $(FROM_MAP)\n");
  }

  @Test
  void takesNothingFromTheEnvironmentOfThisProcess() {
    String pod = create(shell("env | cut -d= -f1 | sort | tr '\\n' ' '"));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod).strip().split(" "))
        .contains("KUBERNETES_SERVICE_HOST", "HOSTNAME", "PATH")
        .doesNotContain("USER", "PODSMITH_KUBE_DIR", "LOGNAME", "SHELL");
  }

  @Test
  void waitsForAMissingSecretKey() {
    createSecret("half", Map.of("other", "x"));
    String pod =
        create(
            edit(
                shell("echo $KEY"),
                s ->
                    s.editContainer(0)
                        .addNewEnv()
                        .withName("KEY")
                        .withNewValueFrom()
                        .withNewSecretKeyRef("key", "half", false)
                        .endValueFrom()
                        .endEnv()
                        .endContainer()));
    Pod waiting = awaitWaiting(pod, "CreateContainerConfigError");
    assertThat(onlyContainer(waiting).getState().getWaiting().getMessage())
        .isEqualTo("couldn't find key key in Secret default/half");

    cluster
        .client()
        .secrets()
        .inNamespace("default")
        .withName("half")
        .edit(secret -> new SecretBuilder(secret).addToStringData("key", "now").build());

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isEqualTo("now\n");
  }

  @Test
  void backsOffFromAnImageThatItDoesNotHave() {
    Pod waiting = awaitWaiting(create(image(shell("true"), "nope:1")), "ImagePullBackOff");

    assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(onlyContainer(waiting).getState().getWaiting().getMessage())
        .startsWith("Back-off pulling image \"nope:1\": ErrImagePull");
  }

  @Test
  void neverPullsWhereItMustNot() {
    Pod pod =
        edit(
            image(shell("true"), "nope:1"),
            s -> s.editContainer(0).withImagePullPolicy("Never").endContainer());

    awaitWaiting(create(pod), "ErrImageNeverPull");
  }

  @Test
  void reportsAProgramThatIsNotThere() {
    Pod pod =
        edit(shell("true"), s -> s.editContainer(0).withCommand("no-such-program").endContainer());

    Pod done = awaitPhase(create(pod), "Failed");

    assertThat(ended(done).getReason()).isEqualTo("StartError");
    assertThat(ended(done).getExitCode()).isEqualTo(128);
    assertThat(ended(done).getMessage()).contains("no-such-program");
  }

  @Test
  void restartsAFailedContainerUntilItSucceeds() {
    Pod pod =
        edit(
            shell("echo run >> $HOME/runs; [ $(wc -l < $HOME/runs) = 3 ]"),
            s -> s.withRestartPolicy("OnFailure"));

    Pod done = awaitPhase(create(pod), "Succeeded");

    assertThat(onlyContainer(done).getRestartCount()).isEqualTo(2);
    assertThat(onlyContainer(done).getLastState().getTerminated().getExitCode()).isEqualTo(1);
  }

  @Test
  void backsOffFromAContainerThatKeepsCrashing() {
    String name = create(edit(shell("exit 3"), s -> s.withRestartPolicy("Always")));

    Pod pod = awaitWaiting(name, "CrashLoopBackOff");

    assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
    assertThat(onlyContainer(pod).getLastState().getTerminated().getExitCode()).isEqualTo(3);
    assertThat(onlyContainer(pod).getState().getWaiting().getMessage())
        .contains("restarting failed container=main pod=" + name + "_default(");
  }

  @Test
  void runsInitContainersFirst() {
    String pod =
        create(
            edit(
                shell("echo main"),
                s ->
                    s.addToInitContainers(
                        container("one", "echo one").build(),
                        container("two", "echo two").build())));

    Pod done = awaitPhase(pod, "Succeeded");

    assertThat(done.getStatus().getInitContainerStatuses())
        .allSatisfy(c -> assertThat(c.getState().getTerminated().getExitCode()).isZero());
    assertThat(cluster.logs(pod)).contains("one", "two", "main");
  }

  @Test
  void failsAPodWhoseInitContainerFails() {
    String pod =
        create(edit(shell("true"), s -> s.addToInitContainers(container("bad", "exit 4").build())));

    Pod done = awaitPhase(pod, "Failed");

    assertThat(
            done.getStatus()
                .getInitContainerStatuses()
                .get(0)
                .getState()
                .getTerminated()
                .getExitCode())
        .isEqualTo(4);
    assertThat(condition(done, "Initialized").getMessage())
        .isEqualTo("containers with incomplete status: [bad]");
    assertThat(onlyContainer(done).getState().getWaiting().getReason())
        .isEqualTo("PodInitializing");
  }

  @Test
  void stopsSidecarsWhenTheMainContainerHasEnded() {
    String pod =
        create(
            edit(
                shell("echo main"),
                s ->
                    s.addToInitContainers(
                        container("side", "trap 'exit 0' TERM; while :; do sleep 0.1; done")
                            .withRestartPolicy("Always")
                            .build())));

    Pod done = awaitPhase(pod, "Succeeded");

    assertThat(done.getStatus().getInitContainerStatuses().get(0).getState().getTerminated())
        .isNotNull();
  }

  @Test
  void runsContainersWithoutProcessForIdleImages() {
    String pod = create(image(shell("no program looks at this"), "idle:1"));
    awaitPhase(pod, "Running");

    cluster.client().pods().inNamespace("default").withName(pod).delete();

    cluster.awaitPodDeleted(pod, DEADLINE);
  }

  @Test
  void tellsContainersToStopAndRemovesThePod() {
    String pod =
        create(
            shell("trap 'echo told to stop; exit 0' TERM; echo up; while :; do sleep 0.1; done"));
    awaitLog(pod, "up");

    cluster.client().pods().inNamespace("default").withName(pod).delete();

    cluster.awaitPodDeleted(pod, DEADLINE);
    assertThat(cluster.logs(pod)).isEqualTo("up\ntold to stop\n");
  }

  @Test
  void killsContainersThatDoNotStopInTime() {
    String pod =
        create(
            edit(
                shell("trap '' TERM; echo up; while :; do sleep 0.1; done"),
                s -> s.withTerminationGracePeriodSeconds(1L)));
    awaitLog(pod, "up");

    cluster.client().pods().inNamespace("default").withName(pod).delete();

    cluster.awaitPodDeleted(pod, DEADLINE);
  }

  @Test
  void runsTheHookBeforeItStopsAContainer() {
    String pod =
        create(
            edit(
                shell("trap 'cat $HOME/hook; exit 0' TERM; echo up; while :; do sleep 0.1; done"),
                s ->
                    s.editContainer(0)
                        .withNewLifecycle()
                        .withNewPreStop()
                        .withNewExec()
                        .withCommand("/bin/sh", "-c", "echo hooked > $HOME/hook")
                        .endExec()
                        .endPreStop()
                        .endLifecycle()
                        .endContainer()));
    awaitLog(pod, "up");

    cluster.client().pods().inNamespace("default").withName(pod).delete();

    cluster.awaitPodDeleted(pod, DEADLINE);
    assertThat(cluster.logs(pod)).isEqualTo("up\nhooked\n");
  }

  @Test
  void leavesNoChildOfAContainerBehind() {
    String pod = create(shell("sleep 1000 & echo $!"));

    awaitPhase(pod, "Succeeded");

    long child = Long.parseLong(cluster.logs(pod).strip());
    Awaiting.until(
        () -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty(),
        DEADLINE,
        "a container's first process takes all others with it");
  }

  @Test
  void reportsAKilledContainer() {
    String pod = create(shell("sleep 1000"));
    awaitPhase(pod, "Running");

    cluster.node().kill("default", pod, "main");

    Pod done = awaitPhase(pod, "Failed");
    assertThat(ended(done).getExitCode()).isEqualTo(137);
    assertThat(ended(done).getReason()).isEqualTo("Error");
  }

  @Test
  void reportsAContainerThatIsOutOfMemory() {
    String pod = create(shell("sleep 1000"));
    awaitPhase(pod, "Running");

    cluster.node().killOutOfMemory("default", pod, "main");

    Pod done = awaitPhase(pod, "Failed");
    assertThat(ended(done).getExitCode()).isEqualTo(137);
    assertThat(ended(done).getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void evictsAPod() {
    String pod = create(shell("sleep 1000"));
    awaitPhase(pod, "Running");

    cluster.node().evict("default", pod, "The node was low on resource: memory.");

    Pod done = awaitPhase(pod, "Failed");
    assertThat(done.getStatus().getReason()).isEqualTo("Evicted");
    assertThat(done.getStatus().getMessage()).isEqualTo("The node was low on resource: memory.");
    assertThat(condition(done, "DisruptionTarget").getReason()).isEqualTo("TerminationByKubelet");
    assertThat(ended(done).getExitCode()).as("128 + SIGTERM").isEqualTo(143);
  }

  @Test
  void endsAPodAtItsDeadline() {
    String pod = create(edit(shell("sleep 1000"), s -> s.withActiveDeadlineSeconds(1L)));

    Pod done = awaitPhase(pod, "Failed");

    assertThat(done.getStatus().getReason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void saysWhyItPlacesNoPod() {
    cluster.node().cordon();
    try {
      String pod = create(shell("echo placed"));

      assertThat(awaitUnschedulable(pod))
          .startsWith("0/1 nodes are available: 1 node(s) were unschedulable.");
      assertThat(cluster.client().pods().withName(pod).get().getStatus().getPhase())
          .isEqualTo("Pending");
      cluster.node().uncordon();
      awaitPhase(pod, "Succeeded");
    } finally {
      cluster.node().uncordon();
    }
  }

  @Test
  void obeysNodeSelectors() {
    String here = create(edit(shell("true"), s -> s.addToNodeSelector("disk", "ssd")));
    String nowhere = create(edit(shell("true"), s -> s.addToNodeSelector("disk", "tape")));

    awaitPhase(here, "Succeeded");
    assertThat(awaitUnschedulable(nowhere))
        .startsWith(
            "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
  }

  @Test
  void saysWhatAPodLookedLikeWhenWaitingWasInVain() {
    String pod = create(shell("echo printed; exit 9"));
    awaitPhase(pod, "Failed");

    assertThatThrownBy(
            () ->
                cluster.awaitPod(
                    pod, p -> "Succeeded".equals(p.getStatus().getPhase()), Duration.ofMillis(10)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exitCode: 9")
        .hasMessageContaining("printed");
  }

  @Test
  void mountsFilesOfThisMachine() {
    String pod =
        create(
            edit(
                shell("cat /machine/" + MACHINE_FILE.getFileName()),
                s ->
                    s.addNewVolume()
                        .withName("machine")
                        .withNewHostPath(MACHINE_FILE.getParent().toString(), "Directory")
                        .endVolume()
                        .editContainer(0)
                        .addNewVolumeMount()
                        .withName("machine")
                        .withMountPath("/machine")
                        .endVolumeMount()
                        .endContainer()));

    awaitPhase(pod, "Succeeded");
    assertThat(cluster.logs(pod)).isNotEmpty();
  }

  EmbeddedCluster cluster() {
    return cluster;
  }

  String create(Pod pod) {
    return cluster
        .client()
        .pods()
        .inNamespace("default")
        .resource(pod)
        .create()
        .getMetadata()
        .getName();
  }

  /** A pod with one container that runs a script and is not restarted. */
  static Pod shell(String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pod-" + NUMBER.incrementAndGet())
        .addToLabels("app", "test")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withContainers(container("main", script).build())
        .endSpec()
        .build();
  }

  private static ContainerBuilder container(String name, String script) {
    return new ContainerBuilder()
        .withName(name)
        .withImage("busybox:1")
        .withCommand("/bin/sh", "-c", script);
  }

  private static Pod edit(Pod pod, UnaryOperator<PodSpecBuilder> edit) {
    PodSpec spec = edit.apply(new PodSpecBuilder(pod.getSpec())).build();
    return new PodBuilder(pod).withSpec(spec).build();
  }

  private static Pod image(Pod pod, String image) {
    return edit(pod, s -> s.editContainer(0).withImage(image).endContainer());
  }

  private static Pod withClaim(Pod pod, String claim) {
    return edit(
        pod,
        s ->
            s.addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim(claim, false)
                .endVolume()
                .editContainer(0)
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer());
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  private void createConfigMap(String name, Map<String, String> data) {
    cluster
        .client()
        .configMaps()
        .inNamespace("default")
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  private void createSecret(String name, Map<String, String> data) {
    cluster
        .client()
        .secrets()
        .inNamespace("default")
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build())
        .create();
  }

  private String createClaim() {
    String name = "claim-" + NUMBER.incrementAndGet();
    cluster
        .client()
        .persistentVolumeClaims()
        .inNamespace("default")
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    return name;
  }

  Pod awaitPhase(String pod, String phase) {
    return cluster.awaitPod(pod, p -> phase.equals(p.getStatus().getPhase()), DEADLINE);
  }

  private void awaitLog(String pod, String text) {
    Awaiting.until(
        () -> cluster.logs(pod).contains(text), DEADLINE, "pod " + pod + " prints " + text);
  }

  private String awaitUnschedulable(String pod) {
    Pod unplaced =
        cluster.awaitPod(
            pod,
            p ->
                p.getStatus().getConditions().stream()
                    .anyMatch(c -> "Unschedulable".equals(c.getReason())),
            DEADLINE);
    assertThat(condition(unplaced, "PodScheduled").getStatus()).isEqualTo("False");
    return condition(unplaced, "PodScheduled").getMessage();
  }

  private Pod awaitWaiting(String pod, String reason) {
    return cluster.awaitPod(
        pod,
        p ->
            p.getStatus().getContainerStatuses().stream()
                .anyMatch(
                    c ->
                        c.getState().getWaiting() != null
                            && reason.equals(c.getState().getWaiting().getReason())),
        DEADLINE);
  }

  private static ContainerStateTerminated ended(Pod pod) {
    return onlyContainer(pod).getState().getTerminated();
  }

  static ContainerStatus onlyContainer(Pod pod) {
    assertThat(pod.getStatus().getContainerStatuses()).hasSize(1);
    return pod.getStatus().getContainerStatuses().get(0);
  }

  static PodCondition condition(Pod pod, String type) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no condition " + type + " in " + pod.getStatus()));
  }
}
