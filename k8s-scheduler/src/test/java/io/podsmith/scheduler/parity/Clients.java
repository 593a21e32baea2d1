package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.client.Config;
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
    values.put("caCertFile", config.getCaCertFile());
    values.put("caCertData", config.getCaCertData());
    values.put("clientCertFile", config.getClientCertFile());
    values.put("clientCertData", config.getClientCertData());
    values.put("clientKeyFile", config.getClientKeyFile());
    values.put("clientKeyData", config.getClientKeyData());
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
}
