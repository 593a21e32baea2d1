// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static io.podsmith.steps.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopAndKerberosTest {
  private static final String HADOOP = "spark.driver-hadoop-conf";
  private static final String KERBEROS = "spark.kerberos";

  @TempDir private Path folder;

  @Test
  void refusesAFolderTogetherWithAConfigMap() {
    assertRefused(
        HADOOP,
        Case.driver(
            "env.HADOOP_CONF_DIR",
            folder.toString(),
            "spark.kubernetes.hadoop.configMapName",
            "company"),
        PodsmithError.CONF_CONFLICT,
        "spark.kubernetes.hadoop.configMapName",
        "'company'",
        "HADOOP_CONF_DIR",
        folder.toString());
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertRefused(
        HADOOP,
        Case.driver("env.HADOOP_CONF_DIR", "/nowhere"),
        PodsmithError.CONF_FILE,
        "HADOOP_CONF_DIR",
        "'/nowhere'",
        "an existing directory");
  }

  @Test
  void takesAnEmptyVariableForNone() {
    assertThat(BuiltInSteps.find(HADOOP, Case.driver("env.HADOOP_CONF_DIR", ""))).isEmpty();
  }

  @Test
  void refusesMoreThanAConfigMapHolds() throws IOException {
    Files.write(folder.resolve("big.xml"), new byte[(1 << 20) + 1]);
    assertRefused(
        HADOOP,
        Case.driver("env.HADOOP_CONF_DIR", folder.toString()),
        PodsmithError.CONF_FILE,
        "HADOOP_CONF_DIR",
        "1048576");
  }

  @Test
  void refusesAFileNameThatAConfigMapCannotHold() throws IOException {
    Files.createFile(folder.resolve("core site.xml"));
    assertRefused(
        HADOOP,
        Case.driver("env.HADOOP_CONF_DIR", folder.toString()),
        PodsmithError.CONF_FILE,
        "HADOOP_CONF_DIR",
        "'core site.xml'",
        "rename");
  }

  @Test
  void refusesAKrb5FileTogetherWithAConfigMap() {
    assertRefused(
        KERBEROS,
        Case.driver(
            "spark.kubernetes.kerberos.krb5.path", "/etc/krb5.conf",
            "spark.kubernetes.kerberos.krb5.configMapName", "company"),
        PodsmithError.CONF_CONFLICT,
        "spark.kubernetes.kerberos.krb5.path",
        "'/etc/krb5.conf'",
        "'company'");
  }

  @Test
  void refusesAKeytabWithoutPrincipal() {
    assertRefused(
        KERBEROS,
        Case.driver("spark.kerberos.keytab", "/etc/alice.keytab"),
        PodsmithError.CONF_MISSING,
        "spark.kerberos.principal",
        "spark.kerberos.keytab is '/etc/alice.keytab'");
  }

  @Test
  void refusesAPrincipalWithoutKeytab() {
    assertRefused(
        KERBEROS,
        Case.driver("spark.kerberos.principal", "alice@EXAMPLE.ORG"),
        PodsmithError.CONF_MISSING,
        "spark.kerberos.keytab",
        "set both or neither");
  }

  @Test
  void refusesATokenSecretWithoutItem() {
    assertRefused(
        KERBEROS,
        Case.driver("spark.kubernetes.kerberos.tokenSecret.name", "tokens"),
        PodsmithError.CONF_MISSING,
        "spark.kubernetes.kerberos.tokenSecret.itemKey",
        "'tokens'");
  }

  @Test
  void refusesAKeytabThatIsNotThere() {
    assertRefused(
        KERBEROS,
        Case.driver(
            "spark.kerberos.keytab", "/nowhere/alice.keytab",
            "spark.kerberos.principal", "alice@EXAMPLE.ORG"),
        PodsmithError.CONF_FILE,
        "spark.kerberos.keytab",
        "'/nowhere/alice.keytab'");
  }

  @Test
  void refusesAKrb5FileThatIsNotText() throws IOException {
    Path file = Files.write(folder.resolve("krb5.conf"), new byte[] {(byte) 0xca, (byte) 0xfe});
    assertRefused(
        KERBEROS,
        Case.driver("spark.kubernetes.kerberos.krb5.path", file.toString()),
        PodsmithError.CONF_FILE,
        "spark.kubernetes.kerberos.krb5.path",
        "UTF-8");
  }

  @Test
  void refusesAnExecutorTemplateThatIsNotThere() {
    assertRefused(
        "spark.pod-template",
        Case.driver("spark.kubernetes.executor.podTemplateFile", "/nowhere/template.yaml"),
        PodsmithError.CONF_FILE,
        "spark.kubernetes.executor.podTemplateFile",
        "'/nowhere/template.yaml'");
  }

  @Test
  void readsFilesThatAreGivenAsUris() throws IOException {
    Path file = folder.resolve("template.yaml");
    Files.writeString(file, "spec: {}", StandardCharsets.UTF_8);
    assertThat(
            BuiltInSteps.make(
                    "spark.pod-template",
                    Case.driver(
                        "spark.kubernetes.executor.podTemplateFile", file.toUri().toString()))
                .getAdditionalKubernetesResources())
        .singleElement()
        .hasFieldOrPropertyWithValue("data", Map.of("podspec-configmap-key", "spec: {}"));
  }
}
