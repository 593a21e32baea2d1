package io.podsmith.benchmarks.churn;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;

/**
 * A driver whose need for executors goes up and down as its standard input says: a line with a
 * number wants that many tasks to run at once, 0 none. Pods that run count as executors that have
 * registered. Ends with its input.
 */
public final class ChurnJob {
  private static final String NAMESPACE = "default";

  private ChurnJob() {}

  public static void main(String[] args) throws IOException {
    Config config = Config.autoConfigure(null);
    config.setUserAgent("churn-executors");
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("churn"));
        KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      client
          .pods()
          .inNamespace(NAMESPACE)
          .withLabels(
              Map.of("spark-app-selector", spark.sc().applicationId(), "spark-role", "executor"))
          .inform(new Registrar(spark.sc()));
      runTasks(spark);
    }
    System.out.println("Stopped");
  }

  private static void runTasks(JavaSparkContext spark) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    JavaFutureAction<Void> tasks = null;
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      int wanted = Integer.parseInt(line.strip());
      if (tasks != null) {
        tasks.cancel(true);
      }
      if (wanted > 0) {
        tasks = spark.parallelize(Collections.nCopies(wanted, 0), wanted).foreachAsync(n -> {});
      }
    }
  }

  /** Registers an executor for each pod that comes to run. */
  private static final class Registrar implements ResourceEventHandler<Pod> {
    private final RpcEnv env = SparkEnv.get().rpcEnv();
    private final RpcEndpointRef driver;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();

    Registrar(SparkContext spark) {
      String host = spark.conf().get("spark.driver.host");
      int port = Integer.parseInt(spark.conf().get("spark.driver.port"));
      driver =
          env.setupEndpointRef(
              new org.apache.spark.rpc.RpcAddress(host, port), "CoarseGrainedScheduler");
    }

    @Override
    public void onAdd(Pod pod) {
      String id = pod.getMetadata().getLabels().get("spark-exec-id");
      if ("Running".equals(pod.getStatus().getPhase()) && registered.add(id)) {
        FakeExecutor.register(env, driver, id, pod.getStatus().getHostIP());
      }
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      onAdd(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean unknown) {
      // The driver finds out by itself; that it does is what is measured.
    }
  }
}
