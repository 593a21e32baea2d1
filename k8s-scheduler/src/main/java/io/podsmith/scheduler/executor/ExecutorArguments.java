// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.executor;

import io.podsmith.core.conf.keys.Constants;
import java.util.Optional;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.util.Utils;
import org.apache.spark.util.Utils$;
import org.jspecify.annotations.Nullable;

/** The command line of an executor, as the entrypoint of Spark's images writes it. */
record ExecutorArguments(
    String driverUrl,
    String executorId,
    String bindAddress,
    String hostname,
    int cores,
    String appId,
    Optional<String> workerUrl,
    Optional<String> resourcesFile,
    int resourceProfileId,
    String podName) {
  static final String USAGE =
      """
      Options of an executor, each followed by a value:
        --driver-url         the address of the driver, spark://CoarseGrainedScheduler@host:port
        --executor-id        a number, or EXECID if the driver assigns the id
        --bind-address       the address to listen on; default: the address of --hostname
        --hostname           the address of this executor for other processes
        --cores              the number of cores of this executor, at least 1
        --app-id             the id of the application
        --resourceProfileId  the id of the resource profile; default: 0
        --resourcesFile      a JSON file that describes resources such as GPUs
        --podName            the name of this pod; required if the driver assigns the id
        --worker-url         a worker; this executor exits when the worker does
      """;

  private static final String CHOSEN_BY_DRIVER = Constants.EXECUTOR_ID_IN_TEMPLATE;

  /** Returns whether the driver is to choose the id. */
  boolean asksForId() {
    return executorId.isEmpty() || executorId.equals(CHOSEN_BY_DRIVER);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException where it is not understood
   */
  static ExecutorArguments parse(String[] args) {
    Parser parser = new Parser();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " has no value");
      }
      parser.take(args[i], args[i + 1]);
    }
    return parser.arguments();
  }

  private static final class Parser {
    private @Nullable String driverUrl;
    private @Nullable String executorId;
    private @Nullable String bindAddress;
    private @Nullable String hostname;
    private @Nullable String appId;
    private @Nullable String workerUrl;
    private @Nullable String resourcesFile;
    private String podName = "";
    private int cores;
    private int resourceProfileId = ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID();

    void take(String name, String value) {
      switch (name) {
        case "--driver-url" -> driverUrl = value;
        case "--executor-id" -> executorId = value;
        case "--bind-address" -> bindAddress = value;
        // The pod's IP comes without brackets, also where it is one of IPv6.
        case "--hostname" -> hostname = Utils$.MODULE$.addBracketsIfNeeded(value);
        case "--cores" -> cores = number(name, value);
        case "--resourcesFile" -> resourcesFile = value;
        case "--app-id" -> appId = value;
        case "--worker-url" -> workerUrl = value;
        case "--resourceProfileId" -> resourceProfileId = number(name, value);
        case "--podName" -> podName = value;
        default -> throw new IllegalArgumentException(name + " is not an option of an executor");
      }
    }

    ExecutorArguments arguments() {
      String host = hostname == null ? Utils.localHostName() : hostname;
      if (cores < 1) {
        throw new IllegalArgumentException("--cores is " + cores + " but must be at least 1");
      }
      return new ExecutorArguments(
          given("--driver-url", driverUrl),
          given("--executor-id", executorId),
          bindAddress == null ? host : bindAddress,
          host,
          cores,
          given("--app-id", appId),
          Optional.ofNullable(workerUrl),
          Optional.ofNullable(resourcesFile),
          resourceProfileId,
          podName);
    }

    private static String given(String name, @Nullable String value) {
      if (value == null) {
        throw new IllegalArgumentException(name + " is missing");
      }
      return value;
    }

    private static int number(String name, String value) {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " is '" + value + "' but must be a number", e);
      }
    }
  }
}
