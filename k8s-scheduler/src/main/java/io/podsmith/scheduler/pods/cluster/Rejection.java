// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer of the API server says about later requests of the same kind.
 *
 * <p>The status alone does not tell: a full quota, a security policy, a missing right and a
 * namespace that is being deleted all answer 403, and some requests that can never succeed are
 * answered with 500.
 */
public enum Rejection {
  /** The namespace is being deleted or does not exist: nothing can be created in it any more. */
  NAMESPACE_GONE,
  /** The request is at fault, and every repetition of it will be. */
  INVALID,
  /** The credentials are not accepted. */
  UNAUTHENTICATED,
  /** The account lacks a right. */
  MISSING_RIGHT,
  /** A quota of the namespace is exhausted. */
  QUOTA,
  /** An admission controller rejects the request, such as Pod Security or a webhook. */
  DENIED,
  /** The server failed in a way that may last. */
  SERVER_ERROR,
  /** The server is busy or away, or something is in the way that passes by itself. */
  TRANSIENT;

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_SERVER_ERROR = 500;

  /** Timeout, conflict, expired version, locked, too early, throttled. */
  private static final Set<Integer> MAY_PASS = Set.of(408, 409, 410, 423, 425, 429);

  /** Bad gateway, unavailable, gateway timeout: what stands in front of a server that is away. */
  private static final Set<Integer> AWAY = Set.of(502, 503, 504);

  /** What the server says with status 500 of a request that can never succeed. */
  private static final List<String> NEVER =
      List.of(
          "should not be set on objects to be created",
          "request is too large",
          "message larger than max",
          "unable to decode",
          "no kind is registered");

  private static final Pattern MISSING_NAMESPACE =
      Pattern.compile("namespaces \\\\?\"[^\"]*\" not found");
  private static final Pattern RIGHT =
      Pattern.compile(
          "(?:User \"(?<user>[^\"]+)\" )?cannot (?<verb>\\w+) resource \"(?<resource>[^\"]+)\" in"
              + " API group \"(?<group>[^\"]*)\"(?: in the namespace \"(?<namespace>[^\"]+)\")?");
  private static final String BEING_TERMINATED = "because it is being terminated";
  private static final String NAMESPACE_TERMINATING = "NamespaceTerminating";
  private static final String NO_SUCH_PATH = "could not find the requested resource";

  public static Rejection of(ApiFailure failure) {
    String message = failure.said();
    int status = failure.status();
    if (status == FORBIDDEN) {
      return ofForbidden(failure, message);
    }
    if (status == UNAUTHORIZED) {
      return UNAUTHENTICATED;
    }
    if (status == NOT_FOUND) {
      return ofNotFound(message);
    }
    if (status >= FIRST_SERVER_ERROR) {
      if (AWAY.contains(status)) {
        return TRANSIENT;
      }
      return isNever(message) ? INVALID : SERVER_ERROR;
    }
    return status < 400 || MAY_PASS.contains(status) ? TRANSIENT : INVALID;
  }

  /** Returns whether a server error says that the request can never succeed. */
  static boolean isNever(String message) {
    return NEVER.stream().anyMatch(message::contains);
  }

  private static Rejection ofForbidden(ApiFailure failure, String message) {
    if (failure.hasCause(NAMESPACE_TERMINATING) || message.contains(BEING_TERMINATED)) {
      return NAMESPACE_GONE;
    }
    if (RIGHT.matcher(message).find()) {
      return MISSING_RIGHT;
    }
    return message.contains("exceeded quota") || message.contains("failed quota") ? QUOTA : DENIED;
  }

  private static Rejection ofNotFound(String message) {
    if (MISSING_NAMESPACE.matcher(message).find()) {
      return NAMESPACE_GONE;
    }
    return message.contains(NO_SUCH_PATH) ? INVALID : TRANSIENT;
  }

  /** Returns what the user can do about a failure of this kind, as the end of a sentence. */
  public String advice(ApiFailure failure) {
    return switch (this) {
      case NAMESPACE_GONE ->
          "; nothing can be created in this namespace, so set spark.kubernetes.namespace to one"
              + " that exists and is not being deleted";
      case INVALID -> "; fix the setting, pod template or step that caused it";
      case UNAUTHENTICATED -> "; renew the credentials";
      case MISSING_RIGHT -> missingRight(failure.said());
      case QUOTA -> "; delete unused objects, request less, or raise the quota";
      case DENIED ->
          "; change the rejected field with a setting or a pod template, or have the policy"
              + " changed";
      case SERVER_ERROR -> "; check the API server and its webhooks";
      case TRANSIENT -> "";
    };
  }

  private static String missingRight(String message) {
    Matcher right = RIGHT.matcher(message);
    if (!right.find()) {
      return "";
    }
    String group = right.group("group");
    String resource = right.group("resource") + (group.isEmpty() ? "" : "." + group);
    String namespace = right.group("namespace") == null ? "" : " -n " + right.group("namespace");
    String user = right.group("user") == null ? "this account" : right.group("user");
    return "; grant %s the verb %s on %s with a Role and a RoleBinding (check with: kubectl auth can-i %s %s%s)"
        .formatted(user, right.group("verb"), resource, right.group("verb"), resource, namespace);
  }
}
