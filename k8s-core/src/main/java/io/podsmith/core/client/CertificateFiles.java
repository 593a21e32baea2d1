// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client certificate and its key, which are read again when their files change. New connections
 * present the new certificate. Safe for use by several threads.
 */
final class CertificateFiles extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  private final Path certificate;
  private final Path key;
  private final TrustManager[] trust;
  private final AtomicReference<@Nullable SSLEngine> lastEngine = new AtomicReference<>();
  private final AtomicReference<@Nullable SSLSessionContext> sessions = new AtomicReference<>();
  private Stamp stamp;
  private X509ExtendedKeyManager current;

  /**
   * The time stamps of both files, which may be replaced one after the other, and whether they are
   * old enough to be relied on.
   */
  private record Stamp(FileTime certificate, FileTime key, boolean isSettled) {
    boolean isUnchanged(Stamp before) {
      return before.isSettled && certificate.equals(before.certificate) && key.equals(before.key);
    }
  }

  private CertificateFiles(Path certificate, Path key, Config config)
      throws GeneralSecurityException, IOException {
    this.certificate = certificate;
    this.key = key;
    this.trust = SSLUtils.trustManagers(config);
    this.stamp = stamp();
    this.current = of(SSLUtils.keyManagers(config));
  }

  /**
   * Returns the files of a client's certificate.
   *
   * @param config the configuration of the client, with the present content of the files
   * @return empty if one of the files cannot be read again, such as a pipe
   * @throws GeneralSecurityException if the client cannot use the certificate or its key
   * @throws IOException if a file cannot be read
   */
  static Optional<CertificateFiles> of(Path certificate, Path key, Config config)
      throws GeneralSecurityException, IOException {
    return Files.isRegularFile(certificate) && Files.isRegularFile(key)
        ? Optional.of(new CertificateFiles(certificate, key, config))
        : Optional.empty();
  }

  /** Returns the trust managers of the client, which a client builder takes together with this. */
  TrustManager[] trust() {
    return trust;
  }

  /** Reads the files again if they have changed; returns whether there is another certificate. */
  synchronized boolean reload() {
    try {
      Stamp now = stamp();
      if (now.isUnchanged(stamp)) {
        return false;
      }
      X509Certificate before = leaf(current);
      X509ExtendedKeyManager read = read();
      stamp = now;
      if (before != null && before.equals(leaf(read))) {
        return false;
      }
      current = read;
      endSessions();
      LOG.debug("Reloaded the client certificate {}", certificate);
      return true;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Half of the pair may be missing; the old one may still be good.
      LOG.debug("Cannot reload the client certificate {}: {}", certificate, e.toString());
      return false;
    }
  }

  /**
   * The server has rejected a request. The files are read again if they have changed. No session is
   * resumed either way: a handshake that began before the last change may have ended after it.
   */
  synchronized void rejected() {
    if (!reload()) {
      endSessions();
    }
  }

  /** A resumed session would bring the old certificate to new connections. */
  private void endSessions() {
    rememberSessions();
    SSLSessionContext known = sessions.get();
    if (known != null) {
      for (byte[] id : Collections.list(known.getIds())) {
        SSLSession session = known.getSession(id);
        if (session != null) {
          session.invalidate();
        }
      }
    }
  }

  /** The sessions of a client are reached through one of its connections, once that is open. */
  private void rememberSessions() {
    SSLEngine engine = lastEngine.get();
    if (sessions.get() == null && engine != null) {
      sessions.set(engine.getSession().getSessionContext());
      if (sessions.get() != null) {
        lastEngine.set(null);
      }
    }
  }

  private Stamp stamp() throws IOException {
    FileTime ofCertificate = Files.getLastModifiedTime(certificate);
    FileTime ofKey = Files.getLastModifiedTime(key);
    return new Stamp(
        ofCertificate, ofKey, TokenFile.isSettled(ofCertificate) && TokenFile.isSettled(ofKey));
  }

  private X509ExtendedKeyManager read() throws IOException, GeneralSecurityException {
    String keyData = base64(key);
    Config config = Config.empty();
    config.setClientCertData(base64(certificate));
    config.setClientKeyData(keyData);
    config.setClientKeyAlgo(Config.getKeyAlgorithm(null, keyData));
    return of(SSLUtils.keyManagers(config));
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  private static X509ExtendedKeyManager of(KeyManager @Nullable [] managers)
      throws GeneralSecurityException {
    return Arrays.stream(managers == null ? new KeyManager[0] : managers)
        .filter(X509ExtendedKeyManager.class::isInstance)
        .map(X509ExtendedKeyManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("the JVM has no key manager for X.509"));
  }

  private static @Nullable X509Certificate leaf(X509ExtendedKeyManager manager) {
    for (String type : new String[] {"RSA", "EC", "EdDSA"}) {
      String[] aliases = manager.getClientAliases(type, null);
      if (aliases != null && aliases.length > 0) {
        X509Certificate[] chain = manager.getCertificateChain(aliases[0]);
        return chain == null || chain.length == 0 ? null : chain[0];
      }
    }
    return null;
  }

  private synchronized X509ExtendedKeyManager current() {
    return current;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    reload();
    if (sessions.get() == null) {
      lastEngine.set(engine);
    }
    return current().chooseEngineClientAlias(keyType, issuers, engine);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    reload();
    return current().chooseClientAlias(keyType, issuers, socket);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return current().getClientAliases(keyType, issuers);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return current().getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return current().getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
