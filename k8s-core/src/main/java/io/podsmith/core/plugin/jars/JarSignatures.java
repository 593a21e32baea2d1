// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.input.InputLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies detached signatures of jars: {@code acme.jar.sig} beside {@code acme.jar}, at submission
 * and in the driver. A jar that travels to the driver takes its signature along in the setting that
 * describes it, so that the driver does not rely on the check of the submitter.
 */
final class JarSignatures {
  /** What follows the name of a jar in the name of its signature. */
  static final String SUFFIX = ".sig";

  /** A signature of RSA with 16384 bits has 2048 bytes, and a third more in Base64. */
  private static final int MAX_BYTES = 4096;

  private static final int BUFFER = 1 << 16;
  private static final String IN_IMAGE = "local:";
  private static final String KEY = PodsmithKeys.STEPS_PUBLIC_KEY.key();
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]++=*+\\s*+");

  private final SigningKeys keys;
  private final boolean isInImage;
  private final FileStaging files;

  private JarSignatures(SigningKeys keys, boolean isInImage, FileStaging files) {
    this.keys = keys;
    this.isInImage = isInImage;
    this.files = files;
  }

  /**
   * Reads the public keys; empty if signatures are not required.
   *
   * @throws InvalidConfigurationException if the setting is neither a key nor a file with one
   */
  static Optional<JarSignatures> of(SparkSettings settings, FileStaging files) {
    return settings
        .get(PodsmithKeys.STEPS_PUBLIC_KEY)
        .map(
            value ->
                new JarSignatures(
                    SigningKeys.parse(textOf(value, files)), value.startsWith(IN_IMAGE), files));
  }

  private static String textOf(String value, FileStaging files) {
    if (SigningKeys.isText(value)) {
      return value;
    }
    try {
      String here =
          value.startsWith(IN_IMAGE) ? "file:" + value.substring(IN_IMAGE.length()) : value;
      return new String(files.read(here), StandardCharsets.US_ASCII);
    } catch (InvalidConfigurationException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          KEY,
          "%s is neither a public key in PEM nor a file that can be read (%s); correct the path, or set the key"
              .formatted(KEY, LocalFiles.reason(e)),
          e);
    }
  }

  /** Returns the keys as one line; empty if the image has them. */
  Optional<String> keysForDriver() {
    return isInImage ? Optional.empty() : Optional.of(keys.text());
  }

  /**
   * Verifies a jar.
   *
   * @param jar names the jar and its signature
   * @param content the file that will be loaded
   * @return the signature in Base64, as {@link PluginJar#signature} has it
   * @throws PluginLoadException if it has no signature, or was not signed with one of the keys
   * @throws IOException if the jar cannot be read
   */
  String verified(Plugin plugin, PluginJar jar, Path content) throws IOException {
    byte[] signature = signatureOf(plugin, jar);
    for (PublicKey key : keys.keys()) {
      if (matches(key, content, signature)) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
      }
    }
    throw rejected(
        plugin,
        jar,
        ("does not match its signature: it was changed after it was signed, or signed with a key"
                + " that %s does not have; use the jar and the signature that its author published")
            .formatted(KEY),
        null);
  }

  private byte[] signatureOf(Plugin plugin, PluginJar jar) {
    if (jar.signature().isPresent()) {
      return ofDriver(jar.signature().get());
    }
    String place = "%s%s".formatted(jar.isHere() ? jar.path() : jar.uri(), SUFFIX);
    byte[] content;
    try {
      content = jar.isHere() ? readHere(Path.of(place)) : files.read(place);
    } catch (IOException | InvalidConfigurationException e) {
      String reason =
          e instanceof InvalidConfigurationException invalid
              ? LocalFiles.reason(invalid)
              : String.valueOf(e.getMessage());
      throw rejected(
          plugin,
          jar,
          ("has no signature, which %s requires: %s cannot be read (%s); sign the jar, or copy its"
                  + " signature there")
              .formatted(KEY, ShownUri.of(place), ShownUri.of(reason)),
          e);
    }
    return decoded(content);
  }

  private static byte[] ofDriver(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // which no jar matches
    }
  }

  private static byte[] readHere(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("it does not exist");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return InputLimits.read(in, MAX_BYTES);
    }
  }

  /** Some tools write a signature in Base64. */
  private static byte[] decoded(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (content.length > MAX_BYTES || !BASE64.matcher(text).matches()) {
      return content;
    }
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return content;
    }
  }

  private static boolean matches(PublicKey key, Path content, byte[] signature) throws IOException {
    try (InputStream in = Files.newInputStream(content)) {
      Signature verifier = Signature.getInstance(SigningKeys.algorithmOf(key));
      verifier.initVerify(key);
      byte[] buffer = new byte[BUFFER];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        verifier.update(buffer, 0, length);
      }
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // not the form of this key's signatures
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was accepted when it was read", e);
    }
  }

  private static PluginLoadException rejected(
      Plugin plugin, PluginJar jar, String what, @Nullable Throwable cause) {
    return new PluginLoadException(
        PodsmithError.PLUGIN_SIGNATURE,
        plugin.id(),
        jar.uri(),
        "plugin %s: %s %s".formatted(plugin.id(), ShownUri.of(jar.uri()), what),
        cause);
  }
}
