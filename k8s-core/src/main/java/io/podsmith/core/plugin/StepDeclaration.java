package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepFailedException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a factory says about itself: asked once, and checked. */
record StepDeclaration(
    FeatureStepFactory factory,
    StepInfo info,
    Set<PodRole> roles,
    Set<String> before,
    Set<String> after,
    Set<String> aliases,
    List<ConfigEntry<?>> configEntries,
    StepSource source) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
  private static final String RESERVED = "spark.";
  private static final String BUILT_IN_PACKAGE = "io.podsmith.steps.";

  String id() {
    return info.id();
  }

  StepPhase phase() {
    return info.phase();
  }

  /** Tells whether a setting means this step: by its id, its factory's class name or an alias. */
  boolean isCalled(String name) {
    return id().equals(name) || factory.getClass().getName().equals(name) || aliases.contains(name);
  }

  /** Asks a factory for all that the engine needs to know. */
  static StepDeclaration of(FeatureStepFactory factory, StepSource source) {
    String name = factory.getClass().getName();
    String id = ask(factory, source, "id()", factory::id);
    if (!ID.matcher(id).matches()) {
      throw invalid(
          name,
          source,
          "has the id '"
              + id
              + "'; it must be owner.name: two or more parts joined by dots, each"
              + " of lower-case letters, digits and hyphens and starting with a letter",
          null);
    }
    if (id.startsWith(RESERVED) && !name.startsWith(BUILT_IN_PACKAGE)) {
      throw invalid(
          name,
          source,
          "has the id '"
              + id
              + "', but the owner 'spark' is reserved for built-in steps; put your"
              + " own name in front",
          null);
    }
    String description = ask(factory, source, "description()", factory::description);
    StepPhase phase = ask(factory, source, "phase()", factory::phase);
    StepScope scope = ask(factory, source, "scope()", factory::scope);
    Set<PodRole> roles = ask(factory, source, "roles()", () -> Set.copyOf(factory.roles()));
    if (roles.isEmpty()) {
      throw invalid(
          name, source, "has no roles; roles() must return DRIVER, EXECUTOR or both", null);
    }
    return new StepDeclaration(
        factory,
        new StepInfo(id, description, phase, scope, source.origin()),
        roles,
        ask(factory, source, "before()", () -> Set.copyOf(factory.before())),
        ask(factory, source, "after()", () -> Set.copyOf(factory.after())),
        ask(factory, source, "aliases()", () -> Set.copyOf(factory.aliases())),
        ask(factory, source, "configEntries()", () -> List.copyOf(factory.configEntries())),
        source);
  }

  private static <T> T ask(
      FeatureStepFactory factory,
      StepSource source,
      String method,
      Supplier<? extends @Nullable T> question) {
    String name = factory.getClass().getName();
    @Nullable T answer;
    try {
      answer = StepCalls.within(source.loader(), question);
    } catch (LinkageError e) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_CLASS,
          source.owner(),
          source.jar(),
          "factory "
              + name
              + " from "
              + source.wholeOrigin()
              + " cannot be linked in "
              + method
              + ": "
              + e
              + "; put the classes that it needs into its plugin, and build it against"
              + " this version of k8s-api",
          e);
    } catch (RuntimeException e) {
      throw invalid(name, source, "threw " + e + " in " + method + "; it must not", e);
    }
    if (answer == null) {
      throw invalid(name, source, "returned null from " + method + "; it must not", null);
    }
    return answer;
  }

  private static StepFailedException invalid(
      String factory, StepSource source, String what, @Nullable Throwable cause) {
    return new StepFailedException(
        PodsmithError.STEP_INVALID,
        factory,
        source.origin(),
        "factory " + factory + " from " + source.wholeOrigin() + " " + what,
        cause);
  }
}
