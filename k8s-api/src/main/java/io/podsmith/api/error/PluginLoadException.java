// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the steps of a plugin cannot be loaded, before anything is created in the cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class PluginLoadException extends PodsmithException {
  private static final long serialVersionUID = 1L;

  /** The id of the plugin. */
  private final String pluginId;

  /** The jar, or a list of the plugin's jars if it is unknown. */
  private final String jar;

  /**
   * Creates an exception.
   *
   * @param code the error code
   * @param pluginId the id of the plugin: the name of its directory, or of its jar without the
   *     extension
   * @param jar the jar that failed, or a list of the plugin's jars if it is unknown
   * @param message what failed, for which class, and what to change
   * @param cause the cause, or null
   */
  public PluginLoadException(
      ErrorCode code, String pluginId, String jar, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    this.pluginId = pluginId;
    this.jar = ShownUri.of(jar);
  }

  /**
   * Returns the id of the plugin that could not be loaded.
   *
   * @return the plugin id
   */
  public final String pluginId() {
    return pluginId;
  }

  /**
   * Returns the jar that failed.
   *
   * @return a file or URI, or a list of the plugin's jars if the jar is unknown
   */
  public final String jar() {
    return jar;
  }
}
