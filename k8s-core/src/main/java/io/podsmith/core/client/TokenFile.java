// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.FileContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bearer token that lives in a file and is read again when the file changes, since tokens of
 * service accounts expire and are renewed in place.
 */
final class TokenFile implements OAuthTokenProvider {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  private final Path file;

  /** A pipe has another time after it was read, and blocks when it is read again. */
  private final boolean isRenewable;

  private String token;
  private FileTime readAt;

  /** Reads the token once, so that a wrong file is told before any connection. */
  TokenFile(String key, Path file, FileContents contents) {
    this.file = file;
    this.isRenewable = Files.isRegularFile(file);
    try {
      this.readAt = Files.getLastModifiedTime(file);
      this.token = new String(contents.read(file), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key
              + " is '"
              + file
              + "' but must be a readable file with a token ("
              + e.getClass().getSimpleName()
              + "); use a file that exists and that this user can read",
          e);
    }
    if (token.isEmpty()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          key
              + " is '"
              + file
              + "' but must contain a token; the file is empty: write the token to it");
    }
  }

  @Override
  public synchronized String getToken() {
    if (!isRenewable) {
      return token;
    }
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!changed.equals(readAt)) {
        String read = Files.readString(file).trim();
        if (!read.isEmpty()) {
          token = read;
          LOG.debug("Reloaded the token from {}", file);
        }
        readAt = changed;
      }
    } catch (IOException e) {
      // the old token may still be good, and the server says so if it is not
      LOG.debug("Cannot reload the token from {}: {}", file, e.toString());
    }
    return token;
  }
}
