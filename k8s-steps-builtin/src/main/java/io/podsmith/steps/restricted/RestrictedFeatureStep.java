// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.restricted;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.steps.internal.PodEdits;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets what a restricted pod has to say and does not say yet. It changes no field that a template
 * or another step has set: the engine rejects the finished pod if one of them contradicts.
 */
final class RestrictedFeatureStep implements KubernetesFeatureConfigStep {
  private static final String TMP = "/tmp";

  /** Not the directory of the image: a volume would hide the files that are there. */
  private static final String WORKING_DIRECTORY = "/var/spark/work";

  private final boolean isDriver;
  private final Optional<Long> user;
  private final boolean hasOwnUsers;
  private final boolean isInMemory;

  RestrictedFeatureStep(KubernetesConf conf) {
    this.isDriver = conf.role() == PodRole.DRIVER;
    this.user =
        Optional.of(conf.get(PodsmithKeys.RESTRICTED_USER))
            .filter(name -> !name.equals(PodsmithKeys.USER_OF_IMAGE))
            .map(Long::valueOf);
    this.hasOwnUsers = conf.get(PodsmithKeys.RESTRICTED_USER_NAMESPACES);
    this.isInMemory = conf.get(PodsmithKeys.RESTRICTED_TMPFS);
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod restricted = pod.editSpec(this::restrict).editContainer(this::restrictSpark);
    SparkPod withTmp = mountUnlessMounted(restricted, "podsmith-tmp", TMP);
    return withTmp.container().getWorkingDir() == null
        ? mountUnlessMounted(withTmp, "podsmith-work", WORKING_DIRECTORY)
            .editContainer(container -> container.withWorkingDir(WORKING_DIRECTORY))
        : withTmp;
  }

  private PodSpecBuilder restrict(PodSpecBuilder spec) {
    PodSpec given = spec.build();
    if (given.getEnableServiceLinks() == null) {
      spec.withEnableServiceLinks(false);
    }
    if (!isDriver && given.getAutomountServiceAccountToken() == null) {
      spec.withAutomountServiceAccountToken(false);
    }
    if (hasOwnUsers && given.getHostUsers() == null) {
      spec.withHostUsers(false);
    }
    return spec.withSecurityContext(restricted(given.getSecurityContext()))
        .withContainers(restricted(given.getContainers()))
        .withInitContainers(restricted(given.getInitContainers()));
  }

  private PodSecurityContext restricted(@Nullable PodSecurityContext given) {
    PodSecurityContextBuilder context =
        given == null ? new PodSecurityContextBuilder() : new PodSecurityContextBuilder(given);
    if (given == null || given.getRunAsNonRoot() == null) {
      context.withRunAsNonRoot(true);
    }
    if (given == null || given.getRunAsUser() == null) {
      user.ifPresent(context::withRunAsUser);
    }
    if (given == null || given.getSeccompProfile() == null) {
      context.withNewSeccompProfile().withType("RuntimeDefault").endSeccompProfile();
    }
    return context.build();
  }

  private static List<Container> restricted(List<Container> containers) {
    return containers.stream()
        .map(container -> restricted(new ContainerBuilder(container)).build())
        .toList();
  }

  private static ContainerBuilder restricted(ContainerBuilder container) {
    return container.withSecurityContext(context(container.buildSecurityContext()).build());
  }

  private ContainerBuilder restrictSpark(ContainerBuilder container) {
    SecurityContext given = container.buildSecurityContext();
    SecurityContextBuilder context = context(given);
    if (given == null || given.getReadOnlyRootFilesystem() == null) {
      context.withReadOnlyRootFilesystem(true);
    }
    return container.withSecurityContext(context.build());
  }

  private static SecurityContextBuilder context(@Nullable SecurityContext given) {
    SecurityContextBuilder context =
        given == null ? new SecurityContextBuilder() : new SecurityContextBuilder(given);
    if (given == null || given.getAllowPrivilegeEscalation() == null) {
      context.withAllowPrivilegeEscalation(false);
    }
    if (given == null
        || given.getCapabilities() == null
        || !given.getCapabilities().getDrop().contains("ALL")) {
      context.editOrNewCapabilities().addToDrop("ALL").endCapabilities();
    }
    return context;
  }

  private SparkPod mountUnlessMounted(SparkPod pod, String name, String path) {
    boolean isMounted =
        pod.container().getVolumeMounts().stream()
            .anyMatch(mount -> path.equals(mount.getMountPath()));
    return isMounted ? pod : PodEdits.mount(pod, emptyDir(name), path);
  }

  private Volume emptyDir(String name) {
    EmptyDirVolumeSourceBuilder source = new EmptyDirVolumeSourceBuilder();
    if (isInMemory) {
      source.withMedium("Memory");
    }
    return new VolumeBuilder().withName(name).withEmptyDir(source.build()).build();
  }
}
