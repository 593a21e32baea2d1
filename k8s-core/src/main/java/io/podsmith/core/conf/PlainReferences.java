// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes texts in which a colon assigns nothing although it follows a word such as {@code
 * token}: references to images, hosts with a port in URLs, and lists of absolute paths.
 */
final class PlainReferences {
  private static final String TAG = "\\w[\\w.-]{0,127}";
  private static final String DIGEST = "@sha256:[0-9a-f]{64}";

  private static final Pattern IMAGE =
      Pattern.compile(
          "(?:[\\w.-]+(?::\\d{1,5})?/)?[a-z0-9._-]+(?:/[a-z0-9._-]+)*(?::%s)?(?:%s)?"
              .formatted(TAG, DIGEST));

  /** Says so little that it cannot be a secret. */
  private static final Pattern VERSION =
      Pattern.compile(":(?:v?\\d+(?:\\.\\d+)+[\\w.-]*|latest)(?:%s)?".formatted(DIGEST));

  private static final Pattern HOST = Pattern.compile("[\\w+.:/-]+://[\\w.-]+:\\d{1,5}(?=[/?#]|$)");
  private static final Pattern PATHS = Pattern.compile("/[^:]+(?::/[^:]+)+");
  private static final Pattern IMAGE_NAME = Pattern.compile("(?i).*image");
  private static final String ENDS_WORD = "\"'=,;(){}";

  private PlainReferences() {}

  /** Returns whether a setting or an environment variable names an image, judged by its name. */
  static boolean isImage(String name, String value) {
    return IMAGE_NAME.matcher(name).matches()
        && (value.contains("/") || value.contains(":"))
        && IMAGE.matcher(value).matches();
  }

  /**
   * Returns whether the word that contains a match is a reference.
   *
   * @param start where the match starts
   * @param end where it ends
   */
  static boolean contain(String text, int start, int end) {
    int from = start;
    while (from > 0 && !endsWord(text.charAt(from - 1))) {
      from--;
    }
    int to = end;
    while (to < text.length() && !endsWord(text.charAt(to))) {
      to++;
    }
    String word = text.substring(from, to);
    Matcher host = HOST.matcher(word);
    return (host.lookingAt() && end - from <= host.end())
        || PATHS.matcher(word).matches()
        || isImageWith(word, end - from);
  }

  /** A short name is not enough: {@code alice/password:hunter2} could be one, too. */
  private static boolean isImageWith(String word, int end) {
    return end < word.length()
        && word.contains("/")
        && IMAGE.matcher(word).matches()
        && (word.charAt(end) != ':' || VERSION.matcher(word.substring(end)).matches());
  }

  private static boolean endsWord(char c) {
    return Character.isWhitespace(c) || ENDS_WORD.indexOf(c) >= 0;
  }
}
