// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses booleans, times and sizes as Spark does, with Spark's suffixes. */
final class SparkUnits {
  private static final Pattern AMOUNT = Pattern.compile("(-?[0-9]+)([a-z]+)?");
  private static final Map<String, TimeUnit> TIME_SUFFIXES =
      Map.of(
          "us", TimeUnit.MICROSECONDS,
          "ms", TimeUnit.MILLISECONDS,
          "s", TimeUnit.SECONDS,
          "m", TimeUnit.MINUTES,
          "min", TimeUnit.MINUTES,
          "h", TimeUnit.HOURS,
          "d", TimeUnit.DAYS);

  private SparkUnits() {}

  static Boolean parseBoolean(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  static Long parseTime(String text, TimeUnit unit) {
    Matcher m = AMOUNT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("not a time");
    }
    TimeUnit given = m.group(2) == null ? unit : TIME_SUFFIXES.get(m.group(2));
    if (given == null) {
      throw new IllegalArgumentException("unknown suffix " + m.group(2));
    }
    return unit.convert(Long.parseLong(m.group(1)), given);
  }

  static Long parseBytes(String text, ByteUnit unit) {
    Matcher m = AMOUNT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    long amount = Long.parseLong(m.group(1));
    long given = (m.group(2) == null ? unit : byteUnit(m.group(2))).bytes();
    return given >= unit.bytes()
        ? Math.multiplyExact(amount, given / unit.bytes())
        : amount / (unit.bytes() / given);
  }

  private static ByteUnit byteUnit(String suffix) {
    return switch (suffix) {
      case "b" -> ByteUnit.BYTES;
      case "k", "kb" -> ByteUnit.KIBIBYTES;
      case "m", "mb" -> ByteUnit.MEBIBYTES;
      case "g", "gb" -> ByteUnit.GIBIBYTES;
      case "t", "tb" -> ByteUnit.TEBIBYTES;
      case "p", "pb" -> ByteUnit.PEBIBYTES;
      default -> throw new IllegalArgumentException("unknown suffix " + suffix);
    };
  }

  static String timeSuffix(TimeUnit unit) {
    return switch (unit) {
      case MICROSECONDS -> "us";
      case MILLISECONDS -> "ms";
      case SECONDS -> "s";
      case MINUTES -> "min";
      case HOURS -> "h";
      case DAYS -> "d";
      case NANOSECONDS -> throw new IllegalArgumentException("Spark has no suffix for nanoseconds");
    };
  }
}
