// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.conf.LocalFiles;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.template.PodTemplateReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads pod templates, each once. */
final class PodTemplates {
  private static final Logger LOG = LoggerFactory.getLogger(PodTemplates.class);
  private static final String IN_IMAGE = "local:";

  private final ConfigEntry<Optional<String>> fileKey;
  private final ConfigEntry<Optional<String>> containerKey;
  private final ConcurrentMap<Template, SparkPod> read = new ConcurrentHashMap<>();

  private PodTemplates(
      ConfigEntry<Optional<String>> fileKey, ConfigEntry<Optional<String>> containerKey) {
    this.fileKey = fileKey;
    this.containerKey = containerKey;
  }

  static PodTemplates ofDrivers() {
    return new PodTemplates(
        PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_FILE,
        PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME);
  }

  static PodTemplates ofExecutors() {
    return new PodTemplates(
        PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE,
        PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME);
  }

  /** Returns the pod that building starts from: the template, or one with nothing in it. */
  SparkPod initialPod(KubernetesConf conf) {
    return conf.get(fileKey)
        .map(file -> new Template(file, conf.get(containerKey)))
        .map(template -> read.computeIfAbsent(template, t -> load(t, conf)))
        .orElseGet(SparkPod::empty);
  }

  /** Returns who wrote the initial pod. */
  Author author(KubernetesConf conf) {
    return conf.get(fileKey)
        .map(file -> Author.template(fileKey.key(), file))
        .orElse(Author.NOBODY);
  }

  private record Template(String file, Optional<String> containerName) {}

  private SparkPod load(Template template, KubernetesConf conf) {
    String text = new String(content(template.file(), conf), StandardCharsets.UTF_8);
    return selectContainer(
        new PodTemplateReader(fileKey.key(), template.file()).read(text), template.containerName());
  }

  private byte[] content(String file, KubernetesConf conf) {
    // As with Spark's own jar, a template is read where the pod is built, also where its URI says
    // that it lies in the image: driver and image may be one.
    String here = file.startsWith(IN_IMAGE) ? "file:" + file.substring(IN_IMAGE.length()) : file;
    try {
      return conf.fileStaging().read(here);
    } catch (InvalidConfigurationException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          fileKey.key(),
          "%s is '%s', which cannot be read (%s); use a file that exists and that this user can read"
              .formatted(fileKey.key(), file, LocalFiles.reason(e)),
          e);
    }
  }

  private SparkPod selectContainer(Pod pod, Optional<String> name) {
    List<Container> others = new ArrayList<>(pod.getSpec().getContainers());
    List<Container> named =
        others.stream().filter(c -> name.isPresent() && name.get().equals(c.getName())).toList();
    if (name.isPresent() && named.size() != 1) {
      LOG.warn(
          "{} is '{}', but the pod template has {} containers of that name; the first container is"
              + " used for Spark",
          containerKey.key(),
          name.get(),
          named.size());
    }
    if (others.isEmpty()) {
      return SparkPod.of(pod, new Container());
    }
    int chosen = named.size() == 1 ? others.indexOf(named.get(0)) : 0;
    Container container = others.remove(chosen);
    pod.getSpec().setContainers(others);
    return SparkPod.of(pod, container);
  }
}
