// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which names of objects belong to one application, or to one executor. */
public final class ObjectNames {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectNames.class);

  private final Set<String> own;
  private final Set<String> unique;
  private final String sharedBy;
  private final String advice;

  private ObjectNames(Set<String> own, Set<String> unique, String sharedBy, String advice) {
    this.own = own;
    this.unique = unique;
    this.sharedBy = sharedBy;
    this.advice = advice;
  }

  public static ObjectNames ofDriver(DriverConf conf) {
    Set<String> own =
        new TreeSet<>(
            List.of(
                conf.podName(), conf.resourceNamePrefix(), conf.driverServiceName(), conf.appId()));
    Set<String> unique = new TreeSet<>();
    if (!conf.settings().contains(PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX)) {
      unique.add(conf.resourceNamePrefix());
    }
    if (!conf.settings().contains(SparkKeys.APP_ID)) {
      unique.add(conf.appId());
    }
    if (!conf.driverServiceName().startsWith(conf.resourceNamePrefix())) {
      unique.add(conf.driverServiceName());
    }
    return new ObjectNames(own, unique, "every application", "conf.resourceNamePrefix()");
  }

  public static ObjectNames ofExecutor(ExecutorConf conf) {
    return new ObjectNames(Set.of(conf.podName()), Set.of(), "every executor", "conf.podName()");
  }

  /** Warns of objects of steps that several applications, or executors, would share. */
  public void warn(Map<HasMetadata, Author> objects) {
    objects.forEach(
        (object, author) -> {
          String name = object.getMetadata().getName();
          if (author.isThirdParty() && own.stream().noneMatch(name::contains)) {
            LOG.warn(
                "The {} {} of {} has the same name for {}; a second one is rejected while the first"
                    + " exists. Build the name from {}",
                object.getKind(),
                name,
                author.described(),
                sharedBy,
                advice);
          }
        });
  }

  /**
   * Returns parts of names that no other application has.
   *
   * @param engine objects that the engine named itself, after an id drawn for them
   */
  public Set<String> uniqueParts(Collection<? extends HasMetadata> engine) {
    Set<String> all = new TreeSet<>(unique);
    engine.forEach(object -> all.add(object.getMetadata().getName()));
    return all;
  }
}
