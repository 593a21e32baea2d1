// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.api.error.StepException;
import io.podsmith.core.builder.checks.RestrictedPod.Violation;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.PodHistory.Change;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.plugin.StepInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What no single step can see: whether the template and the steps get in each other's way. The API
 * server would reject such a pod without naming either.
 */
public final class PodChecks {
  private static final Logger LOG = LoggerFactory.getLogger(PodChecks.class);

  private static final String CONTAINERS = "spec.containers";
  private static final String INIT_CONTAINERS = "spec.initContainers";

  private final Rules rules;
  private final Pod pod;
  private final List<Conflict> conflicts = new ArrayList<>();

  /**
   * What cannot be in one pod.
   *
   * @param what the conflict, in words that follow "the driver pod"
   * @param fields the fields in conflict, as the API server would name them
   * @param names what tells the fields apart in the message, empty where nothing does
   * @param remedy what to change if their author is unknown; empty where two fields conflict
   */
  private record Conflict(
      String what, List<String> fields, List<String> names, Optional<String> remedy) {
    Conflict(String what, List<String> fields, List<String> names) {
      this(what, fields, names, Optional.empty());
    }
  }

  /**
   * What the finished pod of a role is held against.
   *
   * @param templateKey the setting that names the pod's template
   * @param isRestricted whether it must comply with the Pod Security Standard restricted
   * @param hasOwnUsers whether it must run in a user namespace
   * @param policy what third-party steps may do to it
   */
  public record Rules(
      PodRole role,
      String templateKey,
      boolean isRestricted,
      boolean hasOwnUsers,
      StepPolicy policy) {
    /** Returns the rules for the pods of a configuration. */
    public static Rules of(KubernetesConf conf) {
      boolean isDriver = conf.role() == PodRole.DRIVER;
      boolean isRestricted = conf.get(PodsmithKeys.RESTRICTED);
      return new Rules(
          conf.role(),
          (isDriver
                  ? PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_FILE
                  : PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE)
              .key(),
          isRestricted,
          isRestricted && conf.get(PodsmithKeys.RESTRICTED_USER_NAMESPACES),
          StepPolicy.of(conf));
    }

    /**
     * Checks the kinds of the objects that steps create beside the pod.
     *
     * @param authors tells who returned each object, by its identity; asked only where a kind is
     *     not allowed
     * @throws StepException that names the step, the object and the setting
     */
    public void requireKinds(
        Collection<HasMetadata> objects, Supplier<Map<HasMetadata, Author>> authors) {
      policy.requireKinds(objects, authors);
    }

    boolean isDriver() {
      return role == PodRole.DRIVER;
    }
  }

  private PodChecks(Rules rules, Pod pod) {
    this.rules = rules;
    this.pod = pod;
  }

  /**
   * Checks a finished pod.
   *
   * @param history tells who wrote what; asked only where something is wrong
   * @throws PodsmithException that lists all conflicts, each with those who wrote the parts
   */
  public static void check(Pod pod, Rules rules, Supplier<PodHistory> history) {
    PodChecks checks = new PodChecks(rules, pod);
    checks.findConflicts();
    checks.findForbidden(history);
    if (!checks.conflicts.isEmpty()) {
      throw checks.failure(history.get());
    }
  }

  private void findConflicts() {
    List<Volume> volumes = pod.getSpec().getVolumes();
    duplicates(volumes, Volume::getName, "spec.volumes", "has two volumes named '%s'", v -> "");
    findContainerConflicts(CONTAINERS, pod.getSpec().getContainers());
    findContainerConflicts(INIT_CONTAINERS, pod.getSpec().getInitContainers());
    findNamesOfBothKinds();
    ObjectLimits.ofPod(pod)
        .forEach(
            excess ->
                conflicts.add(
                    new Conflict(
                        "has %s".formatted(excess.what()),
                        List.of(excess.field()),
                        List.of(""),
                        Optional.of(excess.remedy()))));
  }

  private void findForbidden(Supplier<PodHistory> history) {
    if (!rules.isRestricted() && !rules.policy().limitsPods()) {
      return;
    }
    List<Violation> violations = RestrictedPod.violations(pod, rules);
    if (rules.isRestricted()) {
      violations.forEach(violation -> forbid(violation, PodsmithKeys.RESTRICTED));
    }
    List<Violation> findings = rules.policy().findings(pod, violations);
    if (!findings.isEmpty()) {
      // the policy is about third-party steps only
      PodHistory written = history.get();
      findings.stream()
          .filter(finding -> author(written, finding.field()).isThirdParty())
          .forEach(finding -> forbid(finding, PodsmithKeys.STEPS_POLICY));
    }
  }

