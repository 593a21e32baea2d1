// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A certificate of the server's own for loopback, as PEM files.
 *
 * @param certificate the certificate, which clients trust as their CA
 * @param key its private key
 */
public record Certificate(Path certificate, Path key) {
  private static final String ALIAS = "server";

  /**
   * Makes a certificate with the JDK's keytool: the JDK has no other public way to sign one.
   *
   * @param directory where its files go
   * @return the certificate
   */
  public static Certificate create(Path directory) {
    Path keystore = directory.resolve("server.p12");
    String password = UUID.randomUUID().toString();
    try {
      keytool(keystore, password);
      KeyStore store = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
      Path certificate = directory.resolve("ca.crt");
      Path key = directory.resolve("server.key");
      pem(certificate, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
      pem(key, "PRIVATE KEY", store.getKey(ALIAS, password.toCharArray()).getEncoded());
      Files.delete(keystore);
      return new Certificate(certificate, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot create the certificate of the server", e);
    }
  }

  private static void keytool(Path keystore, String password) throws IOException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                List.of(
                    tool.toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    "365",
                    "-dname",
                    "CN=podsmith-embedded",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-ext",
                    "bc=ca:true",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keystore.toString(),
                    "-storepass",
                    password))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            "keytool did not create a certificate: " + output.replace(password, "***"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool created a certificate", e);
    }
  }

  private static void pem(Path file, String what, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
  }
}
