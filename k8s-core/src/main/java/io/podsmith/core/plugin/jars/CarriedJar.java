// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.core.input.InputLimits;
import io.podsmith.core.plan.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A jar on its way to the driver, as a setting of the driver describes it.
 *
 * @param uri where the driver finds it
 * @param parts into how many files it was cut; one: it lies there whole
 * @param sha256 the checksum of the whole
 * @param signature the signature of the whole in Base64 for URLs, if signatures are required
 */
public record CarriedJar(String uri, int parts, String sha256, Optional<String> signature) {
  private static final Pattern FORM =
      Pattern.compile(
          "([^#]+)#parts=([1-9][0-9]{0,3});sha256=([0-9a-f]{64})(?:;signature=([A-Za-z0-9_-]{1,8192}))?");
  private static final String IN_IMAGE = "local:";

  public static CarriedJar of(String uri, int parts, byte[] content, Optional<String> signature) {
    return new CarriedJar(uri, parts, Sha256.of(content), signature);
  }

  static CarriedJar parse(String text) {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("expected <uri>#parts=<n>;sha256=<checksum>");
    }
    return new CarriedJar(
        m.group(1), Integer.parseInt(m.group(2)), m.group(3), Optional.ofNullable(m.group(4)));
  }

  /** Returns the form that {@link #parse} reads. */
  public String text() {
    return "%s#parts=%d;sha256=%s%s"
        .formatted(uri, parts, sha256, signature.map(";signature=%s"::formatted).orElse(""));
  }

  String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  boolean isInImage() {
    return uri.startsWith(IN_IMAGE);
  }

  /** Returns the name of a part, counted from zero. */
  static String partName(String jarName, int part) {
    return jarName + ".part" + part;
  }

  /** Puts the parts together. */
  byte[] join(Path jar) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int i = 0; i < parts; i++) {
      whole.write(InputLimits.read(jar.resolveSibling(partName(name(), i))));
      if (whole.size() > InputLimits.FILE) {
        throw new IOException("it has more than %,d bytes".formatted(InputLimits.FILE));
      }
    }
    return whole.toByteArray();
  }

  void verify(byte[] content) throws IOException {
    verify(Sha256.of(content));
  }

  void verify(Path content) throws IOException {
    verify(Sha256.of(content));
  }

  private void verify(String found) throws IOException {
    if (!found.equals(sha256)) {
      throw new IOException(
          "its SHA-256 is " + found + " but must be " + sha256 + "; submit again");
    }
  }
}
