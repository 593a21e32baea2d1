// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.secrets;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.testkit.cluster.EmbeddedCluster;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The texts in which planted secrets are searched for. Not safe for use by several threads. */
public final class Search {
  /**
   * A text.
   *
   * @param kind what it is of, such as {@code object configmaps} or {@code log of driver}
   * @param text its content
   */
  private record Place(String kind, String text) {}

  private final List<Place> places = new ArrayList<>();

  /** Adds a text. */
  public void add(String kind, String text) {
    places.add(new Place(kind, text));
  }

  /** Adds all objects of the cluster, each kind that the API server has. */
  public void addObjects(EmbeddedCluster cluster) {
    KubernetesClient client = cluster.client();
    addObjects(client, "v1", "/api/v1/");
    for (APIGroup group : client.getApiGroups().getGroups()) {
      for (GroupVersionForDiscovery version : group.getVersions()) {
        addObjects(
            client, version.getGroupVersion(), "/apis/%s/".formatted(version.getGroupVersion()));
      }
    }
  }

  private void addObjects(KubernetesClient client, String groupVersion, String path) {
    for (APIResource resource : client.getApiResources(groupVersion).getResources()) {
      if (resource.getVerbs().contains("list")) {
        String list = client.raw(path + resource.getName());
        add("object " + resource.getName(), Objects.requireNonNull(list, resource.getName()));
      }
    }
  }

  /** Adds all requests that the API server received: path, query and body. */
  public void addRequests(EmbeddedCluster cluster) {
    cluster
        .apiServer()
        .requests()
        .forEach(
            each ->
                add(
                    "request " + each.resource(),
                    "%s?%s %s".formatted(each.path(), each.query(), each.body())));
  }

  /** Returns how many texts there are. */
  public int size() {
    return places.size();
  }

  /** Returns the kinds of the texts. */
  public Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    places.forEach(each -> kinds.add(each.kind()));
    return kinds;
  }

  /** Returns each secret that was found outside Secrets, such as {@code FILE in object pods}. */
  public Set<String> leaks() {
    Set<String> found = new TreeSet<>();
    for (Planted planted : Planted.values()) {
      kindsWith(planted).stream()
          .filter(kind -> !isOfSecrets(kind))
          .forEach(kind -> found.add("%s in %s".formatted(planted, kind)));
    }
    return found;
  }

  /**
   * Returns where bytes that are not planted were found, such as {@code keytab in object pods}.
   *
   * @param name what the bytes are
   */
  public Set<String> kindsWith(String name, byte[] secret) {
    Set<String> found = new TreeSet<>();
    for (Place place : places) {
      String row = "%s in %s".formatted(name, place.kind());
      if (!found.contains(row) && Traces.areIn(place.text(), secret)) {
        found.add(row);
      }
    }
    return found;
  }

  /** Returns the secrets that were found in Secrets. */
  public Set<Planted> inSecrets() {
    Set<Planted> found = new LinkedHashSet<>();
    for (Planted planted : Planted.values()) {
      if (kindsWith(planted).contains("object secrets")) {
        found.add(planted);
      }
    }
    return found;
  }

  private Set<String> kindsWith(Planted planted) {
    Set<String> kinds = new TreeSet<>();
    for (Place place : places) {
      if (!kinds.contains(place.kind()) && planted.isIn(place.text())) {
        kinds.add(place.kind());
      }
    }
    return kinds;
  }

  private static boolean isOfSecrets(String kind) {
    return kind.equals("object secrets") || kind.equals("request secrets");
  }
}
