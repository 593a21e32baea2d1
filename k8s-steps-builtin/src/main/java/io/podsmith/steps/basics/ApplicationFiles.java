// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.LocalResources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that an application brings along: those of this machine have to be uploaded. */
final class ApplicationFiles {
  private static final List<ConfigEntry<List<String>>> LISTS =
      List.of(SparkKeys.JARS, SparkKeys.FILES, SparkKeys.ARCHIVES, SparkKeys.PY_FILES);

  private final KubernetesConf conf;

  /** Makes sure that all files can be uploaded, without doing it yet. */
  ApplicationFiles(KubernetesConf conf) {
    this.conf = conf;
    for (ConfigEntry<List<String>> list : LISTS) {
      for (String uri : conf.get(list)) {
        if (LocalResources.isClientLocal(conf, uri)) {
          LocalResources.requireUploadable(conf, list.key(), uri);
        }
      }
    }
  }

  /** Uploads and returns the settings that have to change. */
  Map<String, String> upload() {
    Map<String, String> changed = new LinkedHashMap<>();
    for (ConfigEntry<List<String>> list : LISTS) {
      Map<Boolean, List<String>> byPlace =
          conf.get(list).stream()
              .collect(Collectors.partitioningBy(uri -> LocalResources.isClientLocal(conf, uri)));
      List<String> here = byPlace.getOrDefault(true, List.of());
      if (!here.isEmpty()) {
        changed.put(
            list.key(),
            Stream.concat(
                    here.stream().map(uri -> upload(list, uri)),
                    byPlace.getOrDefault(false, List.of()).stream())
                .collect(Collectors.joining(",")));
      }
    }
    return changed;
  }

  private String upload(ConfigEntry<List<String>> list, String uri) {
    if (!list.equals(SparkKeys.ARCHIVES)) {
      return conf.fileStaging().upload(uri);
    }
    // what follows the # is the folder into which Spark unpacks the archive
    String file = LocalResources.withoutFragment(uri);
    return conf.fileStaging().upload(file) + uri.substring(file.length());
  }
}
