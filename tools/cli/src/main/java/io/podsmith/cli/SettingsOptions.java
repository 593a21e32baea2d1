// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of {@code spark-submit} that give settings, for all commands that work with the
 * settings of an application. An option overrides {@code --conf}, which overrides the properties
 * file, which overrides {@code spark-defaults.conf}.
 *
 * <p>A command that takes an application adds {@link ApplicationParameters}.
 */
public final class SettingsOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "k8s://HOST:PORT of the API server, or k8s://http://HOST:PORT.")
  private @Nullable String master;

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      description = "Only 'cluster' is supported. Default: cluster.")
  private @Nullable String deployMode;

  @Option(names = "--class", paramLabel = "CLASS", description = "Main class of the application.")
  private @Nullable String mainClass;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the application. Default: the main class, or the name of the file.")
  private @Nullable String name;

  @Option(
      names = "--properties-file",
      paramLabel = "FILE",
      description = {
        "File with settings. Default: spark-defaults.conf in",
        "$SPARK_CONF_DIR or $SPARK_HOME/conf."
      })
  private @Nullable Path propertiesFile;

  @Option(
      names = "--load-spark-defaults",
      description = "Also read spark-defaults.conf if --properties-file is set.")
  private boolean loadSparkDefaults;

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "KEY=VALUE",
      description = "A setting. Can be repeated.")
  private List<String> conf = new ArrayList<>();

  @Option(
      names = "--jars",
      paramLabel = "JARS",
      description = "Jars for the classpath of driver and executors, separated by commas.")
  private @Nullable String jars;

  @Option(
      names = "--files",
      paramLabel = "FILES",
      description = "Files for the working directory of executors, separated by commas.")
  private @Nullable String files;

  @Option(
      names = "--archives",
      paramLabel = "ARCHIVES",
      description = "Archives to extract in the working directory of executors.")
  private @Nullable String archives;

  @Option(
      names = "--py-files",
      paramLabel = "FILES",
      description = "Python files for the PYTHONPATH, separated by commas.")
  private @Nullable String pyFiles;

  @Option(
      names = "--packages",
      paramLabel = "COORDINATES",
      description = "Maven coordinates of jars, which the driver downloads.")
  private @Nullable String packages;

  @Option(
      names = "--exclude-packages",
      paramLabel = "COORDINATES",
      description = "groupId:artifactId of dependencies of --packages to exclude.")
  private @Nullable String excludePackages;

  @Option(
      names = "--repositories",
      paramLabel = "URLS",
      description = "More Maven repositories for --packages.")
  private @Nullable String repositories;

  @Option(names = "--driver-memory", paramLabel = "MEM", description = "Heap of the driver.")
  private @Nullable String driverMemory;

  @Option(names = "--driver-cores", paramLabel = "NUM", description = "Cores of the driver.")
  private @Nullable String driverCores;

  @Option(
      names = "--driver-java-options",
      paramLabel = "OPTIONS",
      description = "JVM options of the driver.")
  private @Nullable String driverJavaOptions;

  @Option(
      names = "--driver-class-path",
      paramLabel = "PATH",
      description = "Classpath entries of the driver.")
  private @Nullable String driverClasspath;

  @Option(
      names = "--driver-library-path",
      paramLabel = "PATH",
      description = "Library path entries of the driver.")
  private @Nullable String driverLibraryPath;

  @Option(names = "--executor-memory", paramLabel = "MEM", description = "Heap per executor.")
  private @Nullable String executorMemory;

  @Option(names = "--executor-cores", paramLabel = "NUM", description = "Cores per executor.")
  private @Nullable String executorCores;

  @Option(names = "--num-executors", paramLabel = "NUM", description = "Number of executors.")
  private @Nullable String numExecutors;

  @Option(
      names = "--proxy-user",
      paramLabel = "NAME",
      description = "User whom the driver impersonates.")
  private @Nullable String proxyUser;

  @Option(
      names = "--principal",
      paramLabel = "NAME",
      description = "Principal with which the driver logs in to Kerberos.")
  private @Nullable String principal;

  @Option(
      names = "--keytab",
      paramLabel = "FILE",
      description = "Keytab with which the driver logs in to Kerberos.")
  private @Nullable String keytab;

  @Option(names = "--queue", paramLabel = "NAME", hidden = true)
  private @Nullable String queue;

  @Option(names = "--total-executor-cores", paramLabel = "NUM", hidden = true)
  private @Nullable String totalExecutorCores;

  @Option(names = "--supervise", hidden = true)
  private boolean supervise;

  private @Nullable SettingsResolver resolver;

  /**
   * Returns the settings of the options and files, without an application.
   *
   * @throws io.podsmith.api.error.PodsmithException if an option or a file is invalid
   */
  public CliSettings resolve() {
    return resolve(List.of());
  }

  /**
   * Returns the settings for an application.
   *
   * @param application the application and its arguments, see {@link ApplicationParameters#words}
   * @throws io.podsmith.api.error.PodsmithException if an option, a file or the application is
   *     invalid
   */
  public CliSettings resolve(List<String> application) {
    return resolver().resolve(this, propertiesFile, application);
  }

  /**
   * Returns the settings with a file in place of that of {@code --properties-file}, without an
   * application.
   *
   * @throws io.podsmith.api.error.PodsmithException if an option or a file is invalid
   */
  public CliSettings resolve(Path file) {
    return resolve(file, List.of());
  }

  /**
   * Returns the settings for an application with a file in place of that of {@code
   * --properties-file}.
   *
   * @param application the application and its arguments; may be empty
   * @throws io.podsmith.api.error.PodsmithException if an option, a file or the application is
   *     invalid
   */
  public CliSettings resolve(Path file, List<String> application) {
    return resolver().resolve(this, file, application);
  }

  /** Returns the file of {@code --properties-file}, or null. */
  @Nullable Path propertiesFile() {
    return propertiesFile;
  }

  boolean isLoadingSparkDefaults() {
    return loadSparkDefaults;
  }

  @Nullable String mainClass() {
    return mainClass;
  }

  @Nullable String proxyUser() {
    return proxyUser;
  }

  List<String> conf() {
    return conf;
  }

  /** Returns the values of the options that stand for settings, by key. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "spark.master", master);
    put(values, "spark.submit.deployMode", deployMode);
    put(values, "spark.app.name", name);
    put(values, "spark.jars", jars);
    put(values, "spark.files", files);
    put(values, "spark.archives", archives);
    put(values, "spark.submit.pyFiles", pyFiles);
    put(values, "spark.jars.packages", packages);
    put(values, "spark.jars.excludes", excludePackages);
    put(values, "spark.jars.repositories", repositories);
    put(values, "spark.driver.memory", driverMemory);
    put(values, "spark.driver.cores", driverCores);
    put(values, "spark.driver.extraJavaOptions", driverJavaOptions);
    put(values, "spark.driver.extraClassPath", driverClasspath);
    put(values, "spark.driver.extraLibraryPath", driverLibraryPath);
    put(values, "spark.executor.memory", executorMemory);
    put(values, "spark.executor.cores", executorCores);
    put(values, "spark.executor.instances", numExecutors);
    put(values, "spark.kerberos.principal", principal);
    put(values, "spark.kerberos.keytab", keytab);
    return values;
  }

  /** Returns the given options that have no effect on Kubernetes. */
  List<String> ignored() {
    List<String> ignored = new ArrayList<>();
    if (queue != null) {
      ignored.add("--queue");
    }
    if (totalExecutorCores != null) {
      ignored.add("--total-executor-cores");
    }
    if (supervise) {
      ignored.add("--supervise");
    }
    return ignored;
  }

  private static void put(Map<String, String> values, String key, @Nullable String value) {
    if (value != null) {
      values.put(key, value);
    }
  }

  private SettingsResolver resolver() {
    SettingsResolver made = resolver;
    if (made == null) {
      made = SettingsResolver.of(command);
      resolver = made;
    }
    return made;
  }
}
