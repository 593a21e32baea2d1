// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.client.ClusterErrors;
import io.podsmith.core.client.ClusterErrors.Target;
import io.podsmith.core.client.ExistingObject;
import io.podsmith.core.client.MonotonicTime;
import io.podsmith.core.client.ObjectScope;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates one driver with all that belongs to it, or nothing. For one submission by one thread.
 *
 * <p>The order and the requests are upstream's: pre-resources by server-side apply, the pod by
 * create, the pre-resources again with the pod as their owner, then the other resources, which the
 * pod owns from the start. That the pod comes before its ConfigMap lets the kubelet report
 * FailedMount once or twice, which it recovers from by itself; but owned objects need the pod's
 * uid, and an object created without an owner would stay forever if this process died right then,
 * whereas a pod without its ConfigMap waits visibly and is deleted with one command.
 *
 * <p>An atomic submission has a {@link Lease} in addition: its Job is created first and owns the
 * pre-resources and the pod, until the last request makes the pod independent of it.
 */
public final class DriverCreation {
  private static final Logger LOG = LoggerFactory.getLogger(DriverCreation.class);

  // a request that was given up here may still be carried out there
  private static final Duration LATE_CREATION = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String namespace;
  private final KubernetesClient client;
  private final CreationProbe probe = new CreationProbe();
  private final CleanUp cleanUp;
  private final MonotonicTime time;

  private Optional<Target> target = Optional.empty();
  private Optional<HasMetadata> current = Optional.empty();
  private Optional<Lease> lease = Optional.empty();
  private SpecOrigins origins = SpecOrigins.unknown();

  /**
   * @param client for all requests; stays open
   * @param namespace that of the driver
   */
  public DriverCreation(KubernetesClient client, String namespace) {
    this(client, namespace, MonotonicTime.SYSTEM);
  }

  DriverCreation(KubernetesClient client, String namespace, MonotonicTime time) {
    this.namespace = namespace;
    this.time = time;
    this.client = probe.watching(client);
    this.cleanUp = new CleanUp(client);
  }

  /**
   * Creates everything.
   *
   * @return the driver's pod as the server has it
   * @throws io.podsmith.api.error.ClusterException where the server refused something; what was
   *     created before is deleted again and the message says so
   * @throws InterruptedException likewise, where the thread was interrupted or the JVM is ending
   */
  public Pod create(DriverSpec spec) throws InterruptedException {
    origins = spec.origins();
    try (ShutdownGuard guard = new ShutdownGuard()) {
      return createOrTakeBack(spec);
    }
  }

  private Pod createOrTakeBack(DriverSpec spec) throws InterruptedException {
    // those that existed before must not be deleted with a submission that fails
    List<HasMetadata> metBefore = new ArrayList<>();
    Pod pod;
    try {
      requireKnownKinds(spec);
      GuardedCreation guarded = new GuardedCreation(client, namespace, spec.pod(), time);
      spec.objects().stream()
          .filter(object -> origins.mustBeNew(object, namespace))
          .forEach(object -> guarded.requireFree(object, origins.authorOf(object)));
      Optional<Job> job = SubmissionLease.of(spec);
      if (job.isPresent()) {
        current = Optional.of(job.get());
        lease = Optional.of(begin(job.get()));
      }
      List<HasMetadata> toBeOwned = new ArrayList<>();
      for (HasMetadata resource : spec.preResources()) {
        if (job.isPresent() && resource == job.get()) {
          continue;
        }
        current = Optional.of(resource);
        HasMetadata created =
            lease.isPresent() && isBesidePod(resource)
                ? createOwned(resource, lease.get().hold(resource), guarded)
                : create(resource, resource, guarded, Optional.empty());
        // by its answer, since only the server knows the scope of a custom resource
        if (canBeOwned(resource, created.getMetadata().getNamespace())) {
          boolean isOurs = lease.isEmpty() || lease.get().holds(created);
          (isOurs ? toBeOwned : metBefore).add(resource);
        }
      }
      current = Optional.empty();
      pod = createNew(lease.isPresent() ? lease.get().hold(spec.pod()) : spec.pod());
      if (lease.isPresent()) {
        lease.get().requireGate(pod);
      }
      for (HasMetadata resource : toBeOwned) {
        current = Optional.of(resource);
        apply(ownedBy(pod, resource));
      }
      for (HasMetadata resource : spec.resources()) {
        current = Optional.of(resource);
        boolean canBeOwned = canBeOwned(resource, namespaceOf(resource).orElse(null));
        HasMetadata whole = canBeOwned ? ownedBy(pod, resource) : resource;
        if (lease.isEmpty() || !canBeOwned) {
          create(resource, whole, guarded, Optional.of(pod.getMetadata().getUid()));
        } else if (!isSameOwner(createOwned(resource, whole, guarded), whole)) {
          metBefore.add(resource);
        }
      }
      if (lease.isPresent()) {
        pod = lease.get().commit(pod, spec.pod());
      }
    } catch (RuntimeException | Error | InterruptedException e) {
      throw takeBack(e, spec);
    }
    if (lease.isPresent()) {
      complete(pod, metBefore, lease.get());
    }
    return pod;
  }

