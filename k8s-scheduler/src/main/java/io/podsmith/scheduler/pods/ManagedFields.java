package io.podsmith.scheduler.pods;

import java.nio.charset.StandardCharsets;

/**
 * Empties the managed fields of an object before it is read token by token: they are half of an
 * executor's pod, have a name for each of its variables, and are of no concern to anybody here.
 */
final class ManagedFields {
  /** Within a string the quotation marks would be escaped, so this is the field wherever it is. */
  private static final byte[] BEGIN = "\"managedFields\":[".getBytes(StandardCharsets.US_ASCII);

  private ManagedFields() {}

  /**
   * Empties the first managed fields in a JSON text, in place.
   *
   * @return how long the text is now; as long as before where there are none
   */
  static int empty(byte[] json, int length) {
    int begin = find(json, length);
    if (begin < 0) {
      return length;
    }
    int end = endOfArray(json, begin, length);
    System.arraycopy(json, end, json, begin, length - end);
    return length - (end - begin);
  }

  /** Finds the place behind the opening bracket. */
  private static int find(byte[] json, int length) {
    for (int at = 0; at <= length - BEGIN.length; at++) {
      int same = 0;
      while (same < BEGIN.length && json[at + same] == BEGIN[same]) {
        same++;
      }
      if (same == BEGIN.length) {
        return at + same;
      }
    }
    return -1;
  }

  /** Finds the closing bracket; where there is none the text is broken, and left to the parser. */
  private static int endOfArray(byte[] json, int begin, int length) {
    int depth = 1;
    boolean isInString = false;
    for (int at = begin; at < length; at++) {
      byte b = json[at];
      if (isInString) {
        if (b == '\\') {
          at++;
        } else if (b == '"') {
          isInString = false;
        }
      } else if (b == '"') {
        isInString = true;
      } else if (b == '[' || b == '{') {
        depth++;
      } else if ((b == ']' || b == '}') && --depth == 0) {
        return at;
      }
    }
    return begin;
  }
}
