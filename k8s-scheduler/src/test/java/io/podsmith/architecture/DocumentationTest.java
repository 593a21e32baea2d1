package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.ErrorCode;
import io.podsmith.api.error.PodsmithError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation lists is what the code has. */
class DocumentationTest {
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

  private static Path root() {
    return Path.of(System.getProperty("podsmith.root", ".."));
  }
}
