package io.podsmith.scheduler.parity;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Settings that both sides are given, read from a properties file whose name begins with the role.
 *
 * <p>Beside settings of Spark ({@code spark.}) there are variables of the environment ({@code
 * env.}), the application ({@code app.}), the resource profile of an executor ({@code profile.})
 * and what is expected: {@code refused} says who refuses ({@code both}, {@code ours}, {@code
 * upstream}), {@code differs} which places may and must differ (regular expressions, separated by
 * blanks), each of them explained in docs/differences.md.
 */
record ParityCase(String name, boolean isDriver, SortedMap<String, String> values) {
  private static final Path FOLDER = Path.of("src/test/resources/parity");
  static final String APP_ID = "spark-0123456789abcdef0123456789abcdef";

  static List<ParityCase> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".properties"))
          .sorted()
          .map(ParityCase::read)
          .toList();
    }
  }

  private static ParityCase read(Path file) {
    Properties properties = new Properties();
    try {
      String text =
          Files.readString(file)
              .replace("${files}", FOLDER.resolve("files").toAbsolutePath().toString())
              .replace("${target}", Path.of("target").toAbsolutePath().toString());
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SortedMap<String, String> values = new TreeMap<>();
    values.put("app.language", "JAVA");
    values.put("app.class", "org.example.Main");
    values.put("app.args", "");
    values.put("spark.app.name", "parity");
    values.put("spark.kubernetes.container.image", "spark:4.1.1");
    values.put("spark.kubernetes.submission.waitAppCompletion", "false");
    String name = file.getFileName().toString().replace(".properties", "");
    boolean isDriver = name.startsWith("driver-");
    if (!isDriver) {
      values.put("spark.driver.host", "driver.example.org");
      values.put("spark.app.id", APP_ID);
    }
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    values.values().removeIf("(unset)"::equals);
    return new ParityCase(name, isDriver, values);
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

  boolean isRefusedBy(String side) {
    return List.of("both", side).contains(values.getOrDefault("refused", "nobody"));
  }

  List<String> differences() {
    String text = values.getOrDefault("differs", "").trim();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" +"));
  }

  String executorId() {
    return values.getOrDefault("executor.id", "7");
  }

  /** The driver's pod as JSON, null where the driver runs outside the cluster. */
  String driverPod() {
    String name = values.get("executor.driverPod");
    return name == null
        ? null
        : "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\""
            + name
            + "\",\"uid\":\"the-uid\"}}";
  }
}
