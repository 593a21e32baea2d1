// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodKeys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * Annotates the driver pod with the exception that ended the application. Spark calls it through
 * {@code SparkDiagnosticsSetter}, an interface that Spark 4.0 does not have.
 */
public class ExitDiagnostics {
  // All annotations of an object together may take 256 KiB.
  private static final int MAX_LENGTH = 64 * 1024;
  private static final String DEPLOY_MODE = "spark.submit.deployMode";
  private static final String CUT = "...";

  /** Returns whether this class can handle the master. */
  public boolean supports(String master) {
    return SparkVersions.isKubernetes(master);
  }

  /** Annotates the driver pod. Does nothing in client mode and in the submitting process. */
  public void setDiagnostics(Throwable failure, SparkConf conf) {
    // SparkSubmit asks this of the submitting side, too, but only the driver knows its failure.
    if (conf.get(DEPLOY_MODE, "client").equals("cluster")) {
      return;
    }
    SparkSettings settings = SparkConfs.settings(conf);
    settings
        .get(PodKeys.KUBERNETES_DRIVER_POD_NAME)
        .ifPresent(pod -> annotate(pod, text(failure), settings));
  }

  private static void annotate(String podName, String text, SparkSettings settings) {
    String namespace = settings.get(ClusterKeys.KUBERNETES_NAMESPACE);
    try (KubernetesClient client =
        KubernetesClients.create(
            settings.get(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL),
            Optional.of(namespace),
            KeyPrefixes.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX,
            ClientPurpose.DRIVER,
            settings,
            Optional.empty())) {
      client
          .pods()
          .inNamespace(namespace)
          .withName(podName)
          .edit(
              pod ->
                  new PodBuilder(pod)
                      .editOrNewMetadata()
                      .addToAnnotations(Constants.EXIT_EXCEPTION_ANNOTATION, text)
                      .endMetadata()
                      .build());
    }
  }

  static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.getBuffer().length() <= MAX_LENGTH
        ? text.toString()
        : text.getBuffer().substring(0, MAX_LENGTH - CUT.length()) + CUT;
  }
}
