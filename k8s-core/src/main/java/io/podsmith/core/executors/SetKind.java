// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

/** What of Kubernetes keeps up a number of pods that are made from one template. */
public enum SetKind {
  STATEFUL_SET("StatefulSet", "statefulsets", "spark-s-", 52),
  DEPLOYMENT("Deployment", "deployments", "spark-d-", 253);

  private final String kind;
  private final String plural;
  private final String prefix;
  private final int longestName;

  SetKind(String kind, String plural, String prefix, int longestName) {
    this.kind = kind;
    this.plural = plural;
    this.prefix = prefix;
    this.longestName = longestName;
  }

  public String kind() {
    return kind;
  }

  public String plural() {
    return plural;
  }

  /** How long a name may be; the pods of a stateful set bear it in labels, with more behind it. */
  public int longestName() {
    return longestName;
  }

  /** The name of the set for a resource profile. */
  public String nameOf(String appId, int profileId) {
    return prefix + appId + "-" + profileId;
  }
}
