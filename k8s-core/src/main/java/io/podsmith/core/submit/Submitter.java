// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.FileContents;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.planning.PlanAnnotation;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.planning.Withholding;
import io.podsmith.core.submit.creation.ObjectNeeds;
import io.podsmith.core.submit.preview.DryRun;
import io.podsmith.core.submit.preview.ExplanationOutput;
import io.podsmith.core.submit.preview.PreviewRuntime;
import io.podsmith.core.submit.saved.AllowedDifferences;
import io.podsmith.core.submit.saved.PlanPlace;
import io.podsmith.core.submit.saved.SavedPlan;
import io.podsmith.core.submit.saved.SecondPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits applications: creates the driver with all that belongs to it, and waits for its end.
 *
 * <p>All is checked and built before anything is created. When creating something fails, what this
 * submission created before is deleted again, and the exception says what was and what could not be
 * deleted; objects that were there before are left alone.
 *
 * <p>Needs no Spark on the classpath. Safe for use by many threads at once; one client may serve
 * them all.
 */
public final class Submitter {
  private static final Logger LOG = LoggerFactory.getLogger(Submitter.class);

  private final Optional<KubernetesClient> client;
  private final DriverWatch.Pace pace;
  private final Consumer<String> out;
  private final Consumer<String> err;

  /** Makes a submitter that makes a client for each submission, as its settings say. */
  public Submitter() {
    this(Optional.empty(), DriverWatch.Pace.USUAL, System.out::print, System.err::print);
  }

  /**
   * Makes a submitter that uses one client for all submissions.
   *
   * @param client stays open and the caller's; the settings' master, credentials and timeouts are
   *     then not looked at
   */
  public Submitter(KubernetesClient client) {
    this(Optional.of(client), DriverWatch.Pace.USUAL, System.out::print, System.err::print);
  }

  private Submitter(
      Optional<KubernetesClient> client,
      DriverWatch.Pace pace,
      Consumer<String> out,
      Consumer<String> err) {
    this.client = client;
    this.pace = pace;
    this.out = out;
    this.err = err;
  }

  /**
   * Returns a submitter that reads the driver's pod more or less often than every 30 seconds beside
   * watching it.
   *
   * @param recheck how long a watch may be silent before the pod is read
   */
  public Submitter withRecheck(Duration recheck) {
    return new Submitter(client, pace.withRecheck(recheck), out, err);
  }

  /**
   * Returns a submitter that passes the text of a dry run to a consumer instead of standard output.
   *
   * @param consumer takes documents of YAML, called once per dry run
   */
  public Submitter withOutput(Consumer<String> consumer) {
    return new Submitter(client, pace, consumer, err);
  }

  /**
   * Returns a submitter that passes the explanation of a submission to a consumer instead of
   * standard error.
   *
   * @param consumer takes text, called once per submission if {@code spark.podsmith.explain} is
   *     true
   */
  public Submitter withExplanation(Consumer<String> consumer) {
    return new Submitter(client, pace, out, consumer);
  }

  /**
   * Builds a driver, creates it and, unless {@code spark.kubernetes.submission.waitAppCompletion}
   * is false, waits for the application's end. With {@code spark.podsmith.submit.dryRun} it prints
   * what it would create, and creates nothing. With {@code spark.podsmith.explain} it also writes
   * who wrote which field.
   *
   * <p>The application has ended when its pod has, or when Spark's container has and the pod's
   * restart policy is {@code Never}: sidecars that go on running are not waited for.
   *
   * @return how it ended; an application that fails is a result and not an exception
   * @throws io.podsmith.api.error.PodsmithException where nothing was created: a setting, a step or
   *     a plugin is wrong, or the cluster refused something
   * @throws InterruptedException where the thread was interrupted: while creating, what was created
   *     is deleted again; while waiting, the driver goes on running
   */
  public SubmissionResult submit(SubmitRequest request) throws InterruptedException {
    Optional<String> dryRun = request.settings().get(PodsmithKeys.DRY_RUN);
    Optional<ExplanationOutput> explanation = ExplanationOutput.of(request.settings(), err);
    SparkSettings settings =
        request.settings().without(PodsmithKeys.DRY_RUN).without(PodsmithKeys.EXPLAIN);
    SubmitRequest wanted = request.with(settings);
    FileContents contents = FileContents.ofAll();
    if (dryRun.isPresent()) {
      SparkRuntime preview = new PreviewRuntime(request.runtime());
      try (PreparedSubmission prepared = prepare(wanted.with(preview), contents)) {
        return dryRun(prepared, explanation, contents, dryRun.get());
      }
    }
    try (PendingLease lease = leasing(settings, contents)) {
      if (settings.contains(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH)) {
        // reports a wrong certificate before local files are uploaded
        lease.get();
      }
      try (PreparedSubmission prepared = prepare(wanted, contents)) {
        explanation.ifPresent(output -> output.write(prepared.plan()));
        return new DriverLaunch(lease.get().client(), pace)
            .run(specOf(prepared, explanation), settings);
      }
    }
  }

