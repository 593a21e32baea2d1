// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.podsmith.api.SparkPod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions for a {@link SparkPod}.
 *
 * <pre>{@code
 * assertThat(step.configurePod(SparkPod.empty()))
 *     .hasLabel("team", "data")
 *     .hasVolume("logs")
 *     .hasMount("/var/log/app")
 *     .hasEnv("TZ", "UTC")
 *     .hasSidecar("log-shipper");
 * }</pre>
 *
 * <p>Labels, volumes, sidecars and similar assertions check the pod; environment, mounts,
 * arguments, ports and resources check Spark's container. A failure message contains the actual
 * values, except that lists of environment variables contain names only, because values may be
 * secrets.
 *
 * <p>The class is long because it has a short method for each kind of field.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SparkPodAssert extends AbstractAssert<SparkPodAssert, SparkPod> {

  private SparkPodAssert(@Nullable SparkPod actual) {
    super(actual, SparkPodAssert.class);
  }

  /**
   * Starts assertions for a pod.
   *
   * @param actual the pod under test
   * @return assertions for the pod
   */
  public static SparkPodAssert assertThat(@Nullable SparkPod actual) {
    return new SparkPodAssert(actual);
  }

  /**
   * Verifies that the pod equals another pod. If it does not, the failure message lists every field
   * that differs, instead of both pods.
   *
   * @param expected the expected {@link SparkPod}
   * @return this object
   */
  @Override
  public SparkPodAssert isEqualTo(@Nullable Object expected) {
    if (!(expected instanceof SparkPod pod) || actual == null || actual.equals(pod)) {
      return super.isEqualTo(expected);
    }
    List<FieldDifferences.Difference> differences = FieldDifferences.between(pod, actual);
    fail("no difference to the expected pod, but:%n  %s", lines(differences));
    return this;
  }

  /**
   * Verifies which fields of the pod differ from another pod, for example from the pod that was
   * passed to the step.
   *
   * <pre>{@code
   * assertThat(step.configurePod(before))
   *     .differsOnlyIn(before, "metadata.labels.team", "container.env[name=TZ]");
   * }</pre>
   *
   * @param before the other pod
   * @param fields paths such as {@code spec.volumes[name=logs]} or {@code container.env[name=TZ]},
   *     each with everything below it; each of them must differ, and no other field
   * @return this object
   */
  public SparkPodAssert differsOnlyIn(SparkPod before, String... fields) {
    isNotNull();
    List<FieldDifferences.Difference> differences = FieldDifferences.between(before, actual);
    List<String> same =
        Arrays.stream(fields)
            .filter(field -> differences.stream().noneMatch(each -> covers(field, each.path())))
            .toList();
    if (!same.isEmpty()) {
      fail("differences in %s, but the only differences are:%n  %s", same, lines(differences));
    }
    List<FieldDifferences.Difference> others =
        differences.stream()
            .filter(each -> Arrays.stream(fields).noneMatch(field -> covers(field, each.path())))
            .toList();
    if (!others.isEmpty()) {
      fail("no difference outside %s, but:%n  %s", Arrays.asList(fields), lines(others));
    }
    return this;
  }

  private static boolean covers(String field, String path) {
    return path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[");
  }

  private static String lines(List<FieldDifferences.Difference> differences) {
    return differences.stream()
        .map(FieldDifferences.Difference::toString)
        .collect(Collectors.joining(System.lineSeparator() + "  "));
  }

  /**
   * Verifies that the pod has a label with the given value.
   *
   * @param name the name of the label
   * @param value its value
   * @return this object
   */
  public SparkPodAssert hasLabel(String name, String value) {
    return hasEntry("label", actualPod().getMetadata().getLabels(), name, value);
  }

  /**
   * Verifies that the pod does not have a label.
   *
   * @param name the name of the label
   * @return this object
   */
  public SparkPodAssert doesNotHaveLabel(String name) {
    return hasNoEntry("label", actualPod().getMetadata().getLabels(), name);
  }

  /**
   * Verifies that the pod has an annotation with the given value.
   *
   * @param name the name of the annotation
   * @param value its value
   * @return this object
   */
  public SparkPodAssert hasAnnotation(String name, String value) {
    return hasEntry("annotation", actualPod().getMetadata().getAnnotations(), name, value);
  }

  /**
   * Verifies that the pod does not have an annotation.
   *
   * @param name the name of the annotation
   * @return this object
   */
  public SparkPodAssert doesNotHaveAnnotation(String name) {
    return hasNoEntry("annotation", actualPod().getMetadata().getAnnotations(), name);
  }

  /**
   * Verifies that the node selector of the pod has a label with the given value.
   *
   * @param name the name of the node label
   * @param value its value
   * @return this object
   */
  public SparkPodAssert hasNodeSelector(String name, String value) {
    return hasEntry("node selector", spec().getNodeSelector(), name, value);
  }

  /**
   * Verifies that the pod has a toleration.
   *
   * @param key the key of the taint
   * @return this object
   */
  public SparkPodAssert hasToleration(String key) {
    return hasNamed("toleration", spec().getTolerations(), Toleration::getKey, key);
  }

  /**
   * Verifies that the pod has a volume.
   *
   * @param name the name of the volume
   * @return this object
   */
  public SparkPodAssert hasVolume(String name) {
    return hasNamed("volume", spec().getVolumes(), Volume::getName, name);
  }

  /**
   * Verifies that the pod does not have a volume.
   *
   * @param name the name of the volume
   * @return this object
   */
  public SparkPodAssert doesNotHaveVolume(String name) {
    return hasNoneNamed("volume", spec().getVolumes(), Volume::getName, name);
  }

  /**
   * Verifies that Spark's container has a mount at a path and that the pod has the mounted volume.
   *
   * @param path the path in the container
   * @return this object
   */
  public SparkPodAssert hasMount(String path) {
    hasNamed("mount", spark().getVolumeMounts(), VolumeMount::getMountPath, path);
    for (VolumeMount mount : spark().getVolumeMounts()) {
      if (path.equals(mount.getMountPath())) {
        hasVolume(mount.getName());
      }
    }
    return this;
  }

  /**
   * Verifies that Spark's container mounts a volume at a path and that the pod has this volume.
   *
   * @param path the path in the container
   * @param volume the name of the volume
   * @return this object
   */
  public SparkPodAssert hasMount(String path, String volume) {
    hasMount(path);
    List<String> mounted =
        spark().getVolumeMounts().stream()
            .filter(mount -> path.equals(mount.getMountPath()))
            .map(VolumeMount::getName)
            .toList();
    if (!mounted.contains(volume)) {
      fail("volume '%s' to be mounted at %s, but %s is", volume, path, mounted);
    }
    return this;
  }

  /**
   * Verifies that Spark's container has an environment variable with the given literal value.
   *
   * @param name the name of the environment variable
   * @param value its value
   * @return this object
   */
  public SparkPodAssert hasEnv(String name, String value) {
    EnvVar variable = variable(name);
    if (!value.equals(variable.getValue())) {
      fail(
          "environment variable %s to be '%s', but it is %s",
          name,
          value,
          variable.getValueFrom() == null
              ? "'%s'".formatted(variable.getValue())
              : "read from another source");
    }
    return this;
  }

  /**
   * Verifies that Spark's container has an environment variable whose value comes from a Secret.
   *
   * @param name the name of the environment variable
   * @param secret the name of the Secret
   * @param key the key in the Secret
   * @return this object
   */
  public SparkPodAssert hasEnvFromSecret(String name, String secret, String key) {
    EnvVar variable = variable(name);
    String found =
        Optional.ofNullable(variable.getValueFrom())
            .map(source -> source.getSecretKeyRef())
            .map(ref -> ref.getName() + "/" + ref.getKey())
            .orElse("no secret");
    if (!found.equals(secret + "/" + key)) {
      fail(
          "environment variable %s to come from %s/%s, but it comes from %s",
          name, secret, key, found);
    }
    return this;
  }

  /**
   * Verifies that Spark's container has an environment variable whose value comes from a field of
   * the pod.
   *
   * @param name the name of the environment variable
   * @param path the field, for example {@code status.podIP}
   * @return this object
   */
  public SparkPodAssert hasEnvFromField(String name, String path) {
    EnvVar variable = variable(name);
    String found =
        Optional.ofNullable(variable.getValueFrom())
            .map(source -> source.getFieldRef())
            .map(ref -> ref.getFieldPath())
            .orElse("no field");
    if (!found.equals(path)) {
      fail("environment variable %s to come from %s, but it comes from %s", name, path, found);
    }
    return this;
  }

  /**
   * Verifies that Spark's container does not have an environment variable.
   *
   * @param name the name of the environment variable
   * @return this object
   */
  public SparkPodAssert doesNotHaveEnv(String name) {
    return hasNoneNamed("environment variable", spark().getEnv(), EnvVar::getName, name);
  }

  /**
   * Verifies that the pod has a sidecar container.
   *
   * @param name the name of the container
   * @return this object
   */
  public SparkPodAssert hasSidecar(String name) {
    return hasNamed("sidecar", spec().getContainers(), Container::getName, name);
  }

  /**
   * Verifies that the pod does not have a sidecar container.
   *
   * @param name the name of the container
   * @return this object
   */
  public SparkPodAssert doesNotHaveSidecar(String name) {
    return hasNoneNamed("sidecar", spec().getContainers(), Container::getName, name);
  }

  /**
   * Verifies that the pod has an init container.
   *
   * @param name the name of the container
   * @return this object
   */
  public SparkPodAssert hasInitContainer(String name) {
    return hasNamed("init container", spec().getInitContainers(), Container::getName, name);
  }

  /**
   * Verifies that Spark's container has exactly the given arguments.
   *
   * @param args the arguments in order
   * @return this object
   */
  public SparkPodAssert hasArgs(String... args) {
    List<String> found = spark().getArgs();
    if (!found.equals(Arrays.asList(args))) {
      fail("arguments %s, but they are %s", Arrays.asList(args), found);
    }
    return this;
  }

  /**
   * Verifies the image of Spark's container.
   *
   * @param image the expected image
   * @return this object
   */
  public SparkPodAssert hasImage(String image) {
    return hasText("image", spark().getImage(), image);
  }

  /**
   * Verifies the service account of the pod.
   *
   * @param name the name of the service account
   * @return this object
   */
  public SparkPodAssert hasServiceAccount(String name) {
    return hasText("service account", spec().getServiceAccountName(), name);
  }

  /**
   * Verifies that Spark's container has a port with the given number.
   *
   * @param name the name of the port
   * @param number its number
   * @return this object
   */
  public SparkPodAssert hasPort(String name, int number) {
    hasNamed("port", spark().getPorts(), ContainerPort::getName, name);
    for (ContainerPort port : spark().getPorts()) {
      if (name.equals(port.getName()) && !Objects.equals(port.getContainerPort(), number)) {
        fail("port '%s' to be %s, but it is %s", name, number, port.getContainerPort());
      }
    }
    return this;
  }

  /**
   * Verifies the resource request of Spark's container.
   *
   * @param resource the name of the resource, for example {@code cpu} or {@code memory}
   * @param quantity the amount as a Kubernetes quantity; {@code 1Gi} equals {@code 1024Mi}
   * @return this object
   */
  public SparkPodAssert hasRequest(String resource, String quantity) {
    Map<String, Quantity> requests =
        spark().getResources() == null ? null : spark().getResources().getRequests();
    return hasQuantity("request", requests, resource, quantity);
  }

  /**
   * Verifies the resource limit of Spark's container.
   *
   * @param resource the name of the resource, for example {@code cpu} or {@code memory}
   * @param quantity the amount as a Kubernetes quantity; {@code 1Gi} equals {@code 1024Mi}
   * @return this object
   */
  public SparkPodAssert hasLimit(String resource, String quantity) {
    Map<String, Quantity> limits =
        spark().getResources() == null ? null : spark().getResources().getLimits();
    return hasQuantity("limit", limits, resource, quantity);
  }

  /**
   * Returns assertions for the pod without Spark's container.
   *
   * @return assertions for the pod
   */
  public ObjectAssert<Pod> pod() {
    return Assertions.assertThat(actualPod());
  }

  /**
   * Returns assertions for Spark's container.
   *
   * @return assertions for the container
   */
  public ObjectAssert<Container> container() {
    return Assertions.assertThat(spark());
  }

  /**
   * Returns assertions for a sidecar container.
   *
   * @param name the name of the container
   * @return assertions for the container
   */
  public ObjectAssert<Container> sidecar(String name) {
    hasSidecar(name);
    return Assertions.assertThat(
        spec().getContainers().stream()
            .filter(container -> name.equals(container.getName()))
            .findFirst()
            .orElseThrow());
  }

  private Pod actualPod() {
    isNotNull();
    return actual.pod();
  }

  private PodSpec spec() {
    return actualPod().getSpec();
  }

  private Container spark() {
    isNotNull();
    return actual.container();
  }

  private EnvVar variable(String name) {
    hasNamed("environment variable", spark().getEnv(), EnvVar::getName, name);
    List<EnvVar> found =
        spark().getEnv().stream().filter(variable -> name.equals(variable.getName())).toList();
    if (found.size() > 1) {
      fail("environment variable %s once, but it is set %s times", name, found.size());
    }
    return found.get(0);
  }

  private SparkPodAssert hasText(String what, @Nullable String found, String wanted) {
    if (!wanted.equals(found)) {
      fail("%s '%s', but it is %s", what, wanted, found == null ? "not set" : "'" + found + "'");
    }
    return this;
  }

  private SparkPodAssert hasEntry(
      String what, @Nullable Map<String, String> found, String name, String value) {
    Map<String, String> map = found == null ? Map.of() : found;
    if (!map.containsKey(name)) {
      fail("%s '%s', but there are only %s", what, name, map.keySet());
    }
    if (!value.equals(map.get(name))) {
      fail("%s '%s' to be '%s', but it is '%s'", what, name, value, map.get(name));
    }
    return this;
  }

  private SparkPodAssert hasNoEntry(String what, @Nullable Map<String, String> found, String name) {
    if (found != null && found.containsKey(name)) {
      fail("no %s '%s', but it is '%s'", what, name, found.get(name));
    }
    return this;
  }

  private <T> SparkPodAssert hasNamed(
      String what, List<T> found, Function<T, @Nullable String> name, String wanted) {
    List<@Nullable String> names = found.stream().map(name).toList();
    if (!names.contains(wanted)) {
      fail("%s '%s', but there are only %s", what, wanted, names);
    }
    return this;
  }

  private <T> SparkPodAssert hasNoneNamed(
      String what, List<T> found, Function<T, @Nullable String> name, String unwanted) {
    if (found.stream().map(name).anyMatch(unwanted::equals)) {
      fail("no %s '%s', but it exists", what, unwanted);
    }
    return this;
  }

  private SparkPodAssert hasQuantity(
      String what, @Nullable Map<String, Quantity> found, String resource, String wanted) {
    Map<String, Quantity> map = found == null ? Map.of() : found;
    Quantity quantity = map.get(resource);
    if (quantity == null) {
      fail("a %s for '%s', but there are only %s", what, resource, map.keySet());
    } else if (amount(quantity).compareTo(amount(Quantity.parse(wanted))) != 0) {
      fail("the %s for '%s' to be %s, but it is %s", what, resource, wanted, quantity);
    }
    return this;
  }

  private static java.math.BigDecimal amount(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }

  private void fail(String message, @Nullable Object... args) {
    failWithMessage("expected " + message.formatted(args).replace("%", "%%"));
  }
}
