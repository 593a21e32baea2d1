// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Utils;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.ErrorCode;
import io.podsmith.api.error.PodsmithError;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Turns what the API server or the network answers into failures that say what to change. */
public final class ClusterErrors {
  private static final int MAX_WORDS = 600;
  // the server prints whole objects in Go's syntax when a field must not change
  private static final Pattern GO_OBJECT = Pattern.compile("\\b\\w+\\.\\w+\\{.*", Pattern.DOTALL);

  private static final String ANONYMOUS = "system:anonymous";
  private static final Pattern REFUSED_VERB = Pattern.compile("cannot (\\w+) resource");

  private ClusterErrors() {}

  /**
   * Describes a request that failed.
   *
   * <p>The message quotes the server's reasons and field paths, shortened, and never an object's
   * contents.
   *
   * @param failure what the client threw
   * @param masterUrl where the API server is
   * @param verb the verb as {@code kubectl auth can-i} takes it, for example {@code create}
   * @param target what it was about
   */
  public static ClusterException of(
      KubernetesClientException failure, String masterUrl, String verb, Target target) {
    return of(failure, masterUrl, verb, target, "");
  }

  /**
   * Describes a request that failed.
   *
   * @param failure what the client threw
   * @param config the client's configuration, which names the API server and the credentials
   * @param verb the verb as {@code kubectl auth can-i} takes it, for example {@code create}
   * @param target what it was about
   */
  public static ClusterException of(
      KubernetesClientException failure, Config config, String verb, Target target) {
    return of(failure, config, verb, target, "");
  }

  /**
   * Describes a request that failed and what was done about it.
   *
   * @param failure what the client threw
   * @param config the client's configuration, which names the API server and the credentials
   * @param verb the verb as {@code kubectl auth can-i} takes it, for example {@code create}
   * @param target what it was about
   * @param aftermath a sentence to follow, or empty
   */
  public static ClusterException of(
      KubernetesClientException failure,
      Config config,
      String verb,
      Target target,
      String aftermath) {
    Server server = new Server(config.getMasterUrl(), Optional.of(Credentials.of(config)));
    return of(failure, server, verb, target, aftermath);
  }

  /**
   * Describes a request that failed and what was done about it.
   *
   * @param failure what the client threw
   * @param masterUrl where the API server is
   * @param verb the verb as {@code kubectl auth can-i} takes it, for example {@code create}
   * @param target what it was about
   * @param aftermath a sentence to follow, or empty
   */
  public static ClusterException of(
      KubernetesClientException failure,
      String masterUrl,
      String verb,
      Target target,
      String aftermath) {
    return of(failure, new Server(masterUrl, Optional.empty()), verb, target, aftermath);
  }

  private static ClusterException of(
      KubernetesClientException failure,
      Server server,
      String verb,
      Target target,
      String aftermath) {
    int status = Math.max(0, failure.getCode());
    // the client's own message shows the whole object, so it must not become a cause either
    boolean isUnknownKind = isUnknownKind(failure);
    Diagnosis diagnosis =
        isUnknownKind
            ? new Diagnosis(
                PodsmithError.CLUSTER_NOT_FOUND,
                "the cluster does not support "
                    + target.resource
                    + "; install the CustomResourceDefinition of this kind, or disable the feature"
                    + " that requests it")
            : diagnose(failure, status, server, target);
    return new ClusterException(
        diagnosis.error,
        "cannot "
            + verb
            + " "
            + target
            + ": "
            + diagnosis.words
            + (aftermath.isEmpty() ? "" : ". " + aftermath),
        status,
        isUnknownKind ? null : failure);
  }

  /** Returns whether the cluster has no such kind, which the client notices before it sends. */
  public static boolean isUnknownKind(KubernetesClientException failure) {
    return failure.getCode() <= 0
        && failure.getMessage() != null
        && failure.getMessage().startsWith("Could not find a registered handler");
  }

  private static Diagnosis diagnose(
      KubernetesClientException failure, int status, Server server, Target target) {
    String said = serverMessage(failure);
    return switch (status) {
      case 0 -> unreachable(failure, server);
      case 401 -> unauthorized(server, said);
      case 403 -> said.contains(ANONYMOUS) ? unauthorized(server, said) : forbidden(target, said);
      case 404 ->
          new Diagnosis(
              PodsmithError.CLUSTER_NOT_FOUND,
              said
                  + (said.startsWith("namespaces ")
                      ? "; create the namespace, or set spark.kubernetes.namespace to one that"
                          + " exists"
                      : ""));
      case 409 ->
          new Diagnosis(
              PodsmithError.CLUSTER_REJECTED,
              said
                  + (said.contains("already exists")
                      ? "; choose another name, or delete the old one with: "
                          + target.deleteCommand()
                      : ""));
      case 400, 413, 415, 422 ->
          new Diagnosis(
              PodsmithError.CLUSTER_REJECTED,
              "the API server rejected it: " + causes(failure).orElse(said));
      default ->
          new Diagnosis(
              PodsmithError.CLUSTER_FAILED,
              "the API server responded " + status + " (" + said + ")");
    };
  }

  /** Returns whether the answer leaves open whether the server did what it was asked. */
  public static boolean isAmbiguous(KubernetesClientException failure) {
    int code = failure.getCode();
    return (code <= 0 && !isUnknownKind(failure)) || code == 408 || code >= 500;
  }

