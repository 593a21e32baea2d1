// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.scheduler.OurPods;
import io.podsmith.scheduler.pods.testing.Finalizers;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.RecordedRequest;
import io.podsmith.testkit.cluster.internal.parity.Flat;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Runs cases through both sides, each against an API server of its own. */
final class Lab implements AutoCloseable {
  private static final String EXECUTOR_ID = "7";

  private final Upstream upstream = Upstream.open();
  private final EmbeddedApiServer theirServer = server();
  private final EmbeddedApiServer ourServer = server();
  private final OurPods ours = new OurPods(ourServer.url());
  private final Set<String> namespaces = new HashSet<>();
  private List<Path> stepJars = List.of();

  Lab() {
    for (EmbeddedApiServer server : List.of(theirServer, ourServer)) {
      for (String priority : List.of("high", "low")) {
        server
            .client()
            .resource(
                new PriorityClassBuilder()
                    .withNewMetadata()
                    .withName(priority)
                    .endMetadata()
                    .withValue(1)
                    .build())
            .create();
      }
    }
  }

  private static EmbeddedApiServer server() {
    return EmbeddedApiServer.builder()
        .withoutControllers()
        .token("of-submission", "submitter")
        .start();
  }

  /** Something to be done against an API server. */
  @FunctionalInterface
  private interface Run {
    void run() throws Exception;
  }

  Observation upstreams(ParityCase given) {
    if (given.role() == ParityCase.Role.CLIENT) {
      return configured(
          given,
          (prefix, purpose, master) ->
              (Map<?, ?>) inUpstream("configureClient", given.settings(), prefix, purpose, master));
    }
    return observe(
        theirServer,
        given,
        () -> {
          switch (given.role()) {
            case APPLICATION ->
                withKubeconfig(
                    "/nowhere",
                    () ->
                        inUpstream(
                            "runApplication",
                            arguments(given),
                            withMaster(given, theirServer.url())));
            case DRIVER ->
                inUpstream(
                    "submitDriver",
                    given.settings(),
                    given.below("env."),
                    given.below("app."),
                    ParityCase.APP_ID,
                    theirServer.url());
            case EXECUTOR ->
                inUpstream(
                    "createExecutor",
                    given.settings(),
                    given.below("env."),
                    given.below("profile."),
                    given.values().getOrDefault("executor.id", EXECUTOR_ID),
                    ParityCase.APP_ID,
                    theirServer.url());
            case CLIENT -> throw new IllegalArgumentException(given.name());
          }
        });
  }

  Observation ours(ParityCase given) {
    if (given.role() == ParityCase.Role.CLIENT) {
      return configured(
          given,
          (prefix, purpose, master) ->
              OurPods.configureClient(given.settings(), prefix, purpose, master));
    }
    return observe(
        ourServer,
        given,
        () -> {
          switch (given.role()) {
            case APPLICATION ->
                withKubeconfig(
                    "/nowhere",
                    () -> {
                      ours.runApplication(arguments(given), withMaster(given, ourServer.url()));
                      return null;
                    });
            case DRIVER ->
                ours.submitDriver(
                    given.settings(), given.below("env."), given.below("app."), ParityCase.APP_ID);
            case EXECUTOR ->
                ours.createExecutor(
                    given.settings(),
                    given.below("env."),
                    given.below("profile."),
                    given.values().getOrDefault("executor.id", EXECUTOR_ID),
                    ParityCase.APP_ID);
            case CLIENT -> throw new IllegalArgumentException(given.name());
          }
        });
  }

  /** Configures a client and tells how. */
  @FunctionalInterface
  private interface Configuration {
    Map<?, ?> of(String authPrefix, String purpose, String master) throws Exception;
  }

  /** The kubeconfig is the one of the case, never that of this machine. */
  private static Observation configured(ParityCase given, Configuration configuration) {
    Map<String, String> client = given.below("client.");
    SortedMap<String, String> lines = new TreeMap<>();
    String purpose = client.getOrDefault("purpose", "Submission");
    String usual =
        purpose.equals("Submission")
            ? "spark.kubernetes.authenticate.submission"
            : "spark.kubernetes.authenticate";
    try {
      withKubeconfig(
              client.getOrDefault("kubeconfig", "/nowhere"),
              () ->
                  configuration.of(
                      client.getOrDefault("prefix", usual),
                      purpose,
                      client.getOrDefault("master", "k8s://https://kube.example.org:6443")))
          .forEach((name, value) -> lines.put("client " + name, value.toString()));
      return new Observation(lines, 0, Optional.empty());
    } catch (Exception e) {
      return new Observation(lines, 0, Optional.of(e));
    }
  }

