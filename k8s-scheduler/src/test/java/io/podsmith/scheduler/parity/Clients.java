// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** What of a client's configuration Spark's settings decide; used on both sides. */
public final class Clients {
  private Clients() {}

  /** Returns the values by name; those that are not set are left out. */
  public static Map<String, String> describe(Config config) {
    Map<String, Object> values = new TreeMap<>();
    values.put("masterUrl", config.getMasterUrl());
    values.put("apiVersion", config.getApiVersion());
    values.put("namespace", config.getNamespace());
    values.put("requestTimeout", config.getRequestTimeout());
    values.put("connectionTimeout", config.getConnectionTimeout());
    values.put("trustCerts", config.isTrustCerts());
    values.put("retries", config.getRequestRetryBackoffLimit());
    values.put("caCert", content(config.getCaCertData(), config.getCaCertFile()));
    values.put("clientCert", content(config.getClientCertData(), config.getClientCertFile()));
    values.put("clientKey", content(config.getClientKeyData(), config.getClientKeyFile()));
    values.put(
        "token",
        config.getOauthTokenProvider() == null
            ? config.getOauthToken()
            : config.getOauthTokenProvider().getToken());
    values.put("username", config.getUsername());
    values.put(
        "context",
        config.getCurrentContext() == null ? null : config.getCurrentContext().getName());
    Map<String, String> described = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            described.put(name, value.toString());
          }
        });
    return described;
  }

  /** Returns what the client uses: the data, where there are any, and the file otherwise. */
  private static Object content(String data, String file) {
    if (data != null) {
      return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }
    try {
      return file == null ? null : Files.readString(Path.of(file));
    } catch (IOException e) {
      return "unreadable: " + file;
    }
  }
}
