// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Empties what nobody here looks at before a pod is read token by token: managed fields and
 * variables alone are three quarters of an executor's pod, with a name for each of its variables.
 */
final class UnreadFields {
  private static final byte[][] ARRAYS =
      Stream.of("managedFields", "env", "volumeMounts", "tolerations", "ports")
          .map(name -> ("\"" + name + "\":[").getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private UnreadFields() {}

  /**
   * Empties these arrays in a JSON text, in place. Text that is broken is left to the parser.
   *
   * @return how long the text is now
   */
  static int empty(byte[] json, int length) {
    int to = 0;
    int at = 0;
    while (at < length) {
      int end = at + 1;
      int next = end;
      if (json[at] == '"') {
        int name = lengthOfName(json, at, length);
        end = name > 0 ? at + name : endOfString(json, at, length);
        next = name > 0 ? endOfArray(json, end, length) : end;
      }
      while (at < end) {
        json[to++] = json[at++];
      }
      at = next;
    }
    return to;
  }

  /** Returns how long the beginning of an array is that stands here, 0 where there is none. */
  private static int lengthOfName(byte[] json, int at, int length) {
    for (byte[] array : ARRAYS) {
      int same = 0;
      while (same < array.length && at + same < length && json[at + same] == array[same]) {
        same++;
      }
      if (same == array.length) {
        return same;
      }
    }
    return 0;
  }

  /** Finds the place behind a string. */
  private static int endOfString(byte[] json, int begin, int length) {
    int at = begin + 1;
    while (at < length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return Math.min(length, at + 1);
  }

  /** Finds the closing bracket; where there is none, the array stays. */
  private static int endOfArray(byte[] json, int begin, int length) {
    int depth = 1;
    int at = begin;
    while (at < length) {
      byte b = json[at];
      if (b == '"') {
        at = endOfString(json, at, length);
        continue;
      }
      if (b == '[' || b == '{') {
        depth++;
      } else if ((b == ']' || b == '}') && --depth == 0) {
        return at;
      }
      at++;
    }
    return begin;
  }
}