  static <T> T withKubeconfig(String file, Callable<T> task) throws Exception {
    String before = System.getProperty(Config.KUBERNETES_KUBECONFIG_FILE);
    System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, file);
    try {
      return task.call();
    } finally {
      if (before == null) {
        System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
      } else {
        System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, before);
      }
    }
  }

  /** What SparkSubmit hands over. */
  private static String[] arguments(ParityCase given) {
    Map<String, String> app = given.below("app.");
    List<String> arguments = new ArrayList<>();
    String resource =
        switch (app.get("language")) {
          case "PYTHON" -> "--primary-py-file";
          case "R" -> "--primary-r-file";
          default -> "--primary-java-resource";
        };
    if (app.containsKey("file")) {
      arguments.addAll(List.of(resource, app.get("file")));
    }
    arguments.addAll(List.of("--main-class", app.get("class")));
    for (String argument : app.get("args").split(" ")) {
      if (!argument.isEmpty()) {
        arguments.addAll(List.of("--arg", argument));
      }
    }
    if (app.containsKey("proxyUser")) {
      arguments.addAll(List.of("--proxy-user", app.get("proxyUser")));
    }
    return arguments.toArray(String[]::new);
  }

  private static Map<String, String> withMaster(ParityCase given, String url) {
    Map<String, String> settings = new TreeMap<>(given.settings());
    settings.put("spark.master", "k8s://" + url);
    return settings;
  }

  private Observation observe(EmbeddedApiServer server, ParityCase given, Run run) {
    prepare(server, given);
    server.clearRequests();
    Optional<Throwable> failure = Optional.empty();
    try {
      run.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (Exception e) {
      failure = Optional.of(e);
    }
    List<RecordedRequest> requests = server.requests();
    String podUid =
        requests.stream()
            .filter(Flat::isPodCreation)
            .map(request -> uidOf(server, request))
            .findFirst()
            .orElse("");
    SortedMap<String, String> lines = Flat.of(requests, podUid);
    long writes = requests.stream().filter(r -> !r.method().equals("GET")).count();
    clear(server, given);
    return new Observation(lines, writes, failure);
  }

  private void prepare(EmbeddedApiServer server, ParityCase given) {
    KubernetesClient client = server.client();
    if (!given.namespace().equals("default") && namespaces.add(server.url() + given.namespace())) {
      try {
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(given.namespace())
                    .endMetadata()
                    .build())
            .create();
      } catch (KubernetesClientException e) {
        // a namespace that cannot be: what is made in it tells
      }
    }
    String driver = given.values().get("executor.driverPod");
    if (driver != null) {
      client
          .resource(
              new PodBuilder()
                  .withNewMetadata()
                  .withName(driver)
                  .withNamespace(given.namespace())
                  .endMetadata()
                  .withNewSpec()
                  .addNewContainer()
                  .withName("main")
                  .withImage("driver")
                  .endContainer()
                  .endSpec()
                  .build())
          .create();
    }
  }

  private static String uidOf(EmbeddedApiServer server, RecordedRequest creation) {
    return server.client().pods().inNamespace(creation.namespace()).list().getItems().stream()
        .filter(pod -> creation.body().contains("\"" + pod.getMetadata().getName() + "\""))
        .map(pod -> pod.getMetadata().getUid())
        .findFirst()
        .orElse("");
  }

  /** Leaves nothing for the next case to stumble over. */
  private static void clear(EmbeddedApiServer server, ParityCase given) {
    KubernetesClient client = server.client();
    String namespace = given.namespace();
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      if (!pod.getMetadata().getFinalizers().isEmpty()) {
        Finalizers.remove(client, pod);
      }
    }
    client.pods().inNamespace(namespace).withGracePeriod(0).delete();
    client.configMaps().inNamespace(namespace).delete();
    client.secrets().inNamespace(namespace).delete();
    client.services().inNamespace(namespace).delete();
    client.apps().statefulSets().inNamespace(namespace).delete();
    for (PersistentVolumeClaim claim :
        client.persistentVolumeClaims().inNamespace(namespace).list().getItems()) {
      // nothing is there that would take the protection off a claim whose pod is gone
      Finalizers.remove(client, claim);
      client.resource(claim).delete();
    }
  }

  /** Lets upstream find the step classes of a jar, as it finds those of {@code --jars}. */
  void useInUpstream(Path stepJar) {
    stepJars = List.of(stepJar);
  }

  Object inUpstream(String method, Object... arguments) throws Exception {
    ClassLoader own = upstream.load(UpstreamPods.class.getName()).getClassLoader();
    URL[] jars = new URL[stepJars.size()];
    for (int i = 0; i < jars.length; i++) {
      jars[i] = stepJars.get(i).toUri().toURL();
    }
    try (URLClassLoader withSteps = new URLClassLoader(jars, own)) {
      return inUpstream(upstream, withSteps, method, arguments);
    }
  }

  static Object inUpstream(Upstream upstream, String method, Object... arguments) throws Exception {
    ClassLoader own = upstream.load(UpstreamPods.class.getName()).getClassLoader();
    return inUpstream(upstream, own, method, arguments);
  }

  private static Object inUpstream(
      Upstream upstream, ClassLoader context, String method, Object... arguments) throws Exception {
    Class<?> pods = upstream.load(UpstreamPods.class.getName());
    Method called =
        Arrays.stream(pods.getMethods()).filter(m -> m.getName().equals(method)).findFirst().get();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return called.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() throws Exception {
    inUpstream("close");
    ours.close();
    theirServer.close();
    ourServer.close();
    // Upstream's class loader stays open: Hadoop's shutdown hook loads classes when the JVM ends.
  }
}
