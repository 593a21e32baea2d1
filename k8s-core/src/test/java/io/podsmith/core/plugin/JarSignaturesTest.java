// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars of steps that must be signed. */
class JarSignaturesTest {
  private static final String KEY = "spark.podsmith.steps.signatures.publicKey";
  private static final KeyPair OURS = pair("Ed25519", 255);
  private static final KeyPair OTHER = pair("Ed25519", 255);

  @TempDir Path directory;
  private Path jar;

  /** Fails when it is loaded, so that a jar that is rejected cannot have been loaded. */
  private static TestJar failing() {
    return new TestJar()
        .factory(
            "com.acme.Two",
            "acme.two",
            "static { fail(); } static void fail() { throw new IllegalStateException(\"loaded\"); }");
  }

  @BeforeEach
  void writeJar() {
    jar = new TestJar().factory("com.acme.One", "acme.one", "").writeTo(directory.resolve("a.jar"));
  }

  @ParameterizedTest
  @CsvSource({
    "Ed25519, 255, Ed25519",
    "RSA, 2048, SHA256withRSA",
    "EC, 256, SHA256withECDSA",
    "EC, 384, SHA256withECDSA"
  })
  void loadsJarsThatAreSigned(String type, int bits, String algorithm) throws Exception {
    KeyPair pair = pair(type, bits);
    sign(jar, pair, algorithm);
    assertLoads(pem(pair.getPublic()));
  }

  @Test
  void readsKeysFromFilesAndTakesAnyOfThem() throws Exception {
    sign(jar, OURS, "Ed25519");
    Path file =
        Files.writeString(
            directory.resolve("keys.pem"),
            "# keys of acme\n%s\n%s".formatted(pem(OTHER.getPublic()), pem(OURS.getPublic())));
    assertLoads(file.toString());
    assertLoads("local://%s".formatted(file));
  }

  @Test
  void readsSignaturesInBase64() throws Exception {
    Path signature = sign(jar, OURS, "Ed25519");
    byte[] text = Base64.getMimeEncoder().encode(Files.readAllBytes(signature));
    Files.write(signature, text);
    assertLoads(pem(OURS.getPublic()));
  }

  @Test
  void rejectsAKeyThatIsNeitherTextNorAFile() {
    failing().writeTo(jar);
    assertThatThrownBy(() -> load("/none/key.pem"))
        .hasMessage(
            "[PODSMITH-CONF-007] %s is neither a public key in PEM nor a file that can be read"
                + " (java.nio.file.NoSuchFileException: /none/key.pem); correct the path, or set the"
                + " key",
            KEY);
  }

  @Test
  void rejectsAJarWithoutASignature() {
    failing().writeTo(jar);
    assertThatThrownBy(() -> load(pem(OURS.getPublic())))
        .hasMessage(
            "[PODSMITH-PLUGIN-008] plugin a: %1$s has no signature, which %2$s requires: %1$s.sig"
                + " cannot be read (it does not exist); sign the jar, or copy its signature there",
            jar, KEY);
  }

  @Test
  void rejectsAJarThatWasChanged() throws Exception {
    sign(jar, OURS, "Ed25519");
    failing().writeTo(jar);
    assertThatThrownBy(() -> load(pem(OURS.getPublic())))
        .hasMessage(
            "[PODSMITH-PLUGIN-008] plugin a: %s does not match its signature: it was changed after it"
                + " was signed, or signed with a key that %s does not have; use the jar and the"
                + " signature that its author published",
            jar, KEY);
  }

  @Test
  void rejectsAJarThatAnotherKeySigned() throws Exception {
    sign(jar, OTHER, "Ed25519");
    assertRejected();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 65, 70, 5000})
  void rejectsWhatIsNoSignature(int length) throws Exception {
    Files.write(sibling(jar), new byte[length]);
    assertRejected();
    KeyPair rsa = pair("RSA", 2048);
    KeyPair ec = pair("EC", 256);
    assertThatThrownBy(() -> load(pem(rsa.getPublic()) + pem(ec.getPublic())))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-008] ");
  }

  @Test
  void rejectsAnUnsignedJarOfAPluginWithSeveral() throws Exception {
    Path plugin = Files.createDirectories(directory.resolve("steps/acme"));
    Path signed = Files.copy(jar, plugin.resolve("a.jar"));
    sign(signed, OURS, "Ed25519");
    new TestJar()
        .source("com.acme.Library", "package com.acme; public class Library {}")
        .writeTo(plugin.resolve("b.jar"));

    assertThatThrownBy(
            () ->
                load(
                    Map.of(
                        "spark.podsmith.steps.dir",
                        plugin.getParent().toString(),
                        KEY,
                        pem(OURS.getPublic()))))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-008] plugin acme: %s/b.jar".formatted(plugin));
  }

  @Test
  void loadsTheCopyThatWasVerified() throws Exception {
    sign(jar, OURS, "Ed25519");
    Path loaded;
    try (StepRegistry registry = load(pem(OURS.getPublic()))) {
      loaded = registry.jarFiles().get(jar.toString());
      assertThat(loaded).isNotEqualTo(jar).hasSameBinaryContentAs(jar);
    }
    assertThat(loaded).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----A-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"
      })
  void rejectsWhatIsNoKey(String text) {
    assertThatThrownBy(() -> load(text))
        .hasMessageStartingWith("[PODSMITH-CONF-002] ")
        .hasMessageContaining(KEY);
  }

  @Test
  void rejectsKeysThatAreTooShort() {
    assertThatThrownBy(() -> load(pem(pair("RSA", 1024).getPublic())))
        .hasMessageContaining("is a public key that is too short");
  }

  @Test
  void doesNotShowAPrivateKey() {
    String secret = Base64.getEncoder().encodeToString(OURS.getPrivate().getEncoded());
    assertThatThrownBy(
            () -> load("-----BEGIN PRIVATE KEY-----%s-----END PRIVATE KEY-----".formatted(secret)))
        .hasMessageContaining("is a private key")
        .message()
        .doesNotContain(secret);
  }

  @Test
  void namesAFileOfKeysThatDoesNotExist() {
    assertThatThrownBy(() -> load(directory.resolve("none.pem").toString()))
        .hasMessageStartingWith("[PODSMITH-CONF-007] %s is neither".formatted(KEY));
  }

  private static KeyPair pair(String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded()));
  }

  private static Path sibling(Path jar) {
    return jar.resolveSibling("%s.sig".formatted(jar.getFileName()));
  }

  private static Path sign(Path jar, KeyPair pair, String algorithm)
      throws IOException, GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(Files.readAllBytes(jar));
    return Files.write(sibling(jar), signature.sign());
  }

  private void assertLoads(String key) {
    try (StepRegistry registry = load(key)) {
      assertThat(registry.steps(PodRole.DRIVER)).extracting(StepInfo::id).contains("acme.one");
    }
  }

  private void assertRejected() {
    assertThatThrownBy(() -> load(pem(OURS.getPublic())))
        .hasMessageStartingWith("[PODSMITH-PLUGIN-008] ");
  }

  private StepRegistry load(String key) {
    return load(Map.of("spark.podsmith.steps.jars", jar.toString(), KEY, key));
  }

  private static StepRegistry load(Map<String, String> settings) {
    return StepRegistry.load(SparkSettings.of(new TreeMap<>(settings), Map.of()), new LocalFiles());
  }
}