  private void forbid(Violation violation, ConfigEntry<?> by) {
    conflicts.add(
        new Conflict(
            "%s, which %s does not allow".formatted(violation.what(), by.key()),
            List.of(violation.field()),
            List.of("")));
  }

  private void findContainerConflicts(String list, List<Container> containers) {
    duplicates(containers, Container::getName, list, "has two containers named '%s'", c -> "");
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      String at = field(list, i);
      String in = " in container '%s'".formatted(container.getName());
      duplicates(
          container.getVolumeMounts(),
          VolumeMount::getMountPath,
          at + ".volumeMounts",
          "has two volumes mounted at '%s'" + in,
          mount -> "volume '%s'".formatted(mount.getName()));
      duplicates(
          container.getPorts(),
          ContainerPort::getName,
          at + ".ports",
          "has two ports named '%s'" + in,
          port -> "port %s".formatted(port.getContainerPort()));
      findRequestsAboveLimits(container, at);
    }
  }

  /** The containers of a pod and its init containers share their names. */
  private void findNamesOfBothKinds() {
    List<String> names = pod.getSpec().getContainers().stream().map(Container::getName).toList();
    List<Container> init = pod.getSpec().getInitContainers();
    for (int i = 0; i < init.size(); i++) {
      int other = init.get(i).getName() == null ? -1 : names.indexOf(init.get(i).getName());
      if (other >= 0) {
        conflicts.add(
            new Conflict(
                "has an init container and a container named '%s'".formatted(names.get(other)),
                List.of(field(INIT_CONTAINERS, i), field(CONTAINERS, other)),
                List.of("", "")));
      }
    }
  }

  /** A setting or a step may request more than the template allows. */
  private void findRequestsAboveLimits(Container container, String at) {
    ResourceRequirements resources = container.getResources();
    if (resources == null || resources.getRequests() == null || resources.getLimits() == null) {
      return;
    }
    resources
        .getRequests()
        .forEach(
            (name, request) -> {
              Quantity limit = resources.getLimits().get(name);
              if (limit != null && isMore(request, limit)) {
                conflicts.add(
                    new Conflict(
                        "requests more %s than its limit in container '%s'"
                            .formatted(name, container.getName()),
                        List.of(
                            "%s.resources.requests[%s]".formatted(at, name),
                            "%s.resources.limits[%s]".formatted(at, name)),
                        List.of("request %s".formatted(request), "limit %s".formatted(limit))));
              }
            });
  }

  private static boolean isMore(Quantity request, Quantity limit) {
    try {
      return request.getNumericalAmount().compareTo(limit.getNumericalAmount()) > 0;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false; // not a quantity, which the API server says better
    }
  }

  private static String field(String list, int index) {
    return "%s[%d]".formatted(list, index);
  }

  private <T> void duplicates(
      List<T> elements,
      Function<T, String> key,
      String list,
      String what,
      Function<T, String> shown) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < elements.size(); i++) {
      String value = key.apply(elements.get(i));
      Integer first = value == null ? null : seen.putIfAbsent(value, i);
      if (first != null) {
        conflicts.add(
            new Conflict(
                what.formatted(value),
                List.of(field(list, first), field(list, i)),
                List.of(shown.apply(elements.get(first)), shown.apply(elements.get(i)))));
      }
    }
  }

  private PodsmithException failure(PodHistory history) {
    Set<String> remedies = new LinkedHashSet<>();
    List<Author> authors = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    for (Conflict conflict : conflicts) {
      List<String> halves = new ArrayList<>();
      for (int i = 0; i < conflict.fields().size(); i++) {
        Author author = writer(history, conflict.fields().get(i));
        authors.add(author);
        remedies.add(author.remedy());
        String name = conflict.names().get(i);
        halves.add(
            name.isEmpty()
                ? "from %s".formatted(author.described())
                : "%s from %s".formatted(name, author.described()));
      }
      sentences.add("%s, %s".formatted(conflict.what(), String.join(" and ", halves)));
    }
    String change =
        remedies.stream().filter(r -> !r.isEmpty()).collect(Collectors.joining(", or "));
    String message =
        "the %s pod %s; %s"
            .formatted(
                rules.role().label(),
                String.join("; it ", sentences),
                change.isEmpty() ? conflicts.get(0).remedy().orElse("change one of them") : change);
    Optional<StepInfo> step = authors.stream().flatMap(a -> a.step().stream()).findFirst();
    if (step.isPresent()) {
      return new StepException(
          PodsmithError.STEP_RESULT, step.get().id(), step.get().origin(), message, null);
    }
    boolean isConflict = conflicts.stream().anyMatch(conflict -> conflict.remedy().isEmpty());
    return new InvalidConfigurationException(
        isConflict ? PodsmithError.CONF_CONFLICT : PodsmithError.CONF_NAME,
        rules.templateKey(),
        message);
  }

  /** All write to Spark's container, so that it belongs to who named it. */
  private static Author writer(PodHistory history, String field) {
    return history
        .lastChange(field)
        .or(() -> history.lastChange(field + ".name"))
        .map(Change::author)
        .orElse(Author.NOBODY);
  }

  /**
   * Warns of what Kubernetes accepts but hardly anybody means: of two values only one takes effect,
   * and a mount needs a volume unless an admission webhook adds it.
   *
   * <p>A step of a plugin that adds an environment variable which exists is rejected: it would
   * replace a value of which it does not know. Other steps may, as with Spark's own jar.
   *
   * @param history tells who wrote what
   * @throws StepException if a step of a plugin takes the name of an environment variable
   */
  public static void warn(Pod pod, String role, PodHistory history) {
    Set<String> volumes =
        pod.getSpec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
    warn(CONTAINERS, pod.getSpec().getContainers(), volumes, role, history);
    warn(INIT_CONTAINERS, pod.getSpec().getInitContainers(), volumes, role, history);
  }

  private static void warn(
      String list,
      List<Container> containers,
      Set<String> volumes,
      String role,
      PodHistory history) {
    for (int i = 0; i < containers.size(); i++) {
      Container container = containers.get(i);
      String at = "%s[%d]".formatted(list, i);
      String where = "Container '%s' of the %s pod".formatted(container.getName(), role);
      warnOfDuplicates(
          container.getEnv().stream().map(EnvVar::getName).toList(),
          at + ".env",
          where + " has two environment variables '{}', by {} and by {}; the last one takes effect",
          history,
          (name, step) -> rejectVariable(role, container.getName(), name, step));
      warnOfDuplicates(
          container.getPorts().stream()
              .map(port -> "%s %s".formatted(port.getContainerPort(), protocol(port)))
              .toList(),
          at + ".ports",
          where + " has the port {} twice, by {} and by {}",
          history,
          (name, step) -> {});
      for (int j = 0; j < container.getVolumeMounts().size(); j++) {
        VolumeMount mount = container.getVolumeMounts().get(j);
        if (!volumes.contains(mount.getName())) {
          LOG.warn(
              "{} mounts the volume '{}' at {}, by {}, but the pod has no such volume; the API"
                  + " server rejects it unless an admission webhook adds the volume",
              where,
              mount.getName(),
              mount.getMountPath(),
              described(history, "%s.volumeMounts[%d]".formatted(at, j)));
        }
      }
    }
  }

  private static String protocol(ContainerPort port) {
    return Objects.requireNonNullElse(port.getProtocol(), "TCP");
  }

  /** What only the template and the settings say twice is as with Spark's own jar. */
  private static void warnOfDuplicates(
      List<String> keys,
      String list,
      String message,
      PodHistory history,
      BiConsumer<String, List<Author>> ofPlugin) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Integer first = seen.putIfAbsent(keys.get(i), i);
      if (first == null) {
        continue;
      }
      Author one = author(history, "%s[%d]".formatted(list, first));
      Author other = author(history, "%s[%d]".formatted(list, i));
      if (Stream.of(one, other).flatMap(a -> a.step().stream()).anyMatch(StepInfo::isOfPlugin)) {
        ofPlugin.accept(keys.get(i), List.of(one, other));
      }
      if (Stream.of(one, other).anyMatch(Author::isThirdParty)) {
        LOG.warn(message, keys.get(i), one.described(), other.described());
      }
    }
  }

  private static void rejectVariable(
      String role, String container, String name, List<Author> authors) {
    StepInfo step =
        authors.stream()
            .flatMap(author -> author.step().stream())
            .filter(StepInfo::isOfPlugin)
            .findFirst()
            .orElseThrow();
    throw new StepException(
        PodsmithError.STEP_RESULT,
        step.id(),
        step.origin(),
        "the %s pod has two environment variables '%s' in container '%s', from %s; %s"
            .formatted(
                role,
                name,
                container,
                authors.stream().map(Author::described).collect(Collectors.joining(" and from ")),
                authors.stream()
                    .map(Author::remedy)
                    .filter(remedy -> !remedy.isEmpty())
                    .distinct()
                    .collect(Collectors.joining(", or "))),
        null);
  }

  private static String described(PodHistory history, String field) {
    return author(history, field).described();
  }

  private static Author author(PodHistory history, String field) {
    return history.lastChange(field).map(Change::author).orElse(Author.NOBODY);
  }
}
