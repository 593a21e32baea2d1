// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;
import io.podsmith.core.plan.SettingOrigin;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Combines options, files and environment variables to the settings and the application that {@code
 * spark-submit} would make of them in cluster mode.
 *
 * <p>The application's id and the time of submission stay the same for all files of one command, so
 * that they make no difference between them.
 */
final class SettingsResolver {
  private static final String MASTER = "spark.master";
  private static final String K8S = "k8s://";
  private static final String DEPLOY_MODE = "spark.submit.deployMode";
  private static final String APP_NAME = "spark.app.name";
  private static final String JARS = "spark.jars";
  private static final String PY_FILES = "spark.submit.pyFiles";
  private static final String PRINCIPAL = "spark.kerberos.principal";
  private static final String PYTHON_RUNNER = "org.apache.spark.deploy.PythonRunner";
  private static final String R_RUNNER = "org.apache.spark.deploy.RRunner";

  /** Environment variables that give a setting a value if nothing else does. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          MASTER,
          "MASTER",
          DEPLOY_MODE,
          "DEPLOY_MODE",
          "spark.driver.memory",
          "SPARK_DRIVER_MEMORY",
          "spark.executor.memory",
          "SPARK_EXECUTOR_MEMORY",
          "spark.executor.cores",
          "SPARK_EXECUTOR_CORES");

  /** Main classes that talk to a terminal or serve clients of the submitting machine. */
  private static final Set<String> CLIENT_MODE_CLASSES =
      Set.of(
          "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
          "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
          "org.apache.spark.sql.connect.service.SparkConnectServer");

  private static final String ACCEPTED_POSITIVE = "more than zero";
  private static final List<ConfigEntry<?>> POSITIVE =
      List.of(
          memory("spark.driver.memory"),
          memory("spark.executor.memory"),
          count("spark.driver.cores"),
          count("spark.executor.cores"));
  private static final ConfigEntry<?> EXECUTORS = count("spark.executor.instances");
  private static final String DYNAMIC_ALLOCATION = "spark.dynamicAllocation.enabled";

  private final Map<String, String> environment;
  private final Consumer<String> warnings;
  private final Set<String> warned = new HashSet<>();
  private final String appId = "spark-" + UUID.randomUUID().toString().replace("-", "");
  private final String submitTime = Long.toString(System.currentTimeMillis());

  SettingsResolver(Map<String, String> environment, Consumer<String> warnings) {
    this.environment = Map.copyOf(environment);
    this.warnings = warnings;
  }

  /** Uses the environment and the error output of a command. */
  static SettingsResolver of(@Nullable CommandSpec command) {
    if (command == null) {
      return new SettingsResolver(Map.of(), warning -> {});
    }
    Map<String, String> environment = Main.environmentOf(command);
    return new SettingsResolver(
        environment, warning -> command.commandLine().getErr().println("warning: " + warning));
  }

  CliSettings resolve(SettingsOptions options, @Nullable Path file, List<String> application) {
    options.ignored().forEach(name -> warn(name + " has no effect on Kubernetes"));
    SettingsTable table = table(options, file);
    PrimaryResource resource =
        application.isEmpty() ? PrimaryResource.internal() : PrimaryResource.of(application.get(0));
    requireClusterMode(table);
    resolveMaster(table);
    resolveName(table, options.mainClass(), application, resource);
    requirePositive(table);
    if (options.proxyUser() != null && table.find(PRINCIPAL).isPresent()) {
      throw new PodsmithException(
          PodsmithError.CONF_CONFLICT,
          "--proxy-user conflicts with --principal and %s; remove one of them"
              .formatted(PRINCIPAL));
    }
    String main = mainClass(options, application, resource);
    resolveFiles(table, resource);
    table.remove("spark.driver.host");
    table.addIfMissing("spark.app.submitTime", submitTime);
    List<String> arguments =
        application.isEmpty() ? List.of() : application.subList(1, application.size());
    return new CliSettings(
        table.settings(environment),
        table.origins(),
        new Application(
            appId,
            resource.mainAppResource(),
            main,
            arguments,
            Optional.ofNullable(options.proxyUser())),
        new CommandLineRuntime(
            SparkRuntime.standalone(Version.spark()),
            CommandLineRuntime.userOf(environment, options.proxyUser())));
  }

