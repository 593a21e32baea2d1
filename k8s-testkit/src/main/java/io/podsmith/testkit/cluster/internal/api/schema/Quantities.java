// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of resources, such as {@code 500m} and {@code 1Gi}. */
public final class Quantities {
  private static final Pattern FORMAT =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+|)");
  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", binary(10)),
          Map.entry("Mi", binary(20)),
          Map.entry("Gi", binary(30)),
          Map.entry("Ti", binary(40)),
          Map.entry("Pi", binary(50)),
          Map.entry("Ei", binary(60)));

  private static final BigDecimal KIBI = binary(10);
  private static final List<String> UNITS =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final List<String> BINARY_UNITS = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

  private Quantities() {}

  private static BigDecimal binary(int bits) {
    return new BigDecimal(BigInteger.ONE.shiftLeft(bits));
  }

  static boolean isValid(String text) {
    return FORMAT.matcher(text).matches();
  }

  /** The amount; zero where there is none. */
  public static BigDecimal parse(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? BigDecimal.ZERO : parse(node.asText());
  }

  public static BigDecimal parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no quantity, such as 500m or 1Gi");
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2);
    BigDecimal factor = FACTORS.get(suffix);
    return factor != null
        ? number.multiply(factor)
        : number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
  }

  /** The amount as the server writes it: with the largest unit in which it is a whole number. */
  public static String canonical(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no quantity, such as 500m or 1Gi");
    }
    BigDecimal amount = parse(text);
    if (amount.signum() == 0) {
      return "0";
    }
    String suffix = matcher.group(2);
    boolean isExponent = suffix.length() > 1 && !suffix.endsWith("i");
    if (suffix.endsWith("i") && amount.abs().compareTo(KIBI) >= 0) {
      return binary(amount.setScale(0, RoundingMode.CEILING).toBigIntegerExact());
    }
    BigDecimal plain =
        amount.scale() > 9
            ? amount.setScale(9, RoundingMode.CEILING).stripTrailingZeros()
            : amount.stripTrailingZeros();
    int exponent = Math.floorDiv(-plain.scale(), 3) * 3;
    if (!isExponent) {
      exponent = Math.min(exponent, 18);
    }
    String mantissa = plain.scaleByPowerOfTen(-exponent).toBigIntegerExact().toString();
    return mantissa
        + (isExponent ? exponent == 0 ? "" : "e" + exponent : UNITS.get(exponent / 3 + 3));
  }

  private static String binary(BigInteger amount) {
    int unit = 0;
    BigInteger kibi = BigInteger.valueOf(1024);
    BigInteger left = amount;
    while (unit < 6 && left.mod(kibi).signum() == 0) {
      left = left.divide(kibi);
      unit++;
    }
    return left + BINARY_UNITS.get(unit);
  }
}
