// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Docs, texts of settings, log lines, errors and the Javadoc of the public contract avoid the
 * phrases of the glossary in docs/style.md. There are no exceptions.
 */
class GlossaryTest {
  private static final String HOW_TO_FIX = "docs/style.md has the glossary";
  private static final Path STYLE = MainTexts.root().resolve("docs/style.md");

  private final Glossary glossary = Glossary.read(STYLE);

  GlossaryTest() throws IOException {}

  @Test
  void everyPhraseIsSearchedOrExplained() {
    assertThat(glossary.rows()).hasSizeGreaterThan(20);
    for (Glossary.Row row : glossary.rows()) {
      assertThat(row.avoid())
          .as("the search column for '%s' must find the phrase or say why not", row.write())
          .allMatch(phrase -> row.finds(phrase) || row.notSearched().contains(phrase));
    }
  }

  @Test
  void termsToUseAreNotPhrasesToAvoid() {
    assertThat(glossary.rows()).flatMap(row -> glossary.find(row.write())).isEmpty();
  }

  @Test
  void docsUseTheTermsOfTheGlossary() throws IOException {
    List<Path> pages;
    try (Stream<Path> docs = Files.walk(MainTexts.root().resolve("docs"));
        Stream<Path> top = Files.list(MainTexts.root())) {
      pages =
          Stream.concat(docs, top)
              .filter(file -> file.toString().endsWith(".md"))
              .filter(file -> !file.equals(STYLE)) // has the phrases as examples
              .sorted()
              .toList();
    }

    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(pages)
        .flatMap(page -> found(page.getFileName(), Glossary.proseOfPage(read(page))))
        .as(HOW_TO_FIX)
        .isEmpty();
  }

  /** Strings without a blank are names, such as those of metrics. */
  @Test
  void textsOfMainCodeUseTheTermsOfTheGlossary() throws IOException {
    Map<String, List<String>> texts = MainTexts.byClass();

    assertThat(texts).hasSizeGreaterThan(500);
    assertThat(texts.entrySet())
        .flatMap(
            file ->
                file.getValue().stream()
                    .filter(text -> text.strip().contains(" "))
                    .flatMap(text -> found(file.getKey(), text).stream())
                    .toList())
        .as(HOW_TO_FIX)
        .isEmpty();
  }

  @Test
  void javadocOfTheContractUsesTheTermsOfTheGlossary() throws IOException {
    List<Path> sources;
    try (Stream<Path> api = Files.walk(MainTexts.root().resolve("k8s-api/src/main/java"));
        Stream<Path> kit = Files.walk(MainTexts.root().resolve("k8s-testkit/src/main/java"))) {
      sources =
          Stream.concat(api, kit)
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("internal"))
              .sorted()
              .toList();
    }

    assertThat(sources).hasSizeGreaterThan(50);
    assertThat(sources)
        .flatMap(source -> found(source.getFileName(), Glossary.proseOfJavadoc(read(source))))
        .as(HOW_TO_FIX)
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Executors are asked  for in batches., 'write request, requested'",
    "Tells whether the pod runs., 'watch event'",
    "Mends the file., write fix",
    "Set the variable HOME., write environment variable",
    "A Folder of the driver., write directory"
  })
  void findsPhrasesToAvoid(String text, String message) {
    assertThat(glossary.find(text)).singleElement().asString().contains(message);
  }

  @Test
  void acceptsTheTermsOfTheTrade() {
    assertThat(
            glossary.find(
                """
                Requests executors, and retries with back-off. Set the environment variable HOME to
                a directory. Returns whether a custom allocator is required. Recommended for all.
                """))
        .isEmpty();
  }

  @Test
  void searchesProseOnly() {
    assertThat(Glossary.proseOfPage("Run `ask for` now:\n```\nfolder\n```\nand mend it"))
        .contains("Run", "and mend it")
        .doesNotContain("ask for", "folder");
    assertThat(
            Glossary.proseOfJavadoc(
                """
                /**
                 * Reads a
                 * folder, see {@code anew}.
                 *
                 * @param unseen the number
                 */
                void mend(int unseen); // told
                """))
        .contains("Reads a  folder", "the number")
        .doesNotContain("anew", "unseen", "mend", "told");
  }

  @Test
  void rejectsAPageWithoutTheTable() {
    assertThatThrownBy(() -> Glossary.parse(List.of("| write | not |", "|---|---|")))
        .hasMessageContaining("no table");
  }

  private List<String> found(Object place, String text) {
    return glossary.find(text).stream().map(each -> "%s: %s".formatted(place, each)).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
