// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.Main;
import io.podsmith.cli.PropertiesFile;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that select a cluster, a namespace and credentials. */
public final class ClusterOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description = {
        "API server, as k8s://https://HOST:PORT. Default: the setting spark.master, else",
        "that of the kubeconfig."
      })
  private @Nullable String master;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = {
        "Namespace. Default: the setting spark.kubernetes.namespace, else that of the",
        "kubeconfig."
      })
  private @Nullable String namespace;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig. Default: the current one.")
  private @Nullable String context;

  @Option(
      names = "--properties-file",
      paramLabel = "FILE",
      description = {
        "File with settings. Default: spark-defaults.conf in $SPARK_CONF_DIR, or in",
        "$SPARK_HOME/conf."
      })
  private @Nullable Path propertiesFile;

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "KEY=VALUE",
      description = "A setting, for example credentials. Can be repeated.")
  private List<String> conf = new ArrayList<>();

  /**
   * Connects to the cluster.
   *
   * @param spec the command that was started
   * @param names applications, of which submission ids ({@code NAMESPACE:POD}) set the namespace
   */
  Cluster connect(CommandSpec spec, List<String> names) {
    Map<String, String> environment = Main.environmentOf(spec);
    Map<String, String> values = new TreeMap<>();
    Optional.ofNullable(propertiesFile)
        .or(() -> PropertiesFile.defaults(environment))
        .ifPresent(
            file ->
                PropertiesFile.read(file)
                    .forEach((key, entry) -> putIfSetting(values, key, entry.value())));
    conf.forEach(pair -> putPair(values, pair));
    putIfGiven(values, SparkKeys.MASTER.key(), master);
    putIfGiven(values, ClusterKeys.KUBERNETES_CONTEXT.key(), context);
    putIfGiven(values, ClusterKeys.KUBERNETES_NAMESPACE.key(), namespace);
    namespaceIn(names)
        .ifPresent(found -> values.put(ClusterKeys.KUBERNETES_NAMESPACE.key(), found));
    return Cluster.connect(SparkSettings.of(values, environment));
  }

  /** Returns the applications without the namespaces of submission ids. */
  static List<String> withoutNamespaces(List<String> names) {
    return names.stream().map(name -> name.substring(name.indexOf(':') + 1)).toList();
  }

  /** Several namespaces would need several connections, which no command has. */
  private Optional<String> namespaceIn(List<String> names) {
    List<String> found =
        names.stream()
            .filter(name -> name.indexOf(':') > 0)
            .map(name -> name.substring(0, name.indexOf(':')))
            .distinct()
            .toList();
    boolean isContradiction =
        !found.isEmpty() && namespace != null && !found.get(0).equals(namespace);
    if (found.size() > 1 || isContradiction) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "the submission ids are of namespace %s%s; pass applications of one namespace"
              .formatted(
                  String.join(" and ", found),
                  isContradiction ? " but --namespace is %s".formatted(namespace) : ""));
    }
    return found.stream().findFirst();
  }

  private static void putIfSetting(Map<String, String> values, String key, String value) {
    if (key.startsWith("spark.")) {
      values.put(key, value);
    }
  }

  /** Without a key the text may be a secret, which stays out of the message. */
  private static void putPair(Map<String, String> values, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS, "a --conf has no key or no '='; write --conf KEY=VALUE");
    }
    values.put(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private static void putIfGiven(Map<String, String> values, String key, @Nullable String value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