  private static PreparedSubmission prepare(SubmitRequest request, FileContents contents) {
    return Planner.prepare(
        request.settings(), request.runtime(), request.application(), request.origins(), contents);
  }

  /** Returns what is to be created: with the digest of the plan if the plan is explained. */
  private static DriverSpec specOf(
      PreparedSubmission prepared, Optional<ExplanationOutput> explanation) {
    DriverSpec spec = prepared.spec();
    return explanation.isPresent()
        ? spec.withPod(PlanAnnotation.addTo(spec.pod(), prepared.plan()))
        : spec;
  }

  /**
   * Creates a driver that was built before and, unless {@code
   * spark.kubernetes.submission.waitAppCompletion} is false, waits for the application's end, as
   * {@link #submit(SubmitRequest)} does.
   *
   * @param spec left unchanged
   * @param settings those that it was built from
   * @return how it ended
   * @throws io.podsmith.api.error.ClusterException where the cluster refused something
   * @throws InterruptedException where the thread was interrupted
   */
  public SubmissionResult submit(DriverSpec spec, SparkSettings settings)
      throws InterruptedException {
    Optional<String> dryRun = settings.get(PodsmithKeys.DRY_RUN);
    if (dryRun.isPresent()) {
      return dryRun(
          preview(spec, settings, Set.of()), spec, settings, FileContents.ofAll(), dryRun.get());
    }
    try (ClientLease lease = lease(settings, FileContents.ofAll())) {
      return new DriverLaunch(lease.client(), pace).run(spec, settings);
    }
  }

  /**
   * Creates exactly the objects of a saved plan and, unless {@code
   * spark.kubernetes.submission.waitAppCompletion} is false, waits for the application's end, as
   * {@link #submit(SubmitRequest)} does.
   *
   * <p>No setting changes an object. How to connect and as whom is a matter of {@code connection}
   * alone; if it does not set {@code spark.master}, the plan is applied to the API server of the
   * kubeconfig. The namespace is the plan's.
   *
   * @param plan as {@code PlanDocument.read} returned it, which rejects a file that was edited
   * @param connection the settings of the caller, who may set how long to wait, too
   * @param allowed what may differ between the plan and {@code connection}
   * @return how the application ended
   * @throws io.podsmith.api.error.PodsmithException if cluster, namespace or version differ and
   *     that is not allowed, or if the plan lacks secrets, which are never saved
   * @throws io.podsmith.api.error.ClusterException if the driver pod exists, or the cluster rejects
   *     something; what was created before is deleted again
   * @throws InterruptedException if the thread is interrupted
   */
  public SubmissionResult apply(Plan plan, SparkSettings connection, AllowedDifferences allowed)
      throws InterruptedException {
    SavedPlan saved = new SavedPlan(plan);
    SparkSettings settings = new PlanPlace(plan, connection, allowed).settings(client.isPresent());
    saved.requireComplete();
    DriverSpec spec = saved.spec();
    try (ClientLease lease = lease(settings, FileContents.ofAll())) {
      SavedPlan.requireNotApplied(lease.client(), spec.pod(), plan.target().namespace());
      return new DriverLaunch(lease.client(), pace).run(spec, settings, saved::writers);
    }
  }

