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

  static Long parseBytes(String text, long unit) {
    Matcher m = AMOUNT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    long amount = Long.parseLong(m.group(1));
    long given = m.group(2) == null ? unit : bytesOf(m.group(2));
    return given >= unit ? Math.multiplyExact(amount, given / unit) : amount / (unit / given);
  }

  private static long bytesOf(String suffix) {
    return switch (suffix) {
      case "b" -> 1L;
      case "k", "kb" -> 1L << 10;
      case "m", "mb" -> 1L << 20;
      case "g", "gb" -> 1L << 30;
      case "t", "tb" -> 1L << 40;
      case "p", "pb" -> 1L << 50;
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

  static String byteSuffix(long unit) {
    if (unit == 1L) {
      return "b";
    }
    if (unit == 1L << 10) {
      return "k";
    }
    if (unit == 1L << 20) {
      return "m";
    }
    if (unit == 1L << 30) {
      return "g";
    }
    throw new IllegalArgumentException("unit must be 1 or 1024 to the power of 1, 2 or 3");
  }
}
