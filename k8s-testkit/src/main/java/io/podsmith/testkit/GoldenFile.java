// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.SparkPod;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PodFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * A YAML file that contains the expected objects of a test.
 *
 * <pre>{@code
 * BuiltSubmission built = JOB.build();
 * GoldenFile.of("src/test/golden/driver.yaml").assertMatches(built.driverPod());
 * }</pre>
 *
 * <p>A failure message lists every field that differs. To write the files instead of comparing
 * them, run the tests with {@code -Dpodsmith.golden.update=true} and review the changes before you
 * commit them. Values of Secrets are never written and not compared, only their keys.
 *
 * <p>Safe for use by several threads, if each uses another file.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class GoldenFile {
  /** The system property that makes tests write golden files: {@code podsmith.golden.update}. */
  public static final String UPDATE = "podsmith.golden.update";

  private static final String COMMAND =
      "the tests with -D%1$s=true, for example 'mvn test -D%1$s=true',".formatted(UPDATE);

  private static final String SEPARATOR = "---\n";

  private final Path file;

  private GoldenFile(Path file) {
    this.file = file;
  }

  /**
   * Refers to a golden file, which may not exist yet.
   *
   * @param file the path, relative to the working directory of the tests, which is the directory of
   *     the module with Maven and Gradle
   * @return the golden file
   */
  public static GoldenFile of(String file) {
    return of(Path.of(file));
  }

  /**
   * Refers to a golden file, which may not exist yet.
   *
   * @param file the path
   * @return the golden file
   */
  public static GoldenFile of(Path file) {
    return new GoldenFile(file);
  }

  /**
   * Verifies that a pod, with Spark's container, is the content of the file.
   *
   * @param pod the pod
   * @throws AssertionError if the pod differs or the file does not exist
   */
  public void assertMatches(SparkPod pod) {
    assertMatches(List.of(pod.assemble()));
  }

  /**
   * Verifies that objects are the content of the file.
   *
   * @param objects the objects in order, one YAML document each
   * @throws AssertionError if an object differs or the file does not exist
   */
  public void assertMatches(HasMetadata... objects) {
    assertMatches(List.of(objects));
  }

  /**
   * Verifies that objects are the content of the file.
   *
   * @param objects the objects in order, one YAML document each
   * @throws AssertionError if an object differs or the file does not exist
   */
  public void assertMatches(List<? extends HasMetadata> objects) {
    List<Map<String, Object>> actual = objects.stream().map(GoldenFile::document).toList();
    if (Boolean.getBoolean(UPDATE)) {
      write(actual);
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw new AssertionError(
          "golden file %s does not exist; to create it, run %s and review it"
              .formatted(absolute(), COMMAND));
    }
    List<String> differences = differences(read(), actual);
    if (!differences.isEmpty()) {
      throw new AssertionError(
          "golden file %s differs:%n  %s%nif the new objects are right, run %s and review the change"
              .formatted(
                  absolute(), String.join(System.lineSeparator() + "  ", differences), COMMAND));
    }
  }

  private static List<String> differences(
      List<Map<String, Object>> expected, List<Map<String, Object>> actual) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      if (i >= actual.size()) {
        differences.add("%s: expected, but it is missing".formatted(name(expected.get(i))));
      } else if (i >= expected.size()) {
        differences.add("%s: not expected".formatted(name(actual.get(i))));
      } else {
        String name = name(actual.get(i));
        FieldDifferences.between(expected.get(i), actual.get(i))
            .forEach(each -> differences.add("%s: %s".formatted(name, each)));
      }
    }
    return differences;
  }

  private static String name(Map<String, Object> object) {
    return object.get("metadata") instanceof Map<?, ?> metadata && metadata.containsKey("name")
        ? "%s %s".formatted(object.get("kind"), metadata.get("name"))
        : String.valueOf(object.get("kind"));
  }

  private static Map<String, Object> document(HasMetadata object) {
    Map<String, Object> tree = PodFields.tree(object);
    if (object instanceof Secret) {
      tree.computeIfPresent("data", (field, values) -> withheld(values));
      tree.computeIfPresent("stringData", (field, values) -> withheld(values));
    }
    return tree;
  }

  private static Map<String, Object> withheld(Object values) {
    Map<String, Object> keys = new TreeMap<>();
    if (values instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> keys.put(String.valueOf(key), Plan.WITHHELD));
    }
    return keys;
  }

  private List<Map<String, Object>> read() {
    try {
      List<Map<String, Object>> documents = new ArrayList<>();
      for (String document : Files.readString(file).split("(?m)^---\\R")) {
        if (!document.isBlank()) {
          documents.add(PodFields.tree(Serialization.unmarshal(document, Map.class)));
        }
      }
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read golden file " + absolute(), e);
    }
  }

  private void write(List<Map<String, Object>> documents) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> document : documents) {
      String yaml = Serialization.asYaml(document);
      text.append(yaml.startsWith(SEPARATOR) ? "" : SEPARATOR).append(yaml);
    }
    try {
      Files.createDirectories(absolute().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write golden file " + absolute(), e);
    }
  }

  private Path absolute() {
    return file.toAbsolutePath().normalize();
  }
}