  /** Returns whether the request certainly never reached the server, so that it had no effect. */
  public static boolean isUnsent(Throwable failure) {
    for (Throwable t = failure; t != null && t != t.getCause(); t = t.getCause()) {
      if (t instanceof SSLHandshakeException
          || t instanceof SSLPeerUnverifiedException
          || t instanceof ConnectException
          || t instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  private static Diagnosis unauthorized(Server server, String said) {
    String words =
        server
            .credentials
            .map(credentials -> credentials.rejected(said))
            .orElse(
                """
                rejected the credentials (%s); check the token or certificate in \
                spark.kubernetes.authenticate.*, or log in again for the kubeconfig's context\
                """
                    .formatted(said));
    return new Diagnosis(
        PodsmithError.CLUSTER_FORBIDDEN, "the API server at %s %s".formatted(server.url, words));
  }

  private static Diagnosis forbidden(Target target, String said) {
    if (said.contains("exceeded quota") || said.contains("failed quota")) {
      return new Diagnosis(
          PodsmithError.CLUSTER_REJECTED,
          "a resource quota of the namespace is exceeded ("
              + said
              + "); request less, delete unused objects, or raise the quota");
    }
    // admission plugins answer 403, too, and then no permission is missing
    Matcher refused = REFUSED_VERB.matcher(said);
    String fix = refused.find() ? "; check with: " + target.canI(refused.group(1)) : "";
    return new Diagnosis(
        PodsmithError.CLUSTER_FORBIDDEN, "the API server denied it (%s)%s".formatted(said, fix));
  }

  private static Diagnosis unreachable(KubernetesClientException failure, Server server) {
    Throwable root = failure;
    String hint =
        "check that the URL is correct and reachable from this machine, and check the proxies";
    for (Throwable t = failure; t != null && t != t.getCause(); t = t.getCause()) {
      root = t;
      if (t instanceof SSLException) {
        Optional<String> missing = server.credentials.flatMap(Credentials::missingTrust);
        if (missing.isPresent()) {
          return new Diagnosis(
              PodsmithError.CLUSTER_UNREACHABLE,
              "the API server at %s cannot be trusted: %s".formatted(server.url, missing.get()));
        }
        hint =
            "check the server's certificate against spark.kubernetes.authenticate.*.caCertFile or"
                + " the kubeconfig";
      } else if (t instanceof UnknownHostException) {
        hint = "the host name cannot be resolved; check it";
      } else if (t instanceof TimeoutException
          || t.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains("timeout")) {
        hint =
            "it did not respond in time; raise spark.kubernetes.submission.requestTimeout and"
                + " .connectionTimeout (spark.kubernetes.driver.* inside the driver) if it is slow";
      } else if (t instanceof ConnectException) {
        hint = "cannot connect to it; check host and port";
      }
    }
    return new Diagnosis(
        PodsmithError.CLUSTER_UNREACHABLE,
        "no response from the API server at "
            + server.url
            + " ("
            + root.getClass().getSimpleName()
            + (root.getMessage() == null ? "" : ": " + shorten(root.getMessage()))
            + "); "
            + hint);
  }

  private static String serverMessage(KubernetesClientException failure) {
    Status status = failure.getStatus();
    if (status != null && Utils.isNotNullOrEmpty(status.getMessage())) {
      return shorten(status.getMessage());
    }
    return status != null && Utils.isNotNullOrEmpty(status.getReason())
        ? status.getReason()
        : "status " + failure.getCode();
  }

  private static Optional<String> causes(KubernetesClientException failure) {
    Status status = failure.getStatus();
    if (status == null || status.getDetails() == null) {
      return Optional.empty();
    }
    List<StatusCause> causes = status.getDetails().getCauses();
    if (causes == null || causes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        causes.stream()
            .map(
                cause ->
                    (cause.getField() == null ? "" : cause.getField() + ": ")
                        + shorten(String.valueOf(cause.getMessage())))
            .distinct()
            .collect(Collectors.joining("; ")));
  }

  private record Diagnosis(ErrorCode error, String words) {}

  /** The server that was called, and with which credentials where that is known. */
  private record Server(String url, Optional<Credentials> credentials) {}

  private static String shorten(String words) {
    String safe = GO_OBJECT.matcher(words).replaceAll("...");
    return safe.length() <= MAX_WORDS ? safe : safe.substring(0, MAX_WORDS) + "...";
  }

  /**
   * What a request is about.
   *
   * @param kind for example {@code Pod}
   * @param resource the resource as kubectl takes it, for example {@code pods} or {@code
   *     podgroups.scheduling.volcano.sh}
   * @param namespace empty for what belongs to no namespace
   * @param name the object's name, empty where the request is about all
   */
  public record Target(
      String kind, String resource, Optional<String> namespace, Optional<String> name) {

    /**
     * Describes an object.
     *
     * @param namespace the namespace it is in or goes to, empty for what belongs to none
     */
    public static Target of(HasMetadata object, Optional<String> namespace) {
      String apiVersion = object.getApiVersion() == null ? "" : object.getApiVersion();
      int slash = apiVersion.indexOf('/');
      String plural =
          object instanceof GenericKubernetesResource
              ? Pluralize.toPlural(object.getKind().toLowerCase(Locale.ROOT))
              : object.getPlural();
      return new Target(
          object.getKind(),
          slash < 0 ? plural : plural + "." + apiVersion.substring(0, slash),
          namespace,
          Optional.ofNullable(object.getMetadata().getName()));
    }

    /** Returns the command that tells whether the user may do it. */
    public String canI(String verb) {
      return "kubectl auth can-i " + verb + " " + resource + inNamespace();
    }

    /** Returns the command that deletes the object. */
    public String deleteCommand() {
      return "kubectl delete " + resource + " " + name.orElse("<name>") + inNamespace();
    }

    private String inNamespace() {
      return namespace.map(n -> " -n " + n).orElse("");
    }

    @Override
    public String toString() {
      return kind.toLowerCase(Locale.ROOT)
          + name.map(n -> " " + n).orElse("s")
          + namespace.map(n -> " in namespace " + n).orElse("");
    }
  }
}
