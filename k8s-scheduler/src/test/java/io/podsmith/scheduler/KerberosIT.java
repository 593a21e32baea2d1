// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.jobs.LastingReadsJob;
import io.podsmith.scheduler.jobs.SecureFilesJob;
import io.podsmith.scheduler.kerberos.SecureHdfs;
import io.podsmith.scheduler.secrets.Search;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import io.podsmith.testkit.cluster.NodeImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.kerberos.KerberosKey;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KeyTab;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spark's own SparkSubmit, a KDC and a secure HDFS: each way in which a job gets its credentials.
 * After each run, keys and tokens are in Secrets, and nowhere else. {@code .ci/kerberos} sets the
 * property that runs all of them.
 */
class KerberosIT {
  private static final String ALL = "podsmith.kerberos.all";
  private static final String IMAGE = "podsmith/spark:test";
  private static final String CONFIG_MAP = "realm";
  private static final String TOKENS_OF_ALICE = "tokens [HDFS_DELEGATION_TOKEN of alice]";

  @TempDir private static Path directory;

  private static EmbeddedCluster cluster;
  private static SecureHdfs hdfs;

  @BeforeAll
  static void start() throws IOException {
    hdfs = SecureHdfs.start(directory.resolve("hdfs"), Duration.ofHours(1));
    cluster =
        EmbeddedCluster.builder()
            .image(IMAGE, NodeImage.sparkClasspath(SparkSubmitProcess.classPath()))
            .start();
    ConfigMap realm =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(CONFIG_MAP)
            .endMetadata()
            .addToData("krb5.conf", Files.readString(hdfs.krb5Conf()))
            .build();
    cluster.client().resource(realm).create();
  }

  @AfterAll
  static void stop() {
    cluster.close();
    hdfs.close();
  }

