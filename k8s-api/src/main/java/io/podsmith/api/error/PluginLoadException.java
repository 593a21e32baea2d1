package io.podsmith.api.error;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A plugin whose steps cannot be loaded. Thrown before anything is created on the cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class PluginLoadException extends SparkKubernetesException {
  private static final long serialVersionUID = 1L;

  /** The id of the plugin. */
  private final String pluginId;

  /** The jar, as far as it is known. */
  private final String jar;

  /**
   * Makes a failure.
   *
   * @param code the kind of failure
   * @param pluginId the plugin: the folder's name, or the jar's name without its ending
   * @param jar the jar at fault, or a list of the plugin's jars where it is not known
   * @param message what happened, to which class, and what to change
   * @param cause the underlying failure, or null
   */
  public PluginLoadException(
      ErrorCode code, String pluginId, String jar, String message, @Nullable Throwable cause) {
    super(code, message, cause);
    this.pluginId = pluginId;
    this.jar = jar;
  }

  /**
   * Returns the plugin that could not be loaded.
   *
   * @return its id
   */
  public final String pluginId() {
    return pluginId;
  }

  /**
   * Returns the jar at fault.
   *
   * @return a file or URI, or a list of the plugin's jars
   */
  public final String jar() {
    return jar;
  }
}
