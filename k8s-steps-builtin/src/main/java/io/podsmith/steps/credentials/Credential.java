// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.credentials;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.steps.internal.StepKeys;
import java.util.Optional;

/** One thing that a driver may need in order to talk to the API server. */
enum Credential {
  CLIENT_KEY(
      StepKeys.DRIVER_CLIENT_KEY_FILE,
      StepKeys.MOUNTED_CLIENT_KEY_FILE,
      Constants.DRIVER_CREDENTIALS_CLIENT_KEY_SECRET_NAME),
  CLIENT_CERT(
      StepKeys.DRIVER_CLIENT_CERT_FILE,
      StepKeys.MOUNTED_CLIENT_CERT_FILE,
      Constants.DRIVER_CREDENTIALS_CLIENT_CERT_SECRET_NAME),
  CA_CERT(
      StepKeys.DRIVER_CA_CERT_FILE,
      StepKeys.MOUNTED_CA_CERT_FILE,
      Constants.DRIVER_CREDENTIALS_CA_CERT_SECRET_NAME),
  OAUTH_TOKEN(
      StepKeys.DRIVER_OAUTH_TOKEN_FILE,
      StepKeys.MOUNTED_OAUTH_TOKEN_FILE,
      Constants.DRIVER_CREDENTIALS_OAUTH_TOKEN_SECRET_NAME);

  private final ConfigEntry<Optional<String>> localFile;
  private final ConfigEntry<Optional<String>> mountedFile;
  private final String secretItem;

  Credential(
      ConfigEntry<Optional<String>> localFile,
      ConfigEntry<Optional<String>> mountedFile,
      String secretItem) {
    this.localFile = localFile;
    this.mountedFile = mountedFile;
    this.secretItem = secretItem;
  }

  /** The setting that names a file of the submitting machine. */
  ConfigEntry<Optional<String>> localFile() {
    return localFile;
  }

  /** The setting that names a file in the driver's pod. */
  ConfigEntry<Optional<String>> mountedFile() {
    return mountedFile;
  }

  /** The name under which the secret holds it. */
  String secretItem() {
    return secretItem;
  }

  /** Where it lies in the driver's pod if the secret holds it. */
  String pathInPod() {
    return Constants.DRIVER_CREDENTIALS_SECRETS_BASE_DIR + "/" + secretItem;
  }
}