  @Test
  void logsInWithAKeytab() throws IOException {
    Map<String, String> settings = settings("keytab");
    settings.putAll(keytabOfAlice(hdfs));
    settings.put("spark.kubernetes.kerberos.krb5.path", hdfs.krb5Conf().toString());
    Path plan = directory.resolve("plan.json");
    settings.put("spark.podsmith.explain", plan.toString());

    SparkSubmitProcess.Result result =
        submit(hdfs, noTickets(), settings, files("alice", "keytab"));

    assertWritten(result, "keytab", "alice");
    assertThat(cluster.logs("keytab"))
        .contains("Driver: security true, tickets true")
        .contains("Executor: security true, tickets false, " + TOKENS_OF_ALICE);
    assertNoSecrets(hdfs, result, Files.readString(plan));
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void passesTokensOfATicketCache() throws IOException {
    Path file = Files.writeString(directory.resolve("more.txt"), "more");
    Map<String, String> settings = settings("ticket-cache");
    settings.put("spark.kubernetes.kerberos.krb5.configMapName", CONFIG_MAP);
    settings.put("spark.kubernetes.file.upload.path", "/user/alice/uploads");
    List<String> arguments = new ArrayList<>(List.of("--files", file.toString()));
    arguments.addAll(files("alice", "ticket-cache"));

    SparkSubmitProcess.Result result = submit(hdfs, tickets("alice"), settings, arguments);

    assertWritten(result, "ticket-cache", "alice");
    assertThat(cluster.logs("ticket-cache"))
        .contains("Driver: security true, tickets false, " + TOKENS_OF_ALICE)
        .contains("Executor: security true, tickets false, " + TOKENS_OF_ALICE);
    assertThat(secretOfTokens("ticket-cache").getMetadata().getOwnerReferences())
        .as("the Secret with the tokens is deleted with the driver")
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo("ticket-cache"));
    assertNoSecrets(hdfs, result, "");
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void usesTheTokensOfASecret() throws IOException {
    Secret tokens =
        new SecretBuilder()
            .withNewMetadata()
            .withName("tokens-of-alice")
            .endMetadata()
            .addToData(
                "hdfs", Base64.getEncoder().encodeToString(Files.readAllBytes(hdfs.tokens())))
            .build();
    cluster.client().resource(tokens).create();
    Map<String, String> settings = settings("token-secret");
    settings.put("spark.kubernetes.kerberos.krb5.configMapName", CONFIG_MAP);
    settings.put("spark.kubernetes.kerberos.tokenSecret.name", "tokens-of-alice");
    settings.put("spark.kubernetes.kerberos.tokenSecret.itemKey", "hdfs");

    SparkSubmitProcess.Result result =
        submit(hdfs, noTickets(), settings, files("alice", "token-secret"));

    assertWritten(result, "token-secret", "alice");
    assertThat(cluster.logs("token-secret"))
        .contains("Driver: security true, tickets false, " + TOKENS_OF_ALICE)
        .contains("Executor: security true, tickets false, " + TOKENS_OF_ALICE);
    assertNoSecrets(hdfs, result, "");
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void actsForAnotherUser() throws IOException {
    Map<String, String> settings = settings("proxy-user");
    settings.put("spark.kubernetes.kerberos.krb5.path", hdfs.krb5Conf().toString());
    List<String> arguments = new ArrayList<>(List.of("--proxy-user", "bob"));
    arguments.addAll(files("bob", "proxy-user"));

    SparkSubmitProcess.Result result = submit(hdfs, tickets("gateway"), settings, arguments);

    assertWritten(result, "proxy-user", "bob");
    String tokens = "tokens [HDFS_DELEGATION_TOKEN of bob by gateway]";
    assertThat(cluster.logs("proxy-user"))
        .contains("Driver: security true, tickets false, " + tokens)
        .contains("Executor: security true, tickets false, " + tokens);
    assertNoSecrets(hdfs, result, "");
  }

  /** The driver runs here; it sends tokens to its executors, and renews them. */
  @ParameterizedTest
  @ValueSource(strings = {"keytab", "ccache"})
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void worksInClientMode(String credentials) throws IOException {
    String name = "client-" + credentials;
    Map<String, String> settings = settings(name);
    settings.remove("spark.kubernetes.driver.pod.name");
    settings.put("spark.kubernetes.hadoop.configMapName", hadoopConfigMap());
    settings.put("spark.kubernetes.kerberos.krb5.configMapName", CONFIG_MAP);
    settings.put("spark.kerberos.renewal.credentials", credentials);
    boolean hasKeytab = credentials.equals("keytab");
    if (hasKeytab) {
      settings.putAll(keytabOfAlice(hdfs));
    }
    List<String> arguments = new ArrayList<>(List.of("--deploy-mode", "client"));
    arguments.addAll(files("alice", name));

    SparkSubmitProcess.Result result =
        submit(hdfs, hasKeytab ? noTickets() : tickets("alice"), settings, arguments);

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Written: [ONE, TWO, THREE] by alice", "Driver: security true, tickets true")
        .contains("Executor: security true, tickets false, " + TOKENS_OF_ALICE);
    assertThat(kindsWithSecrets(hdfs, result, ""))
        .allMatch(row -> row.endsWith(" in object secrets") || row.endsWith(" in request secrets"));
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void needsKrb5ConfInExecutors() {
    Map<String, String> settings = settings("driver-only");
    settings.merge(
        "spark.driver.extraJavaOptions",
        "-Djava.security.krb5.conf=" + hdfs.krb5Conf(),
        "%s %s"::formatted);
    settings.put("spark.executor.maxNumFailures", "1");

    SparkSubmitProcess.Result result =
        submit(hdfs, tickets("alice"), settings, files("alice", "driver-only"));

    assertThat(result.exitCode()).as(result.output()).isNotZero();
    assertThat(cluster.logs("driver-only-exec-1"))
        .as("why executors have the file of the settings")
        .contains("Can't get Kerberos realm");
  }

  @Test
  @EnabledIfSystemProperty(named = ALL, matches = "true")
  void outlivesItsFirstTokens() throws IOException {
    try (SecureHdfs shortLived =
        SecureHdfs.start(directory.resolve("short-lived"), Duration.ofSeconds(20))) {
      Map<String, String> settings = settings("renewal");
      settings.putAll(keytabOfAlice(shortLived));
      settings.put("spark.kubernetes.kerberos.krb5.path", shortLived.krb5Conf().toString());

      SparkSubmitProcess.Result result =
          submit(
              shortLived,
              noTickets(),
              settings,
              List.of(
                  "--class",
                  LastingReadsJob.class.getName(),
                  "spark-internal",
                  "/user/alice/words.txt",
                  "3"));

      assertThat(result.exitCode()).as(result.output() + cluster.logs("renewal")).isZero();
      assertThat(cluster.logs("renewal"))
          .containsPattern("Read \\d+ times with 3 tokens")
          .containsPattern("With the first token: .*InvalidToken.* has expired");
      assertNoSecrets(shortLived, result, "");
    }
  }

  private static void assertWritten(SparkSubmitProcess.Result result, String pod, String owner)
      throws IOException {
    String log = cluster.logs(pod);
    assertThat(result.exitCode())
        .as("spark-submit:\n%s\ndriver:\n%s\nHDFS:\n%s", result.output(), log, hdfs.log())
        .isZero();
    assertThat(log).contains("Written: [ONE, TWO, THREE] by " + owner);
  }

  /** Searches for keys, tickets and tokens outside Secrets. */
  private static void assertNoSecrets(
      SecureHdfs service, SparkSubmitProcess.Result result, String plan) throws IOException {
    assertThat(kindsWithSecrets(service, result, plan))
        .as("the search finds in Secrets what is there, and nothing elsewhere")
        .isNotEmpty()
        .allMatch(row -> row.endsWith(" in object secrets") || row.endsWith(" in request secrets"));
  }

  private static Set<String> kindsWithSecrets(
      SecureHdfs service, SparkSubmitProcess.Result result, String plan) throws IOException {
    Search search = new Search();
    search.addObjects(cluster);
    search.addRequests(cluster);
    for (Pod pod : cluster.client().pods().list().getItems()) {
      search.add("log of a pod", cluster.logs(pod.getMetadata().getName()));
    }
    search.add("output of spark-submit", result.output());
    search.add("plan", plan);

    Set<String> found = new LinkedHashSet<>();
    secrets(service).forEach((name, bytes) -> found.addAll(search.kindsWith(name, bytes)));
    return found;
  }

  /** Makes a ConfigMap of the Hadoop configuration. */
  private static String hadoopConfigMap() throws IOException {
    ConfigMapBuilder map =
        new ConfigMapBuilder().withNewMetadata().withName("hadoop").endMetadata();
    try (Stream<Path> files = Files.list(hdfs.hadoopConf())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        map.addToData(file.getFileName().toString(), Files.readString(file));
      }
    }
    cluster.client().resource(map.build()).createOr(NonDeletingOperation::update);
    return "hadoop";
  }

  private static Map<String, byte[]> secrets(SecureHdfs service) throws IOException {
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    for (String user : List.of("alice", "gateway")) {
      secrets.put("keytab of " + user, Files.readAllBytes(service.keytab(user)));
      secrets.put("ticket cache of " + user, Files.readAllBytes(service.ticketCache(user)));
      KerberosPrincipal principal = new KerberosPrincipal(user + "@" + SecureHdfs.REALM);
      KeyTab keytab = KeyTab.getInstance(principal, service.keytab(user).toFile());
      for (KerberosKey key : keytab.getKeys(principal)) {
        secrets.put("key %d of %s".formatted(key.getKeyType(), user), key.getEncoded());
      }
    }
    addTokens(secrets, "given token", Files.readAllBytes(service.tokens()));
    for (Secret secret : cluster.client().secrets().list().getItems()) {
      String tokens = secret.getData().get(Constants.KERBEROS_SECRET_KEY);
      if (tokens != null) {
        String name = "token of " + secret.getMetadata().getName();
        addTokens(secrets, name, Base64.getDecoder().decode(tokens));
      }
    }
    return secrets;
  }

  private static void addTokens(Map<String, byte[]> secrets, String name, byte[] serialized) {
    Credentials credentials = SparkHadoopUtil.get().deserialize(serialized);
    for (Token<? extends TokenIdentifier> token : credentials.getAllTokens()) {
      secrets.put(name, token.getPassword());
    }
  }

  private static Secret secretOfTokens(String pod) {
    Pod driver = cluster.client().pods().withName(pod).get();
    String name =
        driver.getSpec().getVolumes().stream()
            .filter(each -> each.getName().equals(Constants.SPARK_APP_HADOOP_SECRET_VOLUME_NAME))
            .map(each -> each.getSecret().getSecretName())
            .findFirst()
            .orElseThrow();
    return cluster.client().secrets().withName(name).get();
  }

  private static Map<String, String> keytabOfAlice(SecureHdfs service) {
    return Map.of(
        "spark.kerberos.keytab",
        service.keytab("alice").toString(),
        "spark.kerberos.principal",
        "alice@" + SecureHdfs.REALM);
  }

  private static Map<String, String> tickets(String user) {
    return Map.of("KRB5CCNAME", hdfs.ticketCache(user).toString());
  }

  /** Without it, Java looks for a ticket cache of the user of this machine. */
  private static Map<String, String> noTickets() {
    return Map.of("KRB5CCNAME", directory.resolve("no.ccache").toString());
  }

  private static List<String> files(String user, String output) {
    String home = "/user/" + user;
    return List.of(
        "--class",
        SecureFilesJob.class.getName(),
        "spark-internal",
        home + "/words.txt",
        home + "/" + output);
  }

  private static Map<String, String> settings(String pod) {
    Map<String, String> settings = new LinkedHashMap<>(cluster.sparkProperties());
    String flags = String.join(" ", SparkSubmitProcess.SHORT_LIVED);
    settings.put("spark.kubernetes.container.image", IMAGE);
    settings.put("spark.kubernetes.driver.pod.name", pod);
    settings.put("spark.kubernetes.executor.podNamePrefix", pod);
    settings.put("spark.kubernetes.executor.deleteOnTermination", "false");
    settings.put("spark.executor.instances", "1");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.extraJavaOptions", flags);
    settings.put("spark.executor.extraJavaOptions", flags);
    return settings;
  }

  private static SparkSubmitProcess.Result submit(
      SecureHdfs service,
      Map<String, String> tickets,
      Map<String, String> settings,
      List<String> arguments) {
    Map<String, String> environment = new LinkedHashMap<>(tickets);
    environment.put("HADOOP_CONF_DIR", service.hadoopConf().toString());
    List<String> all = new ArrayList<>();
    if (!arguments.contains("--deploy-mode")) {
      all.addAll(List.of("--deploy-mode", "cluster"));
    }
    all.addAll(arguments);
    return SparkSubmitProcess.run(
        service.hadoopConf() + File.pathSeparator + System.getProperty("java.class.path"),
        List.of("-Djava.security.krb5.conf=" + service.krb5Conf()),
        environment,
        settings,
        all);
  }
}
