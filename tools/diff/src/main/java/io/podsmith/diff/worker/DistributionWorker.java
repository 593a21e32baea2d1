// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Submits drivers and starts driver processes with the jars of one distribution of Spark.
 *
 * <p>Reads commands from standard input and answers on standard output; whatever Spark prints goes
 * to standard error. Spark is reached by reflection through two entry points that all versions
 * since 3.0 share: the class that {@code spark-submit} runs in cluster mode, and {@code
 * SparkContext}.
 */
public final class DistributionWorker {
  /** Submits a driver. */
  public static final String SUBMIT = "submit";

  /** Starts a SparkContext, which requests executors. */
  public static final String START = "start";

  /** Stops the SparkContext. */
  public static final String STOP = "stop";

  /** The command was done. */
  public static final int DONE = 0;

  /** A SparkContext was started, and its tasks run in the driver: it requests no executors. */
  public static final int DONE_WITHOUT_EXECUTORS = 4;

  /** Spark or Podsmith rejected the settings. */
  public static final int REJECTED = 1;

  /** The API server rejected a request. */
  public static final int REJECTED_BY_SERVER = 2;

  /** The distribution does not work, whatever the settings are. */
  public static final int BROKEN = 3;

  private static final int CAUSES = 3;

  private static final String APPLICATION =
      "org.apache.spark.deploy.k8s.submit.KubernetesClientApplication";

  private @Nullable Object context;

  private DistributionWorker() {}

  /**
   * Handles commands until standard input ends.
   *
   * @param args the first directory of the classpath, which can be written to
   */
  public static void main(String[] args) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    PrintStream stdout = System.out;
    System.setOut(System.err);
    DataOutputStream out = new DataOutputStream(stdout);
    HadoopResources.copyTo(Path.of(args[0]), DistributionWorker.class.getClassLoader());
    DistributionWorker worker = new DistributionWorker();
    try {
      while (true) {
        String command = in.readUTF();
        String[] arguments = new String[in.readInt()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = readText(in);
        }
        SortedMap<String, String> settings = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
          settings.put(readText(in), readText(in));
        }
        worker.answer(out, command, arguments, settings);
      }
    } catch (EOFException e) {
      // Threads of Spark that are no daemons would keep the process alive.
      Runtime.getRuntime().halt(0);
    }
  }

  private void answer(
      DataOutputStream out, String command, String[] arguments, SortedMap<String, String> settings)
      throws IOException {
    try {
      run(command, arguments, settings);
      out.writeByte(isLocal() ? DONE_WITHOUT_EXECUTORS : DONE);
    } catch (InvocationTargetException e) {
      Throwable failure = e.getCause() == null ? e : e.getCause();
      out.writeByte(
          failure instanceof Error
              ? BROKEN
              : isFromServer(failure) ? REJECTED_BY_SERVER : REJECTED);
      writeText(out, message(failure));
    } catch (ReflectiveOperationException | LinkageError e) {
      out.writeByte(BROKEN);
      writeText(out, message(e));
    }
    out.flush();
  }

  /** The message with those of the causes, which often have the reason. */
  private static String message(Throwable failure) {
    StringBuilder message = new StringBuilder(failure.toString());
    Throwable cause = failure.getCause();
    for (int i = 0; cause != null && i < CAUSES; i++) {
      if (message.indexOf(cause.toString()) < 0) {
        message.append("; caused by: ").append(cause);
      }
      cause = cause.getCause();
    }
    return message.toString();
  }

  private void run(String command, String[] arguments, SortedMap<String, String> settings)
      throws ReflectiveOperationException {
    switch (command) {
      case SUBMIT -> {
        Object application = Class.forName(APPLICATION).getConstructor().newInstance();
        Class<?> conf = Class.forName("org.apache.spark.SparkConf");
        application
            .getClass()
            .getMethod("start", String[].class, conf)
            .invoke(application, arguments, conf(settings));
      }
      case START -> {
        Object conf = conf(settings);
        context =
            Class.forName("org.apache.spark.SparkContext")
                .getConstructor(conf.getClass())
                .newInstance(conf);
      }
      case STOP -> {
        Object running = context;
        context = null;
        if (running != null) {
          running.getClass().getMethod("stop").invoke(running);
        }
      }
      default -> throw new IllegalArgumentException(command);
    }
  }

  /** Returns whether a SparkContext runs that has no cluster. */
  private boolean isLocal() throws ReflectiveOperationException {
    return context != null
        && context
            .getClass()
            .getMethod("schedulerBackend")
            .invoke(context)
            .getClass()
            .getSimpleName()
            .equals("LocalSchedulerBackend");
  }

  private static Object conf(SortedMap<String, String> settings)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName("org.apache.spark.SparkConf");
    Object conf = type.getConstructor(boolean.class).newInstance(false);
    for (var setting : settings.entrySet()) {
      type.getMethod("set", String.class, String.class)
          .invoke(conf, setting.getKey(), setting.getValue());
    }
    return conf;
  }

  /** Returns whether the API server rejected the request; by name, as fabric8 is Spark's own. */
  private static boolean isFromServer(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String name = t.getClass().getName();
      if (name.equals("io.podsmith.scheduler.pods.cluster.ApiFailure")) {
        return true;
      }
      if (name.equals("io.fabric8.kubernetes.client.KubernetesClientException")) {
        try {
          return !t.getClass().getMethod("getCode").invoke(t).equals(0);
        } catch (ReflectiveOperationException e) {
          return false;
        }
      }
    }
    return false;
  }

  /** Reads a text of any length. */
  public static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Writes a text of any length. */
  public static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
