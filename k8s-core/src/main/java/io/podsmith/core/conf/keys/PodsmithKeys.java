// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The settings {@code spark.podsmith.*}, which Podsmith adds to Spark's. */
public final class PodsmithKeys {
  /** Jars with feature steps. Each is a plugin with its own class loader. */
  public static final ConfigEntry<List<String>> STEP_JARS =
      ConfigEntry.key("spark.podsmith.steps.jars")
          .doc(
              "Jars with feature steps. Each jar is a plugin with a class loader of its"
                  + " own, isolated from Spark's classpath. Local jars (file: or a plain path)"
                  + " are uploaded to spark.kubernetes.file.upload.path if it is set, and"
                  + " otherwise shipped to the driver in ConfigMaps, at most 16 MiB in total. A"
                  + " local: jar must exist both in the image and on the submitting machine,"
                  + " where the driver pod is built. The driver downloads all other jars itself,"
                  + " such as those with https: and Hadoop file system URIs.")
          .since("0.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  /** A directory with one subdirectory per plugin. */
  public static final ConfigEntry<Optional<String>> STEP_DIR =
      ConfigEntry.key("spark.podsmith.steps.dir")
          .doc(
              "Directory with plugins. Each plugin is a subdirectory with its jars:"
                  + " `<dir>/<plugin-id>/*.jar`.")
          .since("0.1.0")
          .stringType()
          .optional();

  /** The digests of the jars that may be loaded. */
  public static final ConfigEntry<Optional<List<String>>> STEPS_ALLOWED_DIGESTS =
      ConfigEntry.key("spark.podsmith.steps.allowedDigests")
          .doc(
              "SHA-256 digests of the jars that spark.podsmith.steps.jars and"
                  + " spark.podsmith.steps.dir may load, each as `sha256:<64 hexadecimal digits>`. A"
                  + " jar with another digest is an error before any of its classes is loaded, at"
                  + " submission and in the driver. If it is not set, all jars are allowed.")
          .since("0.1.0")
          .stringType()
          .check(
              digest -> digest.matches("sha256:[0-9a-fA-F]{64}"),
              "sha256: and 64 hexadecimal digits, as sha256sum prints them")
          .toList()
          .optional();

  /** The public keys of those who may sign jars. */
  public static final ConfigEntry<Optional<String>> STEPS_PUBLIC_KEY =
      ConfigEntry.key("spark.podsmith.steps.signatures.publicKey")
          .doc(
              "Public keys of those who may sign the jars that spark.podsmith.steps.jars and"
                  + " spark.podsmith.steps.dir load: text in PEM, or a file with such text, with one"
                  + " or more keys of Ed25519, RSA or EC. Each jar then needs a detached signature"
                  + " beside it, `x.jar.sig` for `x.jar`. A jar without a signature, or that was"
                  + " changed after it was signed, is an error before any of its classes is loaded,"
                  + " at submission and in the driver. If it is not set, signatures are not"
                  + " verified.")
          .since("0.1.0")
          .stringType()
          .optional();

  /** A rule of {@link #STEPS_POLICY}: no volumes that are directories of the node. */
  public static final String NO_HOST_PATH = "no-host-path";

  /** A rule of {@link #STEPS_POLICY}: no privileged containers and no added capabilities. */
  public static final String NO_PRIVILEGED = "no-privileged";

  /** A rule of {@link #STEPS_POLICY}: not the network, PID or IPC namespace of the node. */
  public static final String NO_HOST_NAMESPACES = "no-host-namespaces";

  /** A rule of {@link #STEPS_POLICY}: the service account stays what the settings say. */
  public static final String KEEP_SERVICE_ACCOUNT = "keep-service-account";

  /** What third-party steps may not do to pods. */
  public static final ConfigEntry<List<String>> STEPS_POLICY =
      ConfigEntry.key("spark.podsmith.steps.policy")
          .doc(
              "What third-party steps may not do to pods: `no-host-path` (volumes),"
                  + " `no-privileged` (containers, including added capabilities other than"
                  + " NET_BIND_SERVICE), `no-host-namespaces` (network, PID and IPC), and"
                  + " `keep-service-account`. The finished pod is checked, and the error names the"
                  + " step. Pod templates, settings and built-in steps are not limited.")
          .since("0.1.0")
          .stringType()
          .checkValues(
              List.of(NO_HOST_PATH, NO_PRIVILEGED, NO_HOST_NAMESPACES, KEEP_SERVICE_ACCOUNT))
          .toList()
          .withDefault(List.of());

  /** The kinds of objects that third-party steps may create. */
  public static final ConfigEntry<Optional<List<String>>> STEPS_ALLOWED_KINDS =
      ConfigEntry.key("spark.podsmith.steps.allowedKinds")
          .doc(
              "Kinds of the objects that third-party steps may create, for example"
                  + " `ConfigMap,Service`. If it is not set, all kinds are allowed.")
          .since("0.1.0")
          .stringType()
          .toList()
          .optional();

  /** Ids of disabled steps. */
  public static final ConfigEntry<List<String>> STEPS_DISABLED =
      ConfigEntry.key("spark.podsmith.steps.disabled")
          .doc("Ids of feature steps that do not run, neither for drivers nor for executors.")
          .since("0.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  /** How long a call into a step may take. */
  public static final ConfigEntry<Long> STEPS_TIMEOUT =
      ConfigEntry.key("spark.podsmith.steps.timeout")
          .doc(
              "How long each call into a feature step of a jar may take, for drivers and for"
                  + " executors. The submission or the application fails if a call takes longer."
                  + " Files that the step uploads count. 0 disables the limit; built-in steps"
                  + " have none.")
          .since("0.1.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefaultString("30s");

  /** Whether one executor pod is built, but not created, at submission. */
  public static final ConfigEntry<Boolean> TRY_EXECUTOR_STEPS =
      ConfigEntry.key("spark.podsmith.submission.tryExecutorSteps")
          .doc(
              "Whether to build one executor pod at submission in cluster mode, without"
                  + " creating it. A failing step, or a pod template that conflicts with other"
                  + " settings, then fails the submission before the driver starts. Set it to"
                  + " false if an executor step works only inside the driver pod.")
          .since("0.1.0")
          .booleanType()
          .withDefault(true);

  /** Whether a submitter that dies leaves nothing behind. */
  public static final ConfigEntry<Boolean> ATOMIC_SUBMISSION =
      ConfigEntry.key("spark.podsmith.submission.atomic")
          .doc(
              "Whether a submission in cluster mode creates all objects of the driver or none, even"
                  + " if the submitter is killed. Until all exist, a Job without pods owns them and"
                  + " a scheduling gate keeps the driver pod from starting; Kubernetes deletes the Job"
                  + " with all it owns if the submitter does not finish in time. It takes three more"
                  + " requests, permission to create and delete Jobs and to patch pods, and"
                  + " Kubernetes 1.27 or later.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** How long an atomic submission may take. */
  public static final ConfigEntry<Long> ATOMIC_SUBMISSION_TIMEOUT =
      ConfigEntry.key("spark.podsmith.submission.atomic.timeout")
          .doc(
              "How long an atomic submission may take to create its objects, and how long they stay"
                  + " if the submitter is killed. A submission that has used three quarters of the"
                  + " time fails and deletes its objects. At least 5 s, at most 1 h.")
          .since("0.1.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 5 && v <= 3600, "at least 5 s and at most 1 h")
          .withDefaultString("40s");

  /** The rate limit of executor requests. */
  public static final ConfigEntry<Optional<Double>> ALLOCATION_MAX_PER_SECOND =
      ConfigEntry.key("spark.podsmith.allocation.maxExecutorsPerSecond")
          .doc(
              "Maximum number of executors to request per second, across all resource"
                  + " profiles. Requests are spread evenly: 0.5 means one executor every two"
                  + " seconds. If it is not set, only the API server limits the rate.")
          .since("0.1.0")
          .doubleType()
          .check(v -> v > 0, "more than zero")
          .optional();

  /** How long to wait for the first executor of a profile to start. */
  public static final ConfigEntry<Long> EXECUTOR_START_TIMEOUT =
      ConfigEntry.key("spark.podsmith.executor.startTimeout")
          .doc(
              "How long image pulls or container creation may fail before the application"
                  + " ends, if no executor of the resource profile ever started. Also how long"
                  + " an exhausted quota may reject executors, if none was ever accepted. Other"
                  + " rejections end the application after 3 min, or after this timeout if it is"
                  + " shorter. 0 waits indefinitely.")
          .since("0.1.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(TimeUnit.MINUTES.toMillis(10));

  /** How long the driver may lack access to the API server. */
  public static final ConfigEntry<Long> EXECUTOR_ACCESS_TIMEOUT =
      ConfigEntry.key("spark.podsmith.executor.accessTimeout")
          .doc(
              "How long the API server may reject the credentials of the driver until the"
                  + " application ends, for example because its token has expired. Also how long the"
                  + " driver may lack the permission to create executors, or to list them at the"
                  + " start, if no executor is registered. 0 retries indefinitely.")
          .since("0.1.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(TimeUnit.MINUTES.toMillis(10));

  /** The number of failures after which a node is excluded. */
  public static final ConfigEntry<Optional<Integer>> MAX_FAILURES_PER_NODE =
      ConfigEntry.key("spark.podsmith.executor.maxFailuresPerNode")
          .doc(
              "Maximum number of executor failures per node within"
                  + " spark.excludeOnFailure.timeout (1 h by default). A node that exceeds it"
                  + " gets no new executors, by node affinity. Executors that the cluster ended"
                  + " do not count. If it is not set, no node is excluded.")
          .since("0.1.0")
          .intType()
          .check(v -> v >= 0, "zero or more")
          .optional();

  /**
   * Prefix of a plugin's id: the jars of the plugin as they were shipped. Set by the submission for
   * its driver, not by users.
   */
  public static final String STEPS_CARRIED_PREFIX = "spark.podsmith.steps.carried.";

  /** Whether settings that look like secrets are passed to the driver in a Secret. */
  public static final ConfigEntry<Boolean> PROTECT_DRIVER_SETTINGS =
      ConfigEntry.key("spark.podsmith.driver.protectSensitiveSettings")
          .doc(
              "Whether to pass settings that look like secrets (spark.redaction.regex) to"
                  + " the driver in a Secret instead of its ConfigMap and pod. This includes"
                  + " environment variables in spark.kubernetes.driverEnv. If there are such"
                  + " settings, the submitter needs permission to create and patch secrets. If"
                  + " false, all settings are in the ConfigMap, as with Spark's own jar.")
          .since("0.1.0")
          .booleanType()
          .withDefault(true);

  /** Whether executors read environment variables that look like secrets from a Secret. */
  public static final ConfigEntry<Boolean> PROTECT_EXECUTOR_ENVIRONMENT =
      ConfigEntry.key("spark.podsmith.executor.protectSensitiveEnvironment")
          .doc(
              "Whether executors read the authentication secret, and environment variables"
                  + " (spark.executorEnv) and JVM options that look like secrets"
                  + " (spark.redaction.regex), from a Secret that the driver creates once. The"
                  + " driver needs permission to create secrets. If false, the values are in the"
                  + " executor pods, as with Spark's own jar.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether only pods of the same application can connect to executors. */
  public static final ConfigEntry<Boolean> NETWORK_POLICY =
      ConfigEntry.key("spark.podsmith.networkPolicy.enabled")
          .doc(
              "Whether to create a NetworkPolicy that allows only pods of the same"
                  + " application to connect to executors, as Spark 4.2 does. The submitter"
                  + " needs permission to create and patch networkpolicies. Do not enable it in"
                  + " client mode with a driver outside the cluster.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether CPU and memory of executors can be resized in place. */
  public static final ConfigEntry<Boolean> EXECUTOR_RESIZE_POLICY =
      ConfigEntry.key("spark.podsmith.executor.resizePolicy.enabled")
          .doc(
              "Whether to allow in-place resizing of executor CPU and memory (resizePolicy:"
                  + " NotRequired), as Spark 4.2 does. Always enabled if spark.plugins names"
                  + " ExecutorResizePlugin.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether a submission only shows what it would create. */
  public static final ConfigEntry<Optional<String>> DRY_RUN =
      ConfigEntry.key("spark.podsmith.submit.dryRun")
          .doc(
              "If set, a submission in cluster mode prints to standard output, as YAML for `kubectl"
                  + " apply -f -`, the objects that it would create, and creates nothing. `client`"
                  + " needs no cluster. `server` also sends the objects with dryRun=All, so that"
                  + " defaults, admission, quotas and webhooks are applied, and shows as comments"
                  + " what the API server would change. Local files are not uploaded, and secret"
                  + " values are not printed.")
          .since("0.1.0")
          .stringType()
          .checkValues(List.of("client", "server"))
          .optional();

  /** Where to write who wrote which field of the pods. */
  public static final ConfigEntry<Optional<String>> EXPLAIN =
      ConfigEntry.key("spark.podsmith.explain")
          .doc(
              "If `true`, a submission in cluster mode writes to standard error, before it creates"
                  + " anything, which step wrote each field of the driver pod and of an executor"
                  + " pod, and because of which settings. Any other value than `false` is the path"
                  + " of a file to write it to: as a plan in JSON or YAML if the name ends with"
                  + " .json, .yaml or .yml, otherwise as text. An existing file is overwritten."
                  + " Secret values are not written. The driver pod and executor pods get the"
                  + " annotation `podsmith.io/plan` with the digest of the plan.")
          .since("0.1.0")
          .stringType()
          .optional();

  /** Whether the managed fields of the driver pod name the steps. */
  public static final ConfigEntry<Boolean> MANAGED_FIELDS =
      ConfigEntry.key("spark.podsmith.explain.managedFields")
          .doc(
              "Whether the managedFields of the driver pod show which step wrote which field, with"
                  + " one entry per step (manager `podsmith:<step id>`). It takes one more request"
                  + " per submission, and the submitter needs permission to patch pods; without"
                  + " it, a warning is logged. See `kubectl get pod --show-managed-fields`.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether pods are restricted as Pod Security Standards define it. */
  public static final ConfigEntry<Boolean> RESTRICTED =
      ConfigEntry.key("spark.podsmith.restricted")
          .doc(
              "Whether driver and executor pods comply with the Pod Security Standard *restricted*:"
                  + " no root user, no privilege escalation, no capabilities, the seccomp profile of"
                  + " the container runtime. In addition, the root file system of Spark's container is"
                  + " read-only, with volumes for /tmp and the working directory, executors have no"
                  + " token of their service account, and services do not become environment"
                  + " variables. A pod template or a step that contradicts this is an error.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** The value of {@link #RESTRICTED_USER} that leaves the user to the image. */
  public static final String USER_OF_IMAGE = "image";

  /** The user of restricted pods. */
  public static final ConfigEntry<String> RESTRICTED_USER =
      ConfigEntry.key("spark.podsmith.restricted.runAsUser")
          .doc(
              "Numeric id of the user of restricted pods, unless a pod template or a step sets"
                  + " another one. 185 is the user of Spark's images. With `image`, the image decides:"
                  + " it must name its user by number. Use `image` on OpenShift, which assigns a user"
                  + " to each namespace.")
          .since("0.1.0")
          .stringType()
          .check(
              user -> user.equals(USER_OF_IMAGE) || user.matches("[1-9]\\d{0,8}"),
              "a numeric user id other than 0, or image")
          .withDefault("185");

  /** Whether restricted pods run in a user namespace. */
  public static final ConfigEntry<Boolean> RESTRICTED_USER_NAMESPACES =
      ConfigEntry.key("spark.podsmith.restricted.userNamespaces")
          .doc(
              "Whether restricted pods also run in a user namespace of their own (hostUsers: false),"
                  + " so that their users have no rights on the node. Nodes need a kernel and a"
                  + " container runtime that support it.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  /** Whether the writable directories of restricted pods are in memory. */
  public static final ConfigEntry<Boolean> RESTRICTED_TMPFS =
      ConfigEntry.key("spark.podsmith.restricted.tmpfs")
          .doc(
              "Whether the volumes for /tmp and the working directory of restricted pods are in"
                  + " memory (tmpfs). Their content counts against the memory limit of the pod. See"
                  + " spark.kubernetes.local.dirs.tmpfs for Spark's scratch directories.")
          .since("0.1.0")
          .booleanType()
          .withDefault(false);

  private PodsmithKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(PodsmithKeys.class);
  }
}
