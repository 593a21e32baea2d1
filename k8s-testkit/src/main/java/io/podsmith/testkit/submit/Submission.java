// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.MainAppResource;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.builder.ExecutorTrial;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.plugin.StepRegistry;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * What a user passes to {@code spark-submit}: an application, its settings and its step jars.
 *
 * <pre>{@code
 * Submission job =
 *     Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
 *         .withConf("spark.acme.team", "data")
 *         .withStepJars(Path.of("target/cost-center.jar"));
 * }</pre>
 *
 * <p>There are three ways to use it in a test, from the fastest to the most complete:
 *
 * <ul>
 *   <li>{@link #build()} builds the pods and other objects, and creates nothing;
 *   <li>{@link #createOn} creates the driver on a cluster, which validates the objects, without
 *       Spark;
 *   <li>{@link SparkSubmit#run} runs the job.
 * </ul>
 *
 * <p>The first two run the steps in this JVM: those on the classpath of the test, which must
 * contain {@code k8s-steps-builtin}, and those of the step jars. A step that is both on the
 * classpath and in a step jar is rejected as a duplicate.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Submission {
  private static final String STEP_JARS = "spark.podsmith.steps.jars";
  private static final String APP_NAME = "spark.app.name";
  private static final String APP_ID = "spark.app.id";
  private static final String IMAGE = "spark.kubernetes.container.image";
  private static final String SPARK_VERSION = "4.1.1";

  private final String mainClass;
  private final String appResource;
  private final Map<String, String> conf;
  private final List<String> arguments;
  private final List<String> options;
  private final boolean isClientMode;

  private Submission(
      String mainClass,
      String appResource,
      Map<String, String> conf,
      List<String> arguments,
      List<String> options,
      boolean isClientMode) {
    this.mainClass = mainClass;
    this.appResource = appResource;
    this.conf = Collections.unmodifiableMap(new LinkedHashMap<>(conf));
    this.arguments = List.copyOf(arguments);
    this.options = List.copyOf(options);
    this.isClientMode = isClientMode;
  }

  /**
   * Describes an application in cluster mode.
   *
   * @param mainClass the main class, empty for programs in Python or R
   * @param appResource the application's file as {@code spark-submit} takes it: a path or URI of a
   *     jar, {@code .py} or {@code .R} file, or {@code spark-internal} if the main class is already
   *     on the classpath
   * @return the submission
   */
  public static Submission of(String mainClass, String appResource) {
    return new Submission(
        mainClass, appResource, Map.of(APP_NAME, "test"), List.of(), List.of(), false);
  }

  /**
   * Describes an application whose main class is on the classpath of driver and executors, in
   * cluster mode.
   *
   * @param mainClass the main class
   * @return the submission
   */
  public static Submission of(Class<?> mainClass) {
    return of(mainClass.getName(), "spark-internal");
  }

  /**
   * Sets the application's name.
   *
   * @param name the name, {@code test} by default
   * @return a changed copy
   */
  public Submission withName(String name) {
    return withConf(APP_NAME, name);
  }

  /**
   * Sets a property.
   *
   * @param key the key
   * @param value its value
   * @return a changed copy
   */
  public Submission withConf(String key, String value) {
    return withConf(Map.of(key, value));
  }

  /**
   * Sets a property.
   *
   * @param entry the setting
   * @param value its value as a user writes it
   * @return a changed copy
   */
  public Submission withConf(ConfigEntry<?> entry, String value) {
    return withConf(entry.key(), value);
  }

  /**
   * Sets properties.
   *
   * @param properties values by key; they override earlier ones
   * @return a changed copy
   */
  public Submission withConf(Map<String, String> properties) {
    Map<String, String> all = new LinkedHashMap<>(conf);
    all.putAll(properties);
    return new Submission(mainClass, appResource, all, arguments, options, isClientMode);
  }

  /**
   * Adds jars to {@code spark.podsmith.steps.jars}.
   *
   * @param jars jars with steps
   * @return a changed copy
   */
  public Submission withStepJars(Path... jars) {
    String all =
        Stream.concat(
                Stream.ofNullable(conf.get(STEP_JARS)),
                Stream.of(jars).map(jar -> jar.toAbsolutePath().toString()))
            .collect(Collectors.joining(","));
    return withConf(STEP_JARS, all);
  }

  /**
   * Sets the arguments of the application.
   *
   * @param values the arguments, in place of earlier ones
   * @return a changed copy
   */
  public Submission withArguments(String... values) {
    return new Submission(mainClass, appResource, conf, List.of(values), options, isClientMode);
  }

  /**
   * Adds options of {@code spark-submit} that are no properties, for example {@code --files}. Only
   * {@link SparkSubmit} uses them.
   *
   * @param values options and their values
   * @return a changed copy
   */
  public Submission withOptions(String... values) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(values));
    return new Submission(mainClass, appResource, conf, arguments, all, isClientMode);
  }

  /**
   * Runs the driver in the process of {@code spark-submit} instead of a pod. Only {@link
   * SparkSubmit} runs drivers in client mode.
   *
   * @return a changed copy
   */
  public Submission inClientMode() {
    return new Submission(mainClass, appResource, conf, arguments, options, true);
  }

  /**
   * Returns the properties.
   *
   * @return values by key, without the defaults of a cluster
   */
  public Map<String, String> conf() {
    return conf;
  }

  /** Returns the arguments of {@code spark-submit} except for properties. */
  List<String> commandLine() {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("--deploy-mode", isClientMode ? "client" : "cluster"));
    if (!mainClass.isEmpty()) {
      line.addAll(List.of("--class", mainClass));
    }
    line.addAll(options);
    line.add(appResource);
    line.addAll(arguments);
    return line;
  }

  /**
   * Builds the driver and the first executor as a submission would, and creates nothing. Names that
   * a submission makes unique are derived from the application id here, so that they are the same
   * each time.
   *
   * @return the pods and what belongs to them
   * @throws PodsmithException if the submission would fail before anything is created
   */
  public BuiltSubmission build() {
    SparkSettings settings =
        settings(Map.of("spark.master", "k8s://https://kubernetes.example.com:6443"));
    Application application = application("spark-testkit");
    SparkRuntime runtime =
        SparkRuntime.standalone(SPARK_VERSION)
            .withIds(UniqueIds.seeded(application.appId().hashCode()));
    try (StepRegistry registry = StepRegistry.load(settings, runtime.files(settings))) {
      DriverConf driver = DriverConf.create(settings, runtime, application);
      DriverSpec spec = new DriverSpecBuilder(registry).build(driver);
      ExecutorSpec executor =
          new ExecutorTrial(registry, driver).build(spec.systemProperties(), spec.pod());
      return new BuiltSubmission(spec, executor);
    }
  }

  /**
   * Creates the driver and what belongs to it on a cluster, which validates all of it, and does not
   * wait for its end. It needs no Spark: give the cluster the image {@link
   * io.podsmith.testkit.cluster.NodeImage#idle()}.
   *
   * @param cluster the cluster
   * @return the driver pod as the API server has it
   * @throws PodsmithException if something is wrong or the API server rejects an object
   * @throws IllegalStateException if the thread is interrupted
   */
  public Pod createOn(EmbeddedCluster cluster) {
    SparkSettings settings =
        settings(cluster.sparkProperties())
            .with(Map.of("spark.kubernetes.submission.waitAppCompletion", "false"));
    SparkRuntime runtime = SparkRuntime.standalone(SPARK_VERSION);
    try {
      SubmissionResult result =
          new Submitter()
              .submit(
                  new SubmitRequest(settings, application("spark-" + UUID.randomUUID()), runtime));
      String[] id = result.submissionId().split(":", 2);
      return cluster.client().pods().inNamespace(id[0]).withName(id[1]).require();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the driver was created", e);
    }
  }

  private SparkSettings settings(Map<String, String> defaults) {
    if (isClientMode) {
      throw new IllegalStateException(
          "in client mode there is no driver pod to build; use SparkSubmit.run");
    }
    Map<String, String> all = new LinkedHashMap<>(defaults);
    all.put(IMAGE, "apache/spark:" + SPARK_VERSION);
    all.putAll(conf);
    return SparkSettings.of(all, Map.of());
  }

  private Application application(String defaultId) {
    return new Application(
        conf.getOrDefault(APP_ID, defaultId),
        MainAppResource.builder().language(language()).file(appResource).build(),
        mainClass,
        arguments,
        Optional.empty());
  }

  private AppLanguage language() {
    if (appResource.endsWith(".py")) {
      return AppLanguage.PYTHON;
    }
    return appResource.endsWith(".R") || appResource.endsWith(".r")
        ? AppLanguage.R
        : AppLanguage.JAVA;
  }

  @Override
  public String toString() {
    return "Submission{%s %s}".formatted(mainClass, appResource);
  }
}
