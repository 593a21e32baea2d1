// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.PlanDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that were made to harm, and those that fuzzing has found. */
class HostileDocumentsTest {
  @TempDir Path directory;

  @AfterEach
  void forgetTheKubeconfig() {
    System.clearProperty("kubeconfig");
  }

  /** Each line repeats the one before twice: 50 aliases, which the parser of YAML accepts. */
  private static String bomb(String last) {
    String lines =
        IntStream.rangeClosed(1, 25)
            .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]".formatted(i, i, i - 1, i - 1))
            .collect(Collectors.joining("\n"));
    return "a0: &a0 [x]\n%s\n%s".formatted(lines, last);
  }

  private static String nested(String open, String close, int levels) {
    return open.repeat(levels) + close.repeat(levels);
  }

  @Test
  void rejectsTemplatesWithAliasBombs() {
    assertRejected(bomb("spec: {containers: *a25}"), "1,000,000 values");
  }

  @Test
  void rejectsTemplatesThatContainThemselves() {
    assertRejected("spec: &s {containers: [*s]}", "the alias *s inside its own value");
  }

  @Test
  void rejectsQuantitiesThatAreLists() {
    assertRejected(
        "spec: {containers: [{name: a, resources: {limits: {cpu: []}}}]}",
        "limits.cpu: must be a non-negative Kubernetes quantity such as 500m, 2 or 10Gi, but is a"
            + " list");
  }

  /** Parsers read bytes, which cannot have half of a surrogate pair. */
  @Test
  void findsAliasesInATextWithHalfASurrogatePair() {
    assertRejected("spec: &s {a: x\ud800, b: [*s]}", "the alias *s inside its own value");
    assertThat(Hostile.errorOf(() -> PlanDocument.read("&a [*a]{\ud800", "plan")))
        .hasValueSatisfying(
            error -> assertThat(error).hasMessageContaining("the alias *a inside its own value"));
  }

  @Test
  void rejectsChainsOfAliasesThatAreTooDeep() {
    String chain =
        IntStream.rangeClosed(1, 40)
            .mapToObj(
                i -> "a%d: &a%d %s*a%d%s".formatted(i, i, "[".repeat(9), i - 1, "]".repeat(9)))
            .collect(Collectors.joining("\n"));
    assertRejected("a0: &a0 [x]\n%s\nspec: {}".formatted(chain), "more than 100 levels");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 5_000, 200_000})
  void rejectsDeepTemplates(int levels) {
    assertRejected("spec: %s".formatted(nested("[", "]", levels)), "more than 100 levels");
    assertRejected("spec: %s".formatted("{a: ".repeat(levels)), "more than 100 levels");
    assertRejected("spec: %s".formatted("- ".repeat(levels)), "");
    assertRejected("%sx".formatted("- ".repeat(levels)), "more than 100 levels");
    assertRejected("{\"spec\": %s}".formatted(nested("[", "]", levels)), "more than 100 levels");
    assertRejected("{\"spec\": %s".formatted("{\"a\": ".repeat(levels)), "more than 100 levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t",
        "\0",
        "\ufeff",
        "spec:\n\tcontainers: []",
        "kind: Pod\nspec: {}\n---\nkind: Pod\nspec: {}",
        "a: \0",
        "!!java.net.URL [http://localhost]",
        "spec: !!binary x",
        "? {a: b}\n: c",
        "*a",
        "&a",
        "[",
        "{",
        "%YAML 9.9\n---\nspec: {}",
        "null",
        "7",
        "'",
        "\"\\x\"",
        "spec: [1]",
        "\ud800: {}"
      })
  void rejectsWhatIsNoTemplate(String text) {
    assertRejected(text, "");
  }

  @Test
  void rejectsTemplatesThatAreNotText() {
    String utf16 =
        new String(
            "kind: Pod\nspec: {}".getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_8);
    assertRejected(utf16, "");
  }

  @Test
  void rejectsHugeTemplates() {
    assertRejected("spec:\n  a: %s".formatted("x".repeat(8 << 20)), "3,145,728 characters");
    assertRejected("spec:\n%s".formatted("  a: b\n".repeat(1 << 20)), "3,145,728 characters");
    assertRejected(
        "spec:\n  a: %s".formatted("x".repeat(2 << 20)), "a text of more than 1,572,864");
  }

  @Test
  void rejectsPlansThatAreTooDeep() {
    for (String text :
        new String[] {nested("[", "]", 100_000), bomb("b: c"), "{\"a\":".repeat(100_000)}) {
      assertThat(Hostile.errorOf(() -> PlanDocument.read(text, "plan"))).isPresent();
    }
  }

  @Test
  void readsTheObjectsOfAPlanWhoseDigestIsRight() {
    String plan = Documents.sealed(Documents.PLAN);
    assertThat(Hostile.errorOf(() -> objectsOf(plan))).isEmpty();
    assertThat(Hostile.errorOf(() -> objectsOf(plan.replace("\"k\"", "\"l\""))))
        .hasValueSatisfying(error -> assertThat(error).hasMessageContaining("digest"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"kind\": \"Pod\"|\"kind\": \"Service\"|Service a in the plan is not a Pod",
        "\"kind\": \"ConfigMap\"|\"kind\": 7|7 m in the plan is not a Kubernetes object",
        "\"labels\": {\"k\": \"v\"}|\"labels\": \"s3cr3t\"|ConfigMap m in the plan has a field"
      })
  void rejectsPlansWhoseObjectsAreNone(String valid, String invalid, String message) {
    assertThat(Documents.PLAN).contains(valid);
    String plan = Documents.sealed(Documents.PLAN.replace(valid, invalid));
    assertThat(Hostile.errorOf(() -> objectsOf(plan)))
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .hasMessageContaining(message)
                    .hasMessageContaining("plan again")
                    .hasNoCause());
  }

  private static Object objectsOf(String plan) {
    return DocumentsFuzzTest.objects(PlanDocument.read(plan, "plan.json"));
  }

  @Test
  void rejectsKubeconfigsThatAreTooDeep() throws IOException {
    for (String text : new String[] {nested("[", "]", 100_000), bomb("b: c"), "&a [*a]"}) {
      System.setProperty(
          "kubeconfig", Files.writeString(directory.resolve("config"), text).toString());
      assertThat(Hostile.errorOf(DocumentsFuzzTest::client))
          .hasValueSatisfying(error -> assertThat(error).hasMessageContaining("kubeconfig"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void rejectsFilesThatHaveNoEnd() {
    assertThat(Hostile.errorOf(() -> new LocalFiles().read("/dev/zero")))
        .hasValueSatisfying(error -> assertThat(error).hasMessageContaining("134,217,728 bytes"));
  }

  @Test
  void readsUpToALimit() throws IOException {
    try (InputStream exact = new ByteArrayInputStream(new byte[10]);
        InputStream larger = new ByteArrayInputStream(new byte[11])) {
      assertThat(InputLimits.read(exact, 10)).hasSize(10);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> InputLimits.read(larger, 10)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void rejectsReferencesThatMultiply() {
    Map<String, String> settings = new TreeMap<>(Map.of("spark.a0", "x".repeat(100)));
    for (int i = 1; i <= 40; i++) {
      settings.put("spark.a%d".formatted(i), "${spark.a%1$d}${spark.a%1$d}".formatted(i - 1));
    }
    assertThat(Hostile.errorOf(() -> SparkSettings.of(settings, Map.of()).find("spark.a40")))
        .hasValueSatisfying(
            error -> assertThat(error).hasMessageContaining("4,194,304 characters"));
  }

  @Test
  void rejectsLongChainsOfReferences() {
    Map<String, String> settings = new TreeMap<>();
    for (int i = 1; i <= 20_000; i++) {
      settings.put("spark.a%d".formatted(i), "${spark.a%d}".formatted(i - 1));
    }
    assertThat(Hostile.errorOf(() -> SparkSettings.of(settings, Map.of()).find("spark.a20000")))
        .hasValueSatisfying(
            error -> assertThat(error).hasMessageContaining("more than 100 references"));
  }

  private static void assertRejected(String text, String what) {
    assertThat(Hostile.errorOf(() -> DocumentsFuzzTest.READER.read(text)))
        .as("%.80s", text)
        .hasValueSatisfying(error -> assertThat(error).hasMessageContaining(what));
  }
}
