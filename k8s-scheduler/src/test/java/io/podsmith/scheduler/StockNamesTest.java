// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.cluster.k8s.GenerateExecID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark, its images and its users call classes by name: ours answer to the same names. */
class StockNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.scheduler.ExternalClusterManager",
        "org.apache.spark.deploy.SparkSubmitOperation",
        "org.apache.spark.deploy.SparkDiagnosticsSetter"
      })
  void offersServicesUnderTheSameNames(String service) throws IOException {
    try (URLClassLoader stock = StockJar.loader()) {
      String file = "META-INF/services/" + service;
      URL theirs = stock.findResource(file);
      assertThat(theirs).as("%s in the stock jar", service).isNotNull();
      assertThat(providers(getClass().getClassLoader().getResource(file)))
          .as("with other names Spark would find two managers where both jars are present")
          .isEqualTo(providers(theirs))
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.deploy.k8s.submit.KubernetesClientApplication",
        "org.apache.spark.deploy.k8s.submit.K8SSparkSubmitOperation",
        "org.apache.spark.deploy.k8s.SparkKubernetesDiagnosticsSetter",
        "org.apache.spark.scheduler.cluster.k8s.KubernetesClusterManager",
        "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
        "org.apache.spark.scheduler.cluster.k8s.ExecutorRollPlugin",
        "org.apache.spark.shuffle.KubernetesLocalDiskShuffleDataIO"
      })
  void hasWhatIsLookedUpByName(String name) throws Exception {
    try (URLClassLoader stock = StockJar.loader()) {
      Class<?> theirs = Class.forName(name, false, stock);
      assertThat(theirs.getClassLoader()).as("the stock jar has it").isSameAs(stock);
      assertThat(Class.forName(name).getClassLoader()).isSameAs(getClass().getClassLoader());
    }
  }

  /** Spark 4.1.1 does not have them; these are the names of later versions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.scheduler.cluster.k8s.ExecutorResizePlugin",
        "org.apache.spark.scheduler.cluster.k8s.ExecutorPVCResizePlugin"
      })
  void hasThePluginsOfLaterVersions(String name) throws Exception {
    assertThat(Class.forName(name).getConstructor().newInstance()).isInstanceOf(SparkPlugin.class);
  }

  @Test
  void understandsAnExecutorOfAStockImageThatAsksForItsId() throws Exception {
    try (URLClassLoader stock = StockJar.loader()) {
      Class<?> theirs = Class.forName(GenerateExecID.class.getName(), true, stock);
      assertThat(theirs).isNotEqualTo(GenerateExecID.class);
      assertThat(ObjectStreamClass.lookup(GenerateExecID.class).getSerialVersionUID())
          .isEqualTo(ObjectStreamClass.lookup(theirs).getSerialVersionUID());

      Object asked = theirs.getConstructor(String.class).newInstance("pod-1");
      assertThat(read(written(asked)))
          .isInstanceOfSatisfying(
              GenerateExecID.class, ours -> assertThat(ours.podName()).isEqualTo("pod-1"));
    }
  }

  private static byte[] written(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  private static List<String> providers(URL serviceFile) throws IOException {
    try (InputStream in = serviceFile.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::trim)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }
}
