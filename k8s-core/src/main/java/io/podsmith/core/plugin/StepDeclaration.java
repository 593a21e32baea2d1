// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.plugin.calls.LinkageProblem;
import io.podsmith.core.plugin.calls.StepCall;
import io.podsmith.core.plugin.calls.StepCalls;
import io.podsmith.core.plugin.calls.StepSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

  String id() {
    return info.id();
  }

  StepPhase phase() {
    return info.phase();
  }

  /** Returns whether a setting means this step: by its id, its factory's class name or an alias. */
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
    Optional<String> reserved = StepInfo.reservedOwner(id);
    if (reserved.isPresent() && !StepSource.isBuiltIn(name)) {
      throw invalid(
          name,
          source,
          "has the id '"
              + id
              + "', but the owner '"
              + reserved.get()
              + "' is reserved for built-in steps; use the name of your"
              + " organization",
          null);
    }
    String description = ask(factory, source, "description()", factory::description);
    StepPhase phase = ask(factory, source, "phase()", factory::phase);
    StepScope scope = ask(factory, source, "scope()", factory::scope);
    Set<PodRole> roles = askAll(factory, source, "roles()", factory::roles, Set::copyOf);
    if (roles.isEmpty()) {
      throw invalid(
          name, source, "has no roles; roles() must return DRIVER, EXECUTOR or both", null);
    }
    return new StepDeclaration(
        factory,
        new StepInfo(
            id,
            description,
            phase,
            scope,
            source.origin(),
            source.className(),
            source.isOfPlugin()),
        roles,
        askAll(factory, source, "before()", factory::before, Set::copyOf),
        askAll(factory, source, "after()", factory::after, Set::copyOf),
        askAll(factory, source, "aliases()", factory::aliases, Set::copyOf),
        askAll(factory, source, "configEntries()", factory::configEntries, List::copyOf),
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
      StepCall call = StepCall.ofFactory(name, source, method);
      answer = StepCalls.watched(call, source.loader(), question);
    } catch (LinkageError e) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_CLASS,
          source.owner(),
          source.jar(),
          "factory %s from %s failed in %s: it %s"
              .formatted(
                  name, source.wholeOrigin(), method, LinkageProblem.describe(e, source.owner())),
          e);
    } catch (RuntimeException | Error e) {
      StepCalls.rethrowIfFatal(e);
      throw invalid(name, source, "failed in %s: %s; it must not throw".formatted(method, e), e);
    }
    if (answer == null) {
      throw invalid(name, source, "returned null from %s; it must not".formatted(method), null);
    }
    return answer;
  }

  /** Asks for a collection, and copies it while the class loader of the jar is set. */
  private static <T, C extends Collection<T>> C askAll(
      FeatureStepFactory factory,
      StepSource source,
      String method,
      Supplier<? extends @Nullable Collection<? extends T>> question,
      Function<Collection<? extends T>, C> copy) {
    Collection<T> all =
        ask(
            factory,
            source,
            method,
            () -> {
              Collection<? extends T> answer = question.get();
              return answer == null ? null : new ArrayList<>(answer);
            });
    if (all.contains(null)) {
      throw invalid(
          factory.getClass().getName(),
          source,
          "returned a null element from %s; it must not".formatted(method),
          null);
    }
    return copy.apply(all);
  }

  private static StepException invalid(
      String factory, StepSource source, String what, @Nullable Throwable cause) {
    return new StepException(
        PodsmithError.STEP_INVALID,
        factory,
        source.origin(),
        "factory " + factory + " from " + source.wholeOrigin() + " " + what,
        cause);
  }
}