  private SettingsTable table(SettingsOptions options, @Nullable Path file) {
    SettingsTable table = new SettingsTable();
    for (String pair : options.conf()) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        // the text may be a secret without its key: it stays out of the message
        throw new PodsmithException(
            PodsmithError.CONF_ARGUMENTS, "a --conf has no '='; write --conf KEY=VALUE");
      }
      if (isSparkKey(pair.substring(0, equals), "--conf")) {
        table.set(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    options.values().forEach(table::set);
    if (file != null) {
      addFile(table, file);
    }
    if (file == null || options.isLoadingSparkDefaults()) {
      PropertiesFile.defaults(environment).ifPresent(defaults -> addFile(table, defaults));
    }
    VARIABLES.forEach(
        (key, variable) -> {
          String value = environment.get(variable);
          if (value != null && !value.isEmpty()) {
            table.setIfMissing(key, value, origin());
          }
        });
    table.copyIfMissing(PRINCIPAL, "spark.yarn.principal");
    table.copyIfMissing("spark.kerberos.keytab", "spark.yarn.keytab");
    return table;
  }

  private void addFile(SettingsTable table, Path file) {
    PropertiesFile.read(file)
        .forEach(
            (key, entry) -> {
              String place = "%s:%d".formatted(file, entry.line());
              if (isSparkKey(key, place)) {
                table.setIfMissing(
                    key,
                    entry.value(),
                    new SettingOrigin(
                        SettingOrigin.Kind.PROPERTIES_FILE, file.toString(), entry.line()));
              }
            });
  }

  private boolean isSparkKey(String key, String place) {
    if (!key.startsWith("spark.")) {
      warn("%s: ignoring '%s', which does not start with 'spark.'".formatted(place, key));
      return false;
    }
    return true;
  }

  private static void requireClusterMode(SettingsTable table) {
    String mode = table.find(DEPLOY_MODE).orElse("cluster");
    if (!mode.equals("cluster")) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          DEPLOY_MODE,
          mode,
          "cluster",
          "for client mode use spark-submit");
    }
    table.addIfMissing(DEPLOY_MODE, mode);
  }

  /** Adds the https that a master without a scheme means. */
  private static void resolveMaster(SettingsTable table) {
    Optional<String> given = table.find(MASTER);
    if (given.isEmpty()) {
      return;
    }
    String master = given.get();
    if (!master.startsWith(K8S)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_MASTER,
          MASTER,
          // it may hold a password
          master.contains("@") ? "(withheld)" : master,
          "the URL of an API server",
          "write k8s://https://<host>:<port>; for other cluster managers use spark-submit");
    }
    String url = master.substring(K8S.length());
    if (!url.contains("://")) {
      table.rewrite(MASTER, K8S + "https://" + url);
    }
  }

  private static void resolveName(
      SettingsTable table,
      @Nullable String mainClass,
      List<String> application,
      PrimaryResource resource) {
    if (mainClass != null) {
      table.setIfMissing(APP_NAME, mainClass, origin());
    } else if (!application.isEmpty()) {
      table.setIfMissing(APP_NAME, resource.fileName(), origin());
    }
  }

  private static void requirePositive(SettingsTable table) {
    SparkSettings settings = table.settings(Map.of());
    for (ConfigEntry<?> entry : POSITIVE) {
      require(entry, settings);
    }
    if (settings.raw(DYNAMIC_ALLOCATION).filter("true"::equalsIgnoreCase).isEmpty()) {
      require(EXECUTORS, settings);
    }
  }

  private static void require(ConfigEntry<?> entry, SparkSettings settings) {
    if (settings.raw(entry.key()).filter(value -> !SparkSettings.hasReference(value)).isPresent()) {
      settings.get(entry);
    }
  }

  private static String mainClass(
      SettingsOptions options, List<String> application, PrimaryResource resource) {
    String given = options.mainClass();
    if (resource.language() == AppLanguage.PYTHON) {
      return PYTHON_RUNNER;
    }
    if (resource.language() == AppLanguage.R) {
      return R_RUNNER;
    }
    if (given == null) {
      return application.isEmpty() ? "" : resource.mainClassOfManifest();
    }
    if (CLIENT_MODE_CLASSES.contains(given)) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "--class is '%s', which does not run in cluster mode; use spark-submit in client mode"
              .formatted(given));
    }
    return given;
  }

  private void resolveFiles(SettingsTable table, PrimaryResource resource) {
    ResourcePaths paths = new ResourcePaths(this::warn);
    for (String key : List.of(JARS, "spark.files", "spark.archives", PY_FILES)) {
      table.find(key).ifPresent(list -> table.rewrite(key, paths.resolveAll(key, list)));
    }
    // spark-submit sets these two in any case
    table.addIfMissing(PY_FILES, "");
    if (resource.language() == AppLanguage.JAVA) {
      table.addIfMissing(JARS, "");
      table.rewrite(
          JARS,
          Stream.concat(
                  ResourcePaths.elements(table.find(JARS).orElse("")), resource.uri().stream())
              .collect(Collectors.joining(",")));
    }
  }

  private void warn(String warning) {
    if (warned.add(warning)) {
      warnings.accept(warning);
    }
  }

  private static SettingOrigin origin() {
    return SettingOrigin.of(SettingOrigin.Kind.COMMAND_LINE);
  }

  private static ConfigEntry<?> memory(String key) {
    return ConfigEntry.key(key)
        .doc("Memory.")
        .since("0.7.0")
        .bytesType(ByteUnit.BYTES)
        .check(bytes -> bytes > 0, ACCEPTED_POSITIVE)
        .optional();
  }

  private static ConfigEntry<?> count(String key) {
    return ConfigEntry.key(key)
        .doc("Count.")
        .since("0.7.0")
        .intType()
        .check(number -> number > 0, ACCEPTED_POSITIVE)
        .optional();
  }
}