  private Lease begin(Job job) {
    long began = System.nanoTime();
    return new Lease(client, namespace, job, createNew(job), began);
  }

  /** The driver runs by now, so that nothing here is a reason to fail. */
  private void complete(Pod pod, List<HasMetadata> metBefore, Lease ended) {
    for (HasMetadata resource : metBefore) {
      try {
        apply(ownedBy(pod, resource));
      } catch (KubernetesClientException e) {
        LOG.warn(
            "{} outlives the driver, because the API server rejected the driver pod as its owner"
                + " ({}); delete it when it is no longer needed",
            Target.of(resource, namespaceOf(resource)),
            ClusterErrors.of(
                    e,
                    client.getConfiguration(),
                    "patch",
                    Target.of(resource, namespaceOf(resource)))
                .getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ended.end();
  }

  /** The client asks the server for each kind that it does not know, before anything is created. */
  private void requireKnownKinds(DriverSpec spec) {
    spec.objects()
        .forEach(
            object -> {
              current = Optional.of(object);
              now(object);
              var unused = ObjectScope.locate(client, object, namespace);
            });
    current = Optional.empty();
    target = Optional.empty();
  }

  /** Creates the pod, or the Job of the lease. */
  private <T extends HasMetadata> T createNew(T object) {
    Target about = now(object);
    probe.begin();
    try {
      T created = client.resource(object).inNamespace(namespace).create();
      cleanUp.created(created, about);
      LOG.debug("Created {}", about);
      return created;
    } catch (KubernetesClientException e) {
      boolean isInterrupted = Thread.interrupted();
      try {
        Optional<T> ours = findAfter(e, object, about);
        ours.ifPresent(found -> cleanUp.created(found, about));
        if (ours.isEmpty() || isInterrupted) {
          throw e;
        }
        return ours.get();
      } finally {
        if (isInterrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /**
   * Finds the object that a request created although it failed: its answer was lost, or the request
   * was sent again after a lost answer and met the object that it had created itself.
   */
  private <T extends HasMetadata> Optional<T> findAfter(
      KubernetesClientException failure, T wanted, Target about) {
    boolean isConflict = failure.getCode() == HttpURLConnection.HTTP_CONFLICT;
    if (!isConflict && !probe.isAmbiguous(failure)) {
      return Optional.empty();
    }
    Optional<String> application = ExistingObject.applicationOf(wanted);
    long began = time.nanos();
    try {
      while (true) {
        T found = client.resource(wanted).inNamespace(namespace).get();
        if (found != null) {
          return Optional.of(found)
              .filter(it -> application.isPresent())
              .filter(it -> ExistingObject.applicationOf(it).equals(application));
        }
        if (isConflict || time.nanos() - began >= LATE_CREATION.toNanos()) {
          return Optional.empty();
        }
        time.sleep(PAUSE);
      }
    } catch (KubernetesClientException e) {
      cleanUp.unclear(about);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cleanUp.unclear(about);
      return Optional.empty();
    }
  }

  /**
   * Creates an object.
   *
   * @param resource as the step returned it
   * @param whole the same with its owner
   * @param owner the uid of the owner, where there is one yet
   */
  private HasMetadata create(
      HasMetadata resource, HasMetadata whole, GuardedCreation guarded, Optional<String> owner)
      throws InterruptedException {
    if (!origins.mustBeNew(resource, namespace)) {
      return apply(whole);
    }
    Target about = now(whole);
    try {
      HasMetadata created = guarded.create(whole, owner, origins.authorOf(resource));
      cleanUp.created(created, about);
      LOG.debug("Created {}", about);
      return created;
    } catch (KubernetesClientException e) {
      if (ClusterErrors.isAmbiguous(e)) {
        cleanUp.unclear(about);
      }
      throw e;
    }
  }

  /**
   * Creates an object of an atomic submission. One that may exist, and does, is applied without its
   * owner, with which it would be deleted if the submission failed.
   *
   * @param resource as the step returned it
   * @param whole the same with its owner: the Job of the lease, or the pod
   */
  private HasMetadata createOwned(HasMetadata resource, HasMetadata whole, GuardedCreation guarded)
      throws InterruptedException {
    if (origins.mustBeNew(resource, namespace)) {
      String owner = whole.getMetadata().getOwnerReferences().get(0).getUid();
      return create(resource, whole, guarded, Optional.of(owner));
    }
    Target about = now(resource);
    probe.begin();
    try {
      HasMetadata created = ObjectScope.locate(client, whole, namespace).create();
      cleanUp.created(created, about);
      LOG.debug("Created {}", about);
      return created;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        HasMetadata found = apply(resource);
        if (isSameOwner(found, whole)) {
          // created here, by a request whose answer was lost
          cleanUp.created(found, about);
        }
        return found;
      }
      if (probe.isAmbiguous(e)) {
        cleanUp.unclear(about);
      }
      throw e;
    }
  }

  private HasMetadata apply(HasMetadata resource) throws InterruptedException {
    Target about = now(resource);
    CreationProbe.Applied<HasMetadata> applied;
    try {
      applied =
          probe.apply(
              () ->
                  ObjectScope.locate(client, resource, namespace)
                      .forceConflicts()
                      .serverSideApply());
    } catch (KubernetesClientException e) {
      if (probe.isAmbiguous(e)) {
        cleanUp.unclear(about);
      }
      throw e;
    }
    Target actual =
        Target.of(resource, Optional.ofNullable(applied.object().getMetadata().getNamespace()));
    if (applied.isNew()) {
      cleanUp.created(applied.object(), actual);
      LOG.debug("Created {}", actual);
    } else {
      cleanUp.metBefore(actual);
    }
    return applied.object();
  }

  private Target now(HasMetadata object) {
    Target about = Target.of(object, namespaceOf(object));
    target = Optional.of(about);
    return about;
  }

  private Optional<String> namespaceOf(HasMetadata object) {
    return ObjectScope.isNamespaced(object)
        ? Optional.of(Objects.requireNonNullElse(object.getMetadata().getNamespace(), namespace))
        : Optional.empty();
  }

  /** Only what is in the pod's namespace: elsewhere the garbage collector deletes it at once. */
  private boolean canBeOwned(HasMetadata resource, @Nullable String in) {
    boolean can = namespace.equals(in);
    if (!can) {
      LOG.warn(
          "{}{} outlives the driver, because a pod cannot own objects outside its namespace; delete"
              + " it when it is no longer needed",
          Target.of(resource, Optional.ofNullable(in)),
          origins.authorOf(resource).map(" of %s"::formatted).orElse(""));
    }
    return can;
  }

  private boolean isBesidePod(HasMetadata resource) {
    return namespaceOf(resource).equals(Optional.of(namespace));
  }

  private static boolean isSameOwner(HasMetadata found, HasMetadata whole) {
    String owner = whole.getMetadata().getOwnerReferences().get(0).getUid();
    return ExistingObject.ownersOf(found).stream().anyMatch(each -> owner.equals(each.getUid()));
  }

  private HasMetadata ownedBy(Pod pod, HasMetadata resource) {
    OwnerReference owner =
        new OwnerReferenceBuilder()
            .withApiVersion(pod.getApiVersion())
            .withKind(pod.getKind())
            .withName(pod.getMetadata().getName())
            .withUid(pod.getMetadata().getUid())
            .withController(true)
            .build();
    HasMetadata copy = client.getKubernetesSerialization().clone(resource);
    copy.getMetadata().setOwnerReferences(List.of(owner));
    return copy;
  }

  private RuntimeException takeBack(Throwable failure, DriverSpec spec)
      throws InterruptedException {
    boolean isInterrupted = Thread.interrupted() || failure instanceof InterruptedException;
    CleanUp.Report report = cleanUp.run();
    if (isInterrupted) {
      InterruptedException interrupted =
          new InterruptedException(
              "the submission was interrupted"
                  + (report.sentence().isEmpty() ? "" : "; " + report.sentence()));
      if (failure != interrupted) {
        interrupted.initCause(failure);
      }
      report.failures().forEach(interrupted::addSuppressed);
      throw interrupted;
    }
    if (failure instanceof KubernetesClientException refused && target.isPresent()) {
      RuntimeException said =
          ClusterErrors.of(
              refused,
              client.getConfiguration(),
              "create",
              target.get(),
              aftermath(refused, target.get(), spec, report));
      report.failures().forEach(said::addSuppressed);
      return said;
    }
    report.failures().forEach(failure::addSuppressed);
    if (!report.sentence().isEmpty()) {
      failure.addSuppressed(new PodsmithException(PodsmithError.CLUSTER_FAILED, report.sentence()));
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private String aftermath(
      KubernetesClientException rejected, Target about, DriverSpec spec, CleanUp.Report report) {
    String way =
        rejected.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            ? ObjectNeeds.words(spec, about)
            : "";
    return Stream.of(origin(rejected, about), way, capitalize(report.sentence()))
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(". "));
  }

  /** Names the step behind what the server rejects; a missing right is nobody's fault. */
  private String origin(KubernetesClientException rejected, Target target) {
    if (current.isEmpty()) {
      return origins.explainPod(rejected.getStatus());
    }
    return current
        .filter(
            object ->
                ClusterErrors.isUnknownKind(rejected)
                    || (rejected.getCode() >= 400 && rejected.getCode() < 500))
        .flatMap(
            object ->
                origins
                    .authorOf(object)
                    .map(
                        author ->
                            "The %s was returned by %s%s"
                                .formatted(
                                    target.kind(),
                                    author,
                                    origins
                                        .classOf(object)
                                        .map(" (class %s)"::formatted)
                                        .orElse(""))))
        .orElse("");
  }

  private static String capitalize(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