  /**
   * Creates the objects of a saved plan as {@link #apply(Plan, SparkSettings, AllowedDifferences)}
   * does. If the plan lacks secrets or uploaded files, it is made again from the settings and the
   * application of the request, with the seed of its ids, and must be the same.
   *
   * @param request what the plan was made from; only how to connect if the plan lacks nothing
   * @throws io.podsmith.api.error.PodsmithException if the request gives another plan, too
   */
  public SubmissionResult apply(Plan plan, SubmitRequest request, AllowedDifferences allowed)
      throws InterruptedException {
    Optional<String> lacking = new SavedPlan(plan).lacking();
    if (lacking.isEmpty()) {
      return apply(plan, request.settings(), allowed);
    }
    SparkSettings launch =
        new PlanPlace(plan, request.settings(), allowed).settings(client.isPresent());
    SecondPlan second = new SecondPlan(plan, lacking.get());
    if (plan.target().seed().isEmpty()) {
      throw second.rejected("its names cannot be repeated, as it has no seed", null);
    }
    SubmitRequest again =
        request
            .with(request.settings().without(PodsmithKeys.DRY_RUN).without(PodsmithKeys.EXPLAIN))
            .withAppId(plan.target().appId());
    FileContents contents = FileContents.ofAll();
    // first without uploads and tokens, as it was saved
    try (PreparedSubmission preview =
        prepare(again.with(new PreviewRuntime(seeded(plan, request))), contents)) {
      second.requireSame(preview.plan());
    } catch (InvalidConfigurationException e) {
      throw second.rejected("planning again failed: %s".formatted(e.getMessage()), e);
    }
    try (ClientLease lease = lease(launch, contents);
        PreparedSubmission prepared = prepare(again.with(seeded(plan, request)), contents)) {
      DriverSpec spec = prepared.spec();
      SavedPlan.requireNotApplied(lease.client(), spec.pod(), plan.target().namespace());
      return new DriverLaunch(lease.client(), pace).run(spec, launch);
    }
  }

  private static SparkRuntime seeded(Plan plan, SubmitRequest request) {
    long seed = Long.parseLong(plan.target().seed());
    return request.runtime().withIds(UniqueIds.seeded(seed));
  }

  private SubmissionResult dryRun(
      PreparedSubmission prepared,
      Optional<ExplanationOutput> explanation,
      FileContents contents,
      String mode) {
    DriverSpec spec = specOf(prepared, explanation);
    SparkSettings settings = prepared.settings();
    DryRun dryRun = preview(spec, settings, prepared.secretKeys());
    SubmissionResult result = dryRun(dryRun, spec, settings, contents, mode);
    explanation.ifPresent(output -> output.write(dryRun.addChangesTo(prepared.plan())));
    return result;
  }

  private static DryRun preview(DriverSpec spec, SparkSettings settings, Set<String> secretKeys) {
    return new DryRun(
        spec,
        settings.get(ClusterKeys.KUBERNETES_NAMESPACE),
        Withholding.of(spec, settings, secretKeys));
  }

  private SubmissionResult dryRun(
      DryRun dryRun, DriverSpec spec, SparkSettings settings, FileContents contents, String mode) {
    DriverLaunch.requireBasics(spec.pod(), settings);
    LOG.info(spec.account());
    if (mode.equals(DryRun.SERVER)) {
      try (ClientLease lease = lease(settings, contents)) {
        out.accept(dryRun.onServer(lease.client(), ObjectNeeds::words));
      }
    } else {
      out.accept(dryRun.onClient());
    }
    LOG.info(
        "Created nothing, because {} is '{}'; remove it to submit the application",
        PodsmithKeys.DRY_RUN.key(),
        mode);
    return new SubmissionResult(
        "%s:%s"
            .formatted(
                settings.get(ClusterKeys.KUBERNETES_NAMESPACE), spec.pod().getMetadata().getName()),
        DryRun.PHASE,
        OptionalInt.empty(),
        Optional.empty());
  }

  private PendingLease leasing(SparkSettings settings, FileContents contents) {
    return client.isPresent()
        ? PendingLease.of(lease(settings, contents))
        : PendingLease.begin(() -> lease(settings, contents));
  }

  private ClientLease lease(SparkSettings settings, FileContents contents) {
    return client
        .map(given -> new ClientLease(given, false))
        .orElseGet(
            () ->
                new ClientLease(
                    KubernetesClients.forSubmission(
                        masterOf(settings),
                        Optional.of(settings.get(ClusterKeys.KUBERNETES_NAMESPACE)),
                        settings,
                        contents),
                    true));
  }

  static String masterOf(SparkSettings settings) {
    return settings
        .get(SparkKeys.MASTER)
        .orElseThrow(
            () ->
                new InvalidConfigurationException(
                    PodsmithError.CONF_MISSING,
                    SparkKeys.MASTER.key(),
                    "spark.master is not set but must be the URL of the API server; use --master"
                        + " k8s://https://<host>:<port>"));
  }
}
