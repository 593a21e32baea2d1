// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the contract between the engine and steps. A jar runs with the version that it was
 * compiled against and with all later ones: the contract only grows.
 *
 * @param major the first number of the version of {@code k8s-api}
 * @param minor the second number; the contract is the same in all versions that differ in the rest
 */
public record ContractVersion(int major, int minor) implements Comparable<ContractVersion> {
  /** The version that this engine offers to steps. */
  public static final ContractVersion CURRENT = new ContractVersion(0, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})([.+-].*)?");

  /** Reads a version such as {@code 0.1} or {@code 0.1.2-SNAPSHOT}; empty if it is none. */
  public static Optional<ContractVersion> parse(String text) {
    Matcher version = FORM.matcher(text.strip());
    return version.matches()
        ? Optional.of(
            new ContractVersion(
                Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(ContractVersion other) {
    return Comparator.comparingInt(ContractVersion::major)
        .thenComparingInt(ContractVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return "%d.%d".formatted(major, minor);
  }
}
