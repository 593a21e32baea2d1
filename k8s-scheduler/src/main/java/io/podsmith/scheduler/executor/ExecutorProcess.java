// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.executor;

import io.podsmith.scheduler.ScalaInterop;
import io.podsmith.scheduler.SparkEntries;
import io.podsmith.scheduler.SparkVersions;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkEnv$;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.deploy.worker.WorkerWatcher;
import org.apache.spark.executor.CoarseGrainedExecutorBackend;
import org.apache.spark.internal.Logging$;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.RetrieveSparkAppConfig;
import org.apache.spark.scheduler.cluster.CoarseGrainedClusterMessages.SparkAppConfig;
import org.apache.spark.scheduler.cluster.k8s.GenerateExecID;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/** The process of an executor: asks the driver how to be, then runs tasks until it is let go. */
public final class ExecutorProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorProcess.class);
  private static final String MAX_ATTEMPTS = "EXECUTOR_DRIVER_PROPS_FETCHER_MAX_ATTEMPTS";
  private static final String DEFAULT_MAX_ATTEMPTS = "3";
  private static final int ANY_PORT = -1;

  private final ExecutorArguments arguments;

  private ExecutorProcess(ExecutorArguments arguments) {
    this.arguments = arguments;
  }

  /** Runs an executor, and ends the process with it. */
  public static void main(String[] args) {
    ExecutorArguments arguments;
    try {
      arguments = ExecutorArguments.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.println(ExecutorArguments.USAGE);
      System.exit(1);
      return;
    }
    Utils.resetStructuredLogging();
    Utils.initDaemon(LOG);
    ExecutorProcess executor = new ExecutorProcess(arguments);
    SparkHadoopUtil.get()
        .runAsSparkUser(
            () -> {
              executor.run();
              return BoxedUnit.UNIT;
            });
    // Threads that tasks left behind must not keep the pod alive.
    System.exit(0);
  }

  private void run() {
    Introduction driver = meetDriver();
    SparkConf conf = conf(driver.appConfig());
    String executorId = driver.executorId();
    conf.set("spark.executor.id", executorId);

    SparkVersions.resetStructuredLogging(conf);
    Logging$.MODULE$.uninitialize();
    ScalaInterop.optional(driver.appConfig().hadoopDelegationCreds())
        .ifPresent(tokens -> SparkHadoopUtil.get().addDelegationTokens(tokens, conf));

    SparkEnv env =
        SparkEnv$.MODULE$.createExecutorEnv(
            conf,
            executorId,
            arguments.bindAddress(),
            arguments.hostname(),
            arguments.cores(),
            driver.appConfig().ioEncryptionKey(),
            false);
    RpcEnv rpcEnv = env.rpcEnv();
    CoarseGrainedExecutorBackend backend =
        new CoarseGrainedExecutorBackend(
            rpcEnv,
            arguments.driverUrl(),
            executorId,
            arguments.bindAddress(),
            arguments.hostname(),
            arguments.cores(),
            env,
            ScalaInterop.option(arguments.resourcesFile()),
            driver.appConfig().resourceProfile());
    rpcEnv.setupEndpoint("Executor", backend);
    arguments
        .workerUrl()
        .ifPresent(
            url ->
                rpcEnv.setupEndpoint(
                    "WorkerWatcher", new WorkerWatcher(rpcEnv, url, false, backend.stopping())));
    rpcEnv.awaitTermination();
  }

  /** What the driver told on first acquaintance. */
  private record Introduction(SparkAppConfig appConfig, String executorId) {}

  private Introduction meetDriver() {
    SparkConf conf = new SparkConf();
    RpcEnv fetcher =
        RpcEnv.create(
            "driverPropsFetcher",
            arguments.bindAddress(),
            arguments.hostname(),
            ANY_PORT,
            conf,
            new SecurityManager(conf, Option.empty(), SparkEntries.AUTH_SECRET_FILE),
            0,
            true);
    try {
      RpcEndpointRef driver = reach(fetcher);
      SparkAppConfig appConfig =
          ask(
              driver,
              new RetrieveSparkAppConfig(arguments.resourceProfileId()),
              SparkAppConfig.class);
      String executorId =
          arguments.asksForId()
              ? ask(driver, new GenerateExecID(arguments.podName()), String.class)
              : arguments.executorId();
      return new Introduction(appConfig, executorId);
    } finally {
      fetcher.shutdown();
    }
  }

  private RpcEndpointRef reach(RpcEnv fetcher) {
    int attempts = maxAttempts();
    for (int attempt = 1; ; attempt++) {
      try {
        return fetcher.setupEndpointRefByURI(arguments.driverUrl());
      } catch (Exception e) { // mostly a SparkException, which Java does not see coming
        if (attempt >= attempts) {
          throw e;
        }
        LOG.info(
            "Cannot connect to the driver at {}, attempt {} of {}: {}",
            arguments.driverUrl(),
            attempt,
            attempts,
            e.toString());
      }
    }
  }

  private static int maxAttempts() {
    String text = System.getenv().getOrDefault(MAX_ATTEMPTS, DEFAULT_MAX_ATTEMPTS);
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the environment variable " + MAX_ATTEMPTS + " is '" + text + "' but must be a number",
          e);
    }
  }

  private SparkConf conf(SparkAppConfig appConfig) {
    SparkConf conf = new SparkConf();
    for (scala.Tuple2<String, String> property : ScalaInterop.list(appConfig.sparkProperties())) {
      // What this JVM was started with was needed to reach the driver at all: it goes first.
      if (SparkConf.isExecutorStartupConf(property._1())) {
        conf.setIfMissing(property._1(), property._2());
      } else {
        conf.set(property._1(), property._2());
      }
    }
    return conf.set("spark.app.id", arguments.appId());
  }

  private static <T> T ask(RpcEndpointRef driver, Object question, Class<T> answer) {
    return driver.askSync(question, ClassTag$.MODULE$.apply(answer));
  }
}
