package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.SparkFiles;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepFailedException;
import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.PodsmithKeys;
import io.podsmith.core.conf.SparkSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps that there are: found once, in order, and made anew for each pod.
 *
 * <p>Steps come from the class path and from plugins. What is wrong with one of them is thrown by
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
  private final List<StepDeclaration> enabled;
  private final Map<PodRole, RolePlan> plans = new EnumMap<>(PodRole.class);

  private StepRegistry(
      SparkSettings settings,
      ClassLoader classPath,
      List<LoadedPlugin> plugins,
      JarCache cache,
      List<StepDeclaration> enabled) {
    this.settings = settings;
    this.classPath = classPath;
    this.plugins = plugins;
    this.cache = cache;
    this.enabled = enabled;
  }

  /**
   * Finds all steps, on the class path and in the plugins that the settings name, and reads the
   * settings that these steps declare.
   *
   * @param settings the settings of the application
   * @param files reads jars that are not on this machine
   * @throws io.podsmith.api.error.PluginLoadException where a jar or class cannot be loaded
   * @throws StepFailedException where a factory describes itself wrongly, or two have one id
   * @throws InvalidConfigurationException where a setting names an unknown step, or one that a step
   *     declares has a value that is not accepted
   */
  public static StepRegistry load(SparkSettings settings, SparkFiles files) {
    return load(settings, files, ClassPathSteps.loader());
  }

  static StepRegistry load(SparkSettings settings, SparkFiles files, ClassLoader classPath) {
    JarCache cache = new JarCache();
    List<LoadedPlugin> plugins = new ArrayList<>();
    try {
      List<StepDeclaration> all = new ArrayList<>(ClassPathSteps.find(classPath));
      for (Plugin plugin : PluginFinder.find(settings, files, cache)) {
        LoadedPlugin loaded = LoadedPlugin.open(plugin);
        plugins.add(loaded);
        all.addAll(loaded.steps());
      }
      requireDistinct(all);
      List<StepDeclaration> enabled = withoutDisabled(all, settings);
      enabled.forEach(step -> readSettings(step, settings));
      return new StepRegistry(settings, classPath, List.copyOf(plugins), cache, enabled);
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
   * Checks the steps of executors where a driver is submitted, so that what is wrong with them is
   * told before there is a driver. A class that only the driver's image has is not an error.
   */
  public void checkExecutorSteps() {
    try {
      steps(PodRole.EXECUTOR);
    } catch (InvalidConfigurationException e) {
      if (!e.codeId().equals(PodsmithError.STEP_UNKNOWN.id())) {
        throw e;
      }
      LOG.warn("The driver will look again, but here: {}", e.getMessage());
    }
  }

  /** Makes the steps that the configuration asks for, in order. */
  public List<ResolvedStep> resolve(KubernetesConf conf) {
    RolePlan plan = plan(conf.role());
    List<ResolvedStep> resolved = new ArrayList<>(plan.steps().size());
    for (StepDeclaration step : plan.steps()) {
      make(step, conf)
          .filter(made -> !plan.excludedClasses().contains(made.getClass().getName()))
          .map(made -> new GuardedStep(step.id(), step.source(), made))
          .ifPresent(guarded -> resolved.add(new ResolvedStep(step.info(), guarded)));
    }
    return List.copyOf(resolved);
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

  List<Plugin> plugins() {
    return plugins.stream().map(LoadedPlugin::plugin).toList();
  }

  private static Optional<KubernetesFeatureConfigStep> make(
      StepDeclaration step, KubernetesConf conf) {
    return StepCalls.call(
        step.id(), step.source(), "while it was made", () -> step.factory().create(conf));
  }

  private synchronized RolePlan plan(PodRole role) {
    return plans.computeIfAbsent(role, r -> RolePlan.of(r, settings, enabled, classPath, plugins));
  }

  private static void readSettings(StepDeclaration step, SparkSettings settings) {
    StepCalls.within(
        step.source().loader(),
        () -> {
          step.configEntries().forEach(settings::get);
          return step;
        });
  }

  static void requireDistinct(List<StepDeclaration> steps) {
    Map<String, StepDeclaration> byId = new HashMap<>();
    for (StepDeclaration step : steps) {
      StepDeclaration other = byId.putIfAbsent(step.id(), step);
      if (other != null) {
        throw new StepFailedException(
            PodsmithError.STEP_DUPLICATE,
            step.id(),
            step.source().origin(),
            "two steps have the id "
                + step.id()
                + ": "
                + described(other)
                + " and "
                + described(step)
                + "; remove one of both or rename it",
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
        key
            + " names '"
            + name
            + "', which is not the id of a step; "
            + Suggestions.among(known).forName(name);
    // A driver in the cluster need not have all that the submitting side has on its class path,
    // where the same setting has been checked.
    if (settings.get(ConfigKeys.KUBERNETES_DRIVER_SUBMIT_CHECK)) {
      LOG.warn("{}", message);
    } else {
      throw new InvalidConfigurationException(PodsmithError.STEP_UNKNOWN, key, message);
    }
  }
}
