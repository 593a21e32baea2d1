// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The glossary of docs/style.md: which phrases to avoid, and what to write instead. */
final class Glossary {
  private static final String HEADER = "| write | not | search |";
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern NOT_SEARCHED = Pattern.compile("not searched: ([^(]+) \\([^)]+\\)");
  private static final int CONTEXT = 40;

  private final List<Row> rows;

  private Glossary(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * One row of the table.
   *
   * @param write the term to use
   * @param avoid the phrases to avoid
   * @param patterns how the phrases are found
   * @param notSearched phrases that are ambiguous, so that only reviewers can find them
   */
  record Row(String write, List<String> avoid, List<Pattern> patterns, List<String> notSearched) {
    static Row parse(String line) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 5) {
        throw new IllegalArgumentException("'%s' must have three columns".formatted(line));
      }
      return new Row(
          cells[1].strip(),
          Arrays.stream(cells[2].split(", ", -1))
              .map(phrase -> phrase.replaceAll("\\(.*|\\u2026", "").strip())
              .toList(),
          matches(CODE_SPAN, cells[3])
              .map(span -> "(?<!\\w)(?:%s)(?!\\w)".formatted(span.group(1)))
              .map(regex -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE))
              .toList(),
          matches(NOT_SEARCHED, cells[3]).map(match -> match.group(1)).toList());
    }

    boolean finds(String phrase) {
      return patterns.stream().anyMatch(pattern -> pattern.matcher(phrase).find());
    }
  }

  static Glossary read(Path page) throws IOException {
    return parse(Files.readAllLines(page));
  }

  static Glossary parse(List<String> lines) {
    int header = lines.indexOf(HEADER);
    if (header < 0) {
      throw new IllegalArgumentException("no table with the header '%s'".formatted(HEADER));
    }
    return new Glossary(
        lines.stream()
            .skip(header + 2L)
            .takeWhile(line -> line.startsWith("|"))
            .map(Row::parse)
            .toList());
  }

  List<Row> rows() {
    return rows;
  }

  /** Returns each phrase to avoid in a text, with its surroundings and the term to use. */
  List<String> find(String text) {
    String prose = text.replaceAll("\\s+", " ");
    List<String> found = new ArrayList<>();
    for (Row row : rows) {
      for (Pattern pattern : row.patterns()) {
        matches(pattern, prose)
            .map(match -> "\"%s\": write %s".formatted(surroundings(prose, match), row.write()))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static Stream<MatchResult> matches(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results();
  }

  private static String surroundings(String text, MatchResult match) {
    return text.substring(
        Math.max(0, match.start() - CONTEXT), Math.min(text.length(), match.end() + CONTEXT));
  }

  /** Returns the prose of a Markdown page: code is quoted from elsewhere. */
  static String proseOfPage(String page) {
    return page.replaceAll("(?ms)^```.*?^```", " ").replaceAll("`[^`\\n]*`", " ");
  }

  /** Returns the prose of the Javadoc of a source file, without code and names of parameters. */
  static String proseOfJavadoc(String source) {
    return matches(Pattern.compile("(?s)/\\*\\*(.*?)\\*/"), source)
        .map(match -> match.group(1))
        .map(text -> text.replaceAll("\\n\\s*\\*", " "))
        .map(text -> text.replaceAll("(?s)<pre>.*?</pre>", " "))
        .map(text -> text.replaceAll("\\{@code [^}]*}|@param \\S+", " "))
        .collect(joining(" "));
  }
}
