// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Name resolution of the cluster: a hosts file that the JVMs of the pods read.
 *
 * <p>The name of a service stands for the pods behind it, whether or not the service is headless:
 * there are no virtual addresses here. Safe for use by several threads.
 */
public final class ClusterDns {
  /**
   * A pod as a service sees it.
   *
   * @param hostNames further names of the pod
   */
  public record Endpoint(
      String namespace,
      Map<String, String> labels,
      String ip,
      boolean ready,
      List<String> hostNames) {}

  private final Path file;
  private final String apiServerIp;
  private final Map<String, Service> services = new TreeMap<>();
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
  private String written = "";

  public ClusterDns(Path file, String apiServerIp) {
    this.file = file;
    this.apiServerIp = apiServerIp;
    write();
  }

  public Path file() {
    return file;
  }

  public synchronized void put(Service service) {
    services.put(key(service), service);
    write();
  }

  public synchronized void remove(Service service) {
    services.remove(key(service));
    write();
  }

  public synchronized void put(String podUid, Endpoint endpoint) {
    if (!endpoint.equals(endpoints.put(podUid, endpoint))) {
      write();
    }
  }

  public synchronized void remove(String podUid) {
    if (endpoints.remove(podUid) != null) {
      write();
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    lines.add("127.0.0.1 localhost");
    lines.add(machine());
    lines.add(
        apiServerIp
            + " kubernetes kubernetes.default kubernetes.default.svc"
            + " kubernetes.default.svc.cluster.local");
    for (Service service : services.values()) {
      for (Endpoint endpoint : behind(service)) {
        lines.add(endpoint.ip() + " " + String.join(" ", names(service)));
      }
    }
    for (Endpoint endpoint : endpoints.values()) {
      if (!endpoint.hostNames().isEmpty()) {
        lines.add(endpoint.ip() + " " + String.join(" ", endpoint.hostNames()));
      }
    }
    String text = String.join("\n", lines) + "\n";
    if (text.equals(written)) {
      return;
    }
    try {
      Path temporary = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = text;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private Collection<Endpoint> behind(Service service) {
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      return List.of();
    }
    boolean all = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    return endpoints.values().stream()
        .filter(endpoint -> endpoint.namespace().equals(service.getMetadata().getNamespace()))
        .filter(endpoint -> all || endpoint.ready())
        .filter(endpoint -> endpoint.labels().entrySet().containsAll(selector.entrySet()))
        .toList();
  }

  private static List<String> names(Service service) {
    String name = service.getMetadata().getName();
    String inNamespace = name + "." + service.getMetadata().getNamespace();
    return List.of(name, inNamespace, inNamespace + ".svc", inNamespace + ".svc.cluster.local");
  }

  private static String machine() {
    try {
      InetAddress address = InetAddress.getLocalHost();
      return address.getHostAddress() + " " + address.getHostName();
    } catch (UnknownHostException e) {
      return "127.0.0.1 " + Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
    }
  }

  private static String key(Service service) {
    return service.getMetadata().getNamespace() + "/" + service.getMetadata().getName();
  }
}
