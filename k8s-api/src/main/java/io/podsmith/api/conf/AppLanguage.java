// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import org.apiguardian.api.API;

/**
 * The language of an application, which determines how its driver is started.
 *
 * <p>Expect more constants in later minor versions.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum AppLanguage {
  /** Java, Scala or any other JVM language. */
  JAVA("java"),
  /** Python. */
  PYTHON("python"),
  /** R. */
  R("r");

  private final String resourceType;

  AppLanguage(String resourceType) {
    this.resourceType = resourceType;
  }

  /**
   * Returns the value of {@code spark.kubernetes.resource.type} for this language.
   *
   * @return {@code java}, {@code python} or {@code r}
   */
  public String resourceType() {
    return resourceType;
  }
}
