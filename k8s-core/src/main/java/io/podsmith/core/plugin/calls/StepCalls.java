// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls into steps: with the context class loader of their jar, and with failures that name them.
 */
public final class StepCalls {
  /** Begin the classes that step jars call, which are seldom at fault. */
  private static final List<String> NOT_OF_STEPS =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "io.fabric8.",
          "io.podsmith.api.",
          "io.podsmith.core.");

  private StepCalls() {}

  /** Runs something with a context class loader and puts the old one back. */
  public static <T extends @Nullable Object> T within(ClassLoader loader, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Calls a method of a step that must return something.
   *
   * @param method the method, for example {@code configurePod()}
   * @throws StepException where it throws an exception, or an error that is its own fault, or
   *     returns null
   * @throws PluginLoadException where a class that it needs cannot be linked
   */
  public static <T> T call(CalledStep step, String method, Supplier<? extends @Nullable T> body) {
    StepSource source = step.source();
    @Nullable T result;
    try {
      result = watched(StepCall.ofStep(step.id(), source, method), source.loader(), body);
    } catch (InvalidConfigurationException e) {
      throw e;
    } catch (LinkageError e) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_CLASS,
          source.owner(),
          source.jar(),
          "%s failed in %s: class %s %s"
              .formatted(
                  step.described(),
                  method,
                  source.className(),
                  LinkageProblem.describe(e, source.owner())),
          e);
    } catch (Throwable e) {
      rethrowIfFatal(e);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw StepCalls.<RuntimeException>unchecked(e);
      }
      throw failure(step, "failed in %s: %s".formatted(method, e), e);
    }
    if (result == null) {
      throw failure(step, "returned null from %s".formatted(method), null);
    }
    return result;
  }

  /** Calls into a step jar with its class loader, and names the call where it does not return. */
  public static <T extends @Nullable Object> T watched(
      StepCall call, ClassLoader loader, Supplier<T> body) {
    StepTimeLimit limit = StepTimeLimit.current();
    return limit == null || !call.isThirdParty()
        ? sampled(call, loader, body)
        : limit.await(call, () -> sampled(call, loader, body));
  }

  private static <T extends @Nullable Object> T sampled(
      StepCall call, ClassLoader loader, Supplier<T> body) {
    StepWatchdog watchdog = StepWatchdog.shared();
    StepCall outer = watchdog.enter(call);
    try {
      return within(loader, body);
    } finally {
      watchdog.leave(outer);
    }
  }

  /**
   * Rethrows an error of the JVM, after which nothing can be relied on, and what says that a call
   * was given up. An endless recursion is a step's fault like others. The JVM does not wrap an
   * error that a static initializer throws.
   */
  public static void rethrowIfFatal(Throwable e) {
    if (e instanceof StepException failure
        && failure.codeId().equals(PodsmithError.STEP_TIMEOUT.id())) {
      throw failure;
    }
    if (e instanceof ThreadDeath death) {
      throw death;
    }
    if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
      throw error;
    }
  }

  static StepException failure(CalledStep step, String what, @Nullable Throwable cause) {
    return new StepException(
        PodsmithError.STEP_FAILED,
        step.id(),
        step.source().origin(),
        "%s %s; fix %s%s, or disable the step with %s=%s"
            .formatted(
                step.described(),
                what,
                step.source().className(),
                place(cause),
                PodsmithKeys.STEPS_DISABLED.key(),
                step.id()),
        cause);
  }

  /** Returns the line of a step jar that threw. */
  private static String place(@Nullable Throwable cause) {
    return Stream.ofNullable(cause)
        .flatMap(thrown -> Stream.of(thrown.getStackTrace()))
        .takeWhile(frame -> !frame.getClassName().equals(StepCalls.class.getName()))
        .filter(frame -> NOT_OF_STEPS.stream().noneMatch(frame.getClassName()::startsWith))
        .findFirst()
        .map(
            frame ->
                " (thrown at %s.%s, %s:%d)"
                    .formatted(
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber()))
        .orElse("");
  }

  /** Lets a throwable pass as if it were unchecked. */
  @SuppressWarnings("unchecked")
  public static <E extends Throwable> E unchecked(Throwable t) throws E {
    throw (E) t;
  }
}
