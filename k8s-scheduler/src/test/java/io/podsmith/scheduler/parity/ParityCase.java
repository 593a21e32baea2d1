// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Settings that both sides are given, read from a properties file whose name begins with the role.
 *
 * <p>Beside settings of Spark ({@code spark.}) there are variables of the environment ({@code
 * env.}), the application ({@code app.}), the resource profile of an executor ({@code profile.}),
 * the executor ({@code executor.}), the client ({@code client.}), and what is expected:
 *
 * <ul>
 *   <li>{@code refused}: who refuses, {@code both}, {@code ours} or {@code upstream}
 *   <li>{@code bad}: the key that is wrong, {@code code}: the code of our error
 *   <li>{@code edge}: the keys, separated by blanks, whose value is at the edge of what is accepted
 *   <li>{@code differs}: the ids of the differences that show, see {@link Ledger}
 * </ul>
 *
 * @param given the keys of Spark that the file itself sets
 * @param asGiven the settings, the environment and what they are for, as the file has them
 */
record ParityCase(
    String name,
    Role role,
    SortedMap<String, String> values,
    Set<String> given,
    Map<String, String> asGiven) {
  /** What is built from the settings. */
  enum Role {
    /** A driver in cluster mode, submitted. */
    DRIVER,
    /** A driver, through the class that SparkSubmit runs: client, arguments and all. */
    APPLICATION,
    /** An executor, in cluster mode where {@code executor.driverPod} is given. */
    EXECUTOR,
    /** The connection to the API server. */
    CLIENT;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    String prefix() {
      return label() + "-";
    }
  }

  /** What a file says about its settings and not to anybody else. */
  private static final Set<String> ABOUT =
      Set.of("refused", "bad", "code", "edge", "differs", "fault");

  static final Path FOLDER = Path.of("src/test/resources/parity");
  static final String APP_ID = "spark-0123456789abcdef0123456789abcdef";

  static List<ParityCase> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".properties"))
          .sorted()
          .map(ParityCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ParityCase read(Path file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    String name = file.getFileName().toString().replace(".properties", "");
    return of(name, values);
  }

  /** Makes a case; what every application has to say is added where it is not given. */
  static ParityCase of(String name, Map<String, String> given) {
    Role role = Role.valueOf(name.substring(0, name.indexOf('-')).toUpperCase(Locale.ROOT));
    SortedMap<String, String> values = new TreeMap<>();
    values.put("app.language", "JAVA");
    values.put("app.class", "org.example.Main");
    values.put("app.args", "");
    values.put("spark.app.name", "parity");
    values.put("spark.kubernetes.container.image", "spark:4.1.1");
    values.put("spark.kubernetes.submission.waitAppCompletion", "false");
    if (role == Role.EXECUTOR) {
      values.put("spark.driver.host", "driver.example.org");
      values.put("spark.app.id", APP_ID);
    }
    Set<String> keys = new HashSet<>();
    given.forEach(
        (key, value) -> {
          values.put(key, inPlace(value));
          if (key.startsWith("spark.")) {
            keys.add(key);
          }
        });
    values.values().removeIf("(unset)"::equals);
    if (values.containsKey("executor.driverPod")) {
      values.put("spark.kubernetes.driver.pod.name", values.get("executor.driverPod"));
    }
    Map<String, String> asGiven = new TreeMap<>(given);
    asGiven.keySet().removeAll(name.contains("-generated-") ? Set.of() : ABOUT);
    return new ParityCase(name, role, values, keys, asGiven);
  }

  private static String inPlace(String value) {
    return value
        .replace("${key}", value.contains("${key}") ? PrivateKey.FILE.toString() : "")
        .replace("${files}", FOLDER.resolve("files").toAbsolutePath().toString())
        .replace("${target}", Path.of("target").toAbsolutePath().toString());
  }

  /** A key of this run; a client does not look whether its certificate fits. */
  private static final class PrivateKey {
    static final Path FILE = write(Path.of("target/parity-key.pem").toAbsolutePath());

    private static Path write(Path file) {
      try {
        byte[] key =
            KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return Files.writeString(
            file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Map<String, String> settings() {
    SortedMap<String, String> settings = below("spark.");
    SortedMap<String, String> whole = new TreeMap<>();
    settings.forEach((key, value) -> whole.put("spark." + key, value));
    return whole;
  }

  SortedMap<String, String> below(String prefix) {
    SortedMap<String, String> found = new TreeMap<>();
    values
        .tailMap(prefix)
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
              }
            });
    return found;
  }

  /** Who refuses: {@code both}, {@code ours}, {@code upstream} or {@code nobody}. */
  String refused() {
    return values.getOrDefault("refused", "nobody");
  }

  /** The ids of the listed differences that show. */
  List<String> differs() {
    return words("differs");
  }

  List<String> edges() {
    return words("edge");
  }

  private List<String> words(String key) {
    String text = values.getOrDefault(key, "").trim();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" +"));
  }

  String namespace() {
    return values.getOrDefault("spark.kubernetes.namespace", "default");
  }

  @Override
  public String toString() {
    return name;
  }
}
