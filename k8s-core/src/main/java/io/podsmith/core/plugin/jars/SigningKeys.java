// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The public keys of those who may sign jars.
 *
 * @param keys at least one
 */
record SigningKeys(List<PublicKey> keys) {
  private static final String KEY = PodsmithKeys.STEPS_PUBLIC_KEY.key();
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final Pattern PEM =
      Pattern.compile("%s([A-Za-z0-9+/=\\s]++)%s".formatted(BEGIN, END));
  private static final List<String> TYPES = List.of("Ed25519", "RSA", "EC");
  private static final int MIN_RSA_BITS = 2048;
  private static final int MIN_EC_BITS = 224;

  /** Returns whether a value is a key, and not the name of a file. */
  static boolean isText(String value) {
    return value.contains("-----BEGIN ");
  }

  /**
   * Reads keys in PEM, as {@code openssl pkey -pubout} writes them. Spaces, line ends and text
   * between keys have no meaning.
   *
   * @throws InvalidConfigurationException if there is none, or one is not of an accepted type
   */
  static SigningKeys parse(String text) {
    List<PublicKey> keys = new ArrayList<>();
    Matcher blocks = PEM.matcher(text);
    while (blocks.find()) {
      keys.add(key(Base64.getMimeDecoder(), blocks.group(1)));
    }
    if (keys.isEmpty()) {
      // the text is not shown: it may be a private key
      throw invalid(
          text.contains("PRIVATE KEY-----") ? "a private key" : "not a public key in PEM");
    }
    return new SigningKeys(List.copyOf(keys));
  }

  private static PublicKey key(Base64.Decoder decoder, String body) {
    X509EncodedKeySpec encoded;
    try {
      encoded = new X509EncodedKeySpec(decoder.decode(body));
    } catch (IllegalArgumentException e) {
      throw invalid("not a public key in PEM: it was truncated or changed");
    }
    PublicKey key =
        TYPES.stream()
            .flatMap(type -> key(type, encoded).stream())
            .findFirst()
            .orElseThrow(() -> invalid("a public key of another type"));
    if ((key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS)
        || (key instanceof ECPublicKey ec
            && ec.getParams().getCurve().getField().getFieldSize() < MIN_EC_BITS)) {
      throw invalid("a public key that is too short");
    }
    return key;
  }

  private static Optional<PublicKey> key(String type, X509EncodedKeySpec encoded) {
    try {
      return Optional.of(KeyFactory.getInstance(type).generatePublic(encoded));
    } catch (InvalidKeySpecException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK since 15 has %s".formatted(type), e);
    }
  }

  /** Returns how a key signs. */
  static String algorithmOf(PublicKey key) {
    return key instanceof RSAPublicKey
        ? "SHA256withRSA"
        : key instanceof ECPublicKey ? "SHA256withECDSA" : "Ed25519";
  }

  /** Returns the keys as one line, which {@link #parse} reads. */
  String text() {
    return keys.stream()
        .map(key -> BEGIN + Base64.getEncoder().encodeToString(key.getEncoded()) + END)
        .collect(Collectors.joining());
  }

  private static InvalidConfigurationException invalid(String what) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_INVALID,
        KEY,
        ("%s is %s; set public keys of Ed25519, RSA (at least %d bits) or EC as openssl pkey -pubout"
                + " writes them, or a file with such keys")
            .formatted(KEY, what, MIN_RSA_BITS));
  }
}
