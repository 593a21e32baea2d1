// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.FileContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bearer token that lives in a file and is read again when the file changes, since tokens of
 * service accounts expire and are renewed in place.
 */
final class TokenFile implements RenewableToken {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

  /**
   * A file that changed within this time may change once more without another time stamp, and may
   * have been read while it was written. It is therefore read again.
   */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  private final Path file;

  /** A pipe has another time after it was read, and blocks when it is read again. */
  private final boolean isRenewable;

  private String token;
  private FileTime changedAt;
  private boolean isSettled;

  /**
   * Reads the token once, so that an invalid file is an error before any connection.
   *
   * @param key the setting that names the file
   * @param name how messages call that setting
   */
  TokenFile(String key, String name, Path file, FileContents contents) {
    this.file = file;
    this.isRenewable = Files.isRegularFile(file);
    try {
      this.changedAt = Files.getLastModifiedTime(file);
      this.isSettled = isSettled(changedAt);
      this.token = new String(contents.read(file), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          key,
          name
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
          name
              + " is '"
              + file
              + "' but must contain a token; the file is empty: write the token to it");
    }
  }

  @Override
  public synchronized String getToken() {
    if (isRenewable) {
      reload(false);
    }
    return token;
  }

  @Override
  public synchronized String replace(String rejected) {
    if (isRenewable && token.equals(rejected)) {
      reload(true);
    }
    return token;
  }

  private void reload(boolean isForced) {
    try {
      FileTime changed = Files.getLastModifiedTime(file);
      if (!isForced && isSettled && changed.equals(changedAt)) {
        return;
      }
      String read = Files.readString(file).trim();
      isSettled = !read.isEmpty() && isSettled(changed);
      changedAt = changed;
      if (!read.isEmpty() && !read.equals(token)) {
        token = read;
        LOG.debug("Reloaded the token from {}", file);
      }
    } catch (IOException e) {
      // the old token may still be good, and the server says so if it is not
      LOG.debug("Cannot reload the token from {}: {}", file, e.toString());
    }
  }

  /** Returns whether a file with this time stamp need not be read again while it has it. */
  static boolean isSettled(FileTime changed) {
    return changed.toInstant().isBefore(Instant.now().minus(UNSETTLED));
  }
}
