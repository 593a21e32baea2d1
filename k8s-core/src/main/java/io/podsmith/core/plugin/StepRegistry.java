// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.FileStaging;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.UnknownSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.views.StepReads;
import io.podsmith.core.conf.views.StepView;
import io.podsmith.core.plugin.calls.CalledStep;
import io.podsmith.core.plugin.calls.GuardedStep;
import io.podsmith.core.plugin.calls.StepCalls;
import io.podsmith.core.plugin.jars.JarApproval;
import io.podsmith.core.plugin.jars.JarCache;
import io.podsmith.core.plugin.jars.Plugin;
import io.podsmith.core.plugin.jars.PluginFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that there are: found once, in order, and made anew for each pod.
 *
 * <p>Steps come from the classpath and from plugins. What is wrong with one of them is thrown by
 * {@link #load}, or by the first call for a role where it concerns that role only; nothing has been
 * created on the cluster by then. Close it when no more pods are built: plugins are unloaded then.
 *
 * <p>Safe for use by several threads.
 */
public final class StepRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StepRegistry.class);

  private final SparkSettings settings;
  private final ClassLoader classPath;
  private final List<LoadedPlugin> plugins;
  private final JarCache cache;
  private final Optional<String> keysForDriver;
  private final List<StepDeclaration> enabled;
  private final List<StepDeclaration> disabled;
  private final Set<String> namedInVain = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isChecked = new AtomicBoolean();
  private final Map<PodRole, RolePlan> plans = new EnumMap<>(PodRole.class);

  private StepRegistry(
      SparkSettings settings,
      ClassLoader classPath,
      List<LoadedPlugin> plugins,
      JarCache cache,
      Optional<String> keysForDriver,
      List<StepDeclaration> enabled,
      List<StepDeclaration> disabled) {
    this.settings = settings;
    this.classPath = classPath;
    this.plugins = plugins;
    this.cache = cache;
    this.keysForDriver = keysForDriver;
    this.enabled = enabled;
    this.disabled = disabled;
  }

  /**
   * Finds all steps, on the classpath and in the plugins that the settings name, and reads the
   * settings that these steps declare.
   *
   * @param settings the settings of the application
   * @param files reads jars that are not on this machine
   * @throws io.podsmith.api.error.PluginLoadException where a jar or class cannot be loaded
   * @throws StepException where a factory describes itself wrongly, or two have one id
   * @throws InvalidConfigurationException where a setting names an unknown step, or one that a step
   *     declares has a value that is not accepted
   */
  public static StepRegistry load(SparkSettings settings, FileStaging files) {
    return load(settings, files, ClassPathSteps.loader());
  }

  static StepRegistry load(SparkSettings settings, FileStaging files, ClassLoader classPath) {
    JarCache cache = new JarCache();
    List<LoadedPlugin> plugins = new ArrayList<>();
    try {
      List<StepDeclaration> all = new ArrayList<>(ClassPathSteps.find(classPath));
      JarApproval approval = JarApproval.of(settings, files, cache);
      for (Plugin found : PluginFinder.find(settings, files, cache)) {
        Plugin plugin = approval.approve(found);
        LoadedPlugin loaded = LoadedPlugin.open(plugin, RolePlan.listed(settings));
        plugins.add(loaded);
        all.addAll(loaded.steps());
      }
      requireDistinct(all);
      List<StepDeclaration> enabled = withoutDisabled(all, settings);
      enabled.forEach(step -> readSettings(step, settings));
      List<StepDeclaration> disabled = all.stream().filter(s -> !enabled.contains(s)).toList();
      return new StepRegistry(
          settings,
          classPath,
          List.copyOf(plugins),
          cache,
          approval.keysForDriver(),
          enabled,
          disabled);
    } catch (RuntimeException | Error e) {
      plugins.forEach(LoadedPlugin::close);
      cache.close();
      throw e;
    }
  }

  /** The enabled steps of a role in the order in which they run. */
  public List<StepInfo> steps(PodRole role) {
    return plan(role).steps().stream().map(StepDeclaration::info).toList();
  }

  /**
   * Describes all steps that were found: enabled ones in the order in which they run, drivers'
   * before executors' within a phase; then those that the settings disable or exclude.
   */
  public List<StepDescription> descriptions() {
    List<StepDeclaration> running = new ArrayList<>(plan(PodRole.DRIVER).steps());
    List<StepDeclaration> off = new ArrayList<>(plan(PodRole.DRIVER).excluded());
    if (addPlanned(PodRole.EXECUTOR, running)) {
      off.addAll(plan(PodRole.EXECUTOR).excluded());
    } else {
      running.addAll(enabled);
    }
    off.addAll(disabled);
    List<StepDeclaration> all =
        new ArrayList<>(
            running.stream().sorted(Comparator.comparing(StepDeclaration::phase)).toList());
    all.addAll(
        off.stream()
            .sorted(Comparator.comparing(StepDeclaration::phase).thenComparing(StepDeclaration::id))
            .toList());
    Set<String> seen = new HashSet<>();
    return all.stream().filter(step -> seen.add(step.id())).map(StepDescription::of).toList();
  }

  /** Returns whether an enabled step of a role declares that it reads a setting. */
  public boolean reads(PodRole role, ConfigEntry<?> entry) {
    return plan(role).steps().stream()
        .flatMap(step -> step.configEntries().stream())
        .anyMatch(read -> read.key().equals(entry.key()));
  }

  /**
   * Checks the steps of executors where a driver is submitted, so that what is wrong with them is
   * an error before there is a driver. A class that only the driver's image has is not an error.
   *
   * @return whether all of them exist here, so that an executor can be built for trial
   */
  public boolean checkExecutorSteps() {
    try {
      steps(PodRole.EXECUTOR);
      return true;
    } catch (InvalidConfigurationException e) {
      if (!e.codeId().equals(PodsmithError.STEP_UNKNOWN.id())) {
        throw e;
      }
      LOG.warn("Not found while submitting; the driver checks again: {}", e.getMessage());
      return false;
    }
  }

  /** Returns the ids of the steps that the settings disable or exclude for a role, sorted. */
  public List<String> disabled(PodRole role) {
    return Stream.concat(disabled.stream(), plan(role).excluded().stream())
        .filter(step -> step.roles().contains(role))
        .map(StepDeclaration::id)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Warns once of settings that do not exist, and of jars of the application whose steps are not
   * loaded. In a driver that was submitted, it only warns of settings: a submission by Podsmith has
   * rejected typos, with the steps of both sides at hand, while one by Spark's own jar checks
   * nothing.
   *
   * @param role the role whose pods are built first
   * @param applicationJars jars of the application beside those of {@code spark.jars}
   * @throws InvalidConfigurationException where a setting of {@code spark.podsmith.*} looks like a
   *     misspelled one
   */
  public void checkSettings(PodRole role, Collection<String> applicationJars) {
    if (isChecked.getAndSet(true)) {
      return;
    }
    List<StepDeclaration> found = new ArrayList<>(enabled);
    found.addAll(disabled);
    if (settings.get(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK)) {
      addPlanned(PodRole.EXECUTOR, found);
      found.addAll(RolePlan.listedClasses(PodRole.DRIVER, settings, enabled, classPath, plugins));
      UnknownSettings.check(settings, entries(found), false);
      return;
    }
    List<StepDeclaration> all = List.copyOf(found);
    boolean isComplete = addPlanned(PodRole.EXECUTOR, found);
    // in client mode there is no driver pod, so its listed steps need not be there
    isComplete &=
        role == PodRole.DRIVER
            ? addPlanned(PodRole.DRIVER, found)
            : settings.get(PodKeys.KUBERNETES_DRIVER_POD_FEATURE_STEPS).stream()
                .allMatch(name -> all.stream().anyMatch(step -> step.isCalled(name)));
    UnknownSettings.check(settings, entries(found), isComplete);
    List<String> jars = new ArrayList<>(settings.get(SparkKeys.JARS));
    jars.addAll(settings.get(SparkKeys.FILES));
    jars.addAll(applicationJars);
    StepJarsElsewhere.warn(
        new LinkedHashSet<>(jars),
        found.stream()
            .map(step -> step.factory().getClass().getName())
            .collect(Collectors.toSet()));
  }

  private static List<ConfigEntry<?>> entries(List<StepDeclaration> steps) {
    return steps.stream().<ConfigEntry<?>>flatMap(step -> step.configEntries().stream()).toList();
  }

  /** Returns false where a step is listed that only the driver's image has. */
  private boolean addPlanned(PodRole role, List<StepDeclaration> found) {
    try {
      found.addAll(plan(role).steps());
      return true;
    } catch (InvalidConfigurationException e) {
      if (!e.codeId().equals(PodsmithError.STEP_UNKNOWN.id())) {
        throw e;
      }
      return false;
    }
  }

  /** Makes the steps that the configuration asks for, in order. */
  public List<ResolvedStep> resolve(KubernetesConf conf) {
    return resolve(conf, 0, plan(conf.role()).steps().size());
  }

  /**
   * Makes the first steps of executors, as far as all of them are of the scope {@link
   * StepScope#RESOURCE_PROFILE}.
   */
  public List<ResolvedStep> resolveShared(KubernetesExecutorConf conf) {
    return resolve(conf, 0, shared(conf));
  }

  /**
   * Makes the steps that the configuration asks for from a place in the order on.
   *
   * @param place of the first step, see {@link ResolvedStep#place}
   */
  public List<ResolvedStep> resolveFrom(int place, KubernetesConf conf) {
    return resolve(conf, place, plan(conf.role()).steps().size());
  }

  /** Counts the steps of executors, whether they are asked for or not. */
  public int stepsOfExecutors() {
    return plan(PodRole.EXECUTOR).steps().size();
  }

  /** Counts the steps at the beginning whose outcome the executors of a profile share. */
  public int shared(KubernetesExecutorConf conf) {
    List<StepDeclaration> steps = plan(conf.role()).steps();
    int count = 0;
    while (count < steps.size() && scopeFor(steps.get(count), conf) == StepScope.RESOURCE_PROFILE) {
      count++;
    }
    return count;
  }

  private List<ResolvedStep> resolve(KubernetesConf conf, int from, int to) {
    RolePlan plan = plan(conf.role());
    List<ResolvedStep> resolved = new ArrayList<>();
    for (int place = from; place < to; place++) {
      StepDeclaration step = plan.steps().get(place);
      StepView<?> view = StepView.of(conf, step.id());
      KubernetesFeatureConfigStep made = make(step, view.conf()).orElse(null);
      if (made == null) {
        warnIfNamed(step, plan);
        continue;
      }
      view.reads().ifPresent(StepReads::markCreated);
      if (!plan.excludedClasses().contains(made.getClass().getName())) {
        resolved.add(
            new ResolvedStep(
                step.info(),
                new GuardedStep(called(step, conf.role()), made),
                place,
                view.reads()));
      }
    }
    return resolved;
  }

  /** Warns once of a step that the user listed and that does nothing. */
  private void warnIfNamed(StepDeclaration step, RolePlan plan) {
    plan.nameInList(step)
        .filter(name -> namedInVain.add(plan.listKey() + name))
        .ifPresent(
            name ->
                LOG.warn(
                    "{} names '{}', but step {} from {} is not created because a required setting"
                        + " is missing",
                    plan.listKey(),
                    name,
                    step.id(),
                    step.source().origin()));
  }

  private static StepScope scopeFor(StepDeclaration step, KubernetesExecutorConf conf) {
    return StepCalls.call(
        called(step, PodRole.EXECUTOR),
        "scopeFor()",
        () -> step.factory().scopeFor(StepView.of(conf, step.id()).conf()));
  }

  /** Returns the keys whose values steps declare to be secrets. */
  public Set<String> secretKeys() {
    return enabled.stream()
        .flatMap(step -> step.configEntries().stream())
        .filter(ConfigEntry::isSecret)
        .flatMap(entry -> Stream.concat(Stream.of(entry.key()), entry.alternatives().stream()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() {
    plugins.forEach(LoadedPlugin::close);
    cache.close();
  }

  /** Returns the steps that are on for any role, in no order. */
  List<StepDeclaration> declarations() {
    return enabled;
  }

  /**
   * Returns the files that plugins were loaded from, by the addresses of their jars. Jars that were
   * downloaded are deleted when this registry is closed.
   */
  public Map<String, Path> jarFiles() {
    Map<String, Path> files = new HashMap<>();
    plugins().stream()
        .flatMap(plugin -> plugin.jars().stream())
        .forEach(jar -> files.put(jar.uri(), jar.path()));
    return files;
  }

  /** Returns the keys that the driver verifies signatures with, if it must be told. */
  Optional<String> keysForDriver() {
    return keysForDriver;
  }

  List<Plugin> plugins() {
    return plugins.stream().map(LoadedPlugin::plugin).toList();
  }

  private static Optional<KubernetesFeatureConfigStep> make(
      StepDeclaration step, KubernetesConf conf) {
    return StepCalls.call(called(step, conf.role()), "create()", () -> step.factory().create(conf));
  }

  private static CalledStep called(StepDeclaration step, PodRole role) {
    return new CalledStep(step.id(), step.source(), Optional.of(role));
  }

  private synchronized RolePlan plan(PodRole role) {
    return plans.computeIfAbsent(role, r -> RolePlan.of(r, settings, enabled, classPath, plugins));
  }

  private static void readSettings(StepDeclaration step, SparkSettings settings) {
    for (ConfigEntry<?> entry : step.configEntries()) {
      StepCalls.call(
          new CalledStep(step.id(), step.source(), Optional.empty()),
          "the check of %s".formatted(entry.key()),
          () -> {
            readSetting(entry, settings);
            return step;
          });
    }
  }

  private static void readSetting(ConfigEntry<?> entry, SparkSettings settings) {
    try {
      settings.get(entry);
    } catch (InvalidConfigurationException e) {
      throw e;
    } catch (RuntimeException e) {
      if (entry.isSecret()) {
        // its message may quote the value
        throw new IllegalStateException("%s, not shown".formatted(e.getClass().getName()));
      }
      throw e;
    }
  }

  static void requireDistinct(List<StepDeclaration> steps) {
    Map<String, StepDeclaration> byId = new HashMap<>();
    for (StepDeclaration step : steps) {
      StepDeclaration other = byId.putIfAbsent(step.id(), step);
      if (other != null) {
        throw new StepException(
            PodsmithError.STEP_DUPLICATE,
            step.id(),
            step.source().origin(),
            "two steps have the id %s: %s and %s; remove one of them, or change its id"
                .formatted(step.id(), described(other), described(step)),
            null);
      }
    }
  }

  private static String described(StepDeclaration step) {
    return step.factory().getClass().getName() + " in " + step.source().wholeOrigin();
  }

  private static List<StepDeclaration> withoutDisabled(
      List<StepDeclaration> all, SparkSettings settings) {
    Set<String> disabled = Set.copyOf(settings.get(PodsmithKeys.STEPS_DISABLED));
    for (String name : disabled) {
      if (all.stream().noneMatch(s -> s.isCalled(name))) {
        unknownDisabled(name, all, settings);
      }
    }
    return all.stream().filter(s -> disabled.stream().noneMatch(s::isCalled)).toList();
  }

  private static void unknownDisabled(
      String name, List<StepDeclaration> all, SparkSettings settings) {
    List<String> known = all.stream().map(StepDeclaration::id).toList();
    String key = PodsmithKeys.STEPS_DISABLED.key();
    String message =
        "%s names '%s', which is not the id of a step; %s"
            .formatted(key, name, Suggestions.among(known).forName(name));
    // A driver in the cluster need not have all that the submitting side has on its classpath,
    // where the same setting has been checked.
    if (settings.get(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK)) {
      LOG.warn("{}", message);
    } else {
      throw new InvalidConfigurationException(PodsmithError.STEP_UNKNOWN, key, message);
    }
  }
}
