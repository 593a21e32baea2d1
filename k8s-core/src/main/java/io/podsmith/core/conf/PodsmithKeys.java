package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Optional;

/** The settings {@code spark.podsmith.*}, which upstream does not have. */
public final class PodsmithKeys {
  /** Jars of steps, each a plugin with a class loader of its own. */
  public static final ConfigEntry<List<String>> STEP_JARS =
      ConfigEntry.key("spark.podsmith.steps.jars")
          .doc(
              "Jars with feature steps, separated by commas. Each is loaded by itself, apart from"
                  + " Spark's class path. Jars of the submitting machine (file: or a plain path) are"
                  + " carried to the driver: to spark.kubernetes.file.upload.path where that is set,"
                  + " otherwise in ConfigMaps, up to 16 MiB together. local: is a path in the image,"
                  + " which must exist where the job is submitted, too, because the driver's pod is"
                  + " built there. The driver fetches all others, such as https: and what Hadoop's"
                  + " file systems know, for itself.")
          .since("0.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  /** A folder with a folder for each plugin. */
  public static final ConfigEntry<Optional<String>> STEP_DIR =
      ConfigEntry.key("spark.podsmith.steps.dir")
          .doc(
              "Folder with one folder for each plugin, in which its jars lie:"
                  + " <dir>/<plugin-id>/*.jar.")
          .since("0.1.0")
          .stringType()
          .optional();

  /** Steps that are switched off. */
  public static final ConfigEntry<List<String>> STEPS_DISABLED =
      ConfigEntry.key("spark.podsmith.steps.disabled")
          .doc("Ids of steps that are not to run, for drivers and executors.")
          .since("0.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  /**
   * Followed by the id of a plugin: its jars as the submitting side sent them. Written by a
   * submission for its driver, and not for users.
   */
  public static final String STEPS_CARRIED_PREFIX = "spark.podsmith.steps.carried.";

  private PodsmithKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(PodsmithKeys.class);
  }
}
