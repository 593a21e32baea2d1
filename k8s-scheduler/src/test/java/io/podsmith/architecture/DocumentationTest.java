// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.ErrorCode;
import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation lists is what the code has, and its links resolve. */
class DocumentationTest {
  private static final int MAX_DEPTH = 12;
  private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @Test
  void everyErrorCodeIsExplained() throws IOException {
    String page = Files.readString(root().resolve("docs/errors.md"));
    List<String> documented =
        Pattern.compile("(?m)^\\| (PODSMITH-[A-Z]+-\\d+) ")
            .matcher(page)
            .results()
            .map((MatchResult m) -> m.group(1))
            .toList();

    assertThat(documented)
        .as("docs/errors.md has a line for each constant of PodsmithError")
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(PodsmithError.values()).map(ErrorCode::id).toList());
  }

  @Test
  void linksBetweenPagesResolve() throws IOException {
    List<Path> pages = pages();

    assertThat(pages).hasSizeGreaterThan(30);
    assertThat(pages).flatMap(DocumentationTest::brokenLinks).isEmpty();
  }

  @Test
  void readmeLinksToEveryPage() throws IOException {
    String readme = Files.readString(root().resolve("README.md"));

    try (Stream<Path> docs = Files.list(root().resolve("docs"))) {
      assertThat(docs.map(page -> "(docs/%s)".formatted(page.getFileName())).toList())
          .hasSizeGreaterThan(10)
          .allSatisfy(link -> assertThat(readme).contains(link));
    }
  }

  @Test
  void findsBrokenLinks(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(
        page, "# The `page`\n[ok](page.md#the-page) [no](missing.md) [no](#missing)\n");

    assertThat(brokenLinks(page)).containsExactly("page.md: missing.md", "page.md: #missing");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files =
        Files.find(
            root(),
            MAX_DEPTH,
            (file, attributes) ->
                file.toString().endsWith(".md") && !file.toString().contains("/target/"))) {
      return files.sorted().toList();
    }
  }

  private static List<String> brokenLinks(Path page) {
    List<String> broken = new ArrayList<>();
    Matcher links = LINK.matcher(withoutCode(page));
    while (links.find()) {
      Path target = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
      boolean resolves =
          Files.exists(target)
              && (links.group(2) == null || anchors(target).contains(links.group(2)));
      if (!resolves) {
        broken.add(
            "%s: %s".formatted(page.getFileName(), links.group().substring(2).replace(")", "")));
      }
    }
    return broken;
  }

  /** Returns the anchors that GitHub gives to the headings of a page. */
  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(withoutCode(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutCode(Path page) {
    try {
      return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void snippetsAboutTestsAreCompiled() throws IOException {
    String page = Files.readString(root().resolve("docs/testing-steps.md"));
    List<String> snippets =
        Pattern.compile("(?ms)^```java\\R(.*?)^```")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(snippets).as("snippets that were found").hasSizeGreaterThan(4);
    StringBuilder sources = new StringBuilder();
    Path example = root().resolve("examples/log-shipper-step/src/test/java/com/acme/spark/logs");
    for (String test : List.of("LogShipperFeatureStepTest", "LogShipperSubmissionTest")) {
      sources.append(Files.readString(example.resolve(test + ".java")));
    }
    assertThat(snippets)
        .as("docs/testing-steps.md repeats tests of the example")
        .allSatisfy(snippet -> assertThat(sources.toString()).contains(snippet.stripTrailing()));
  }

  private static Path root() {
    return Path.of(System.getProperty("podsmith.root", ".."));
  }
}
