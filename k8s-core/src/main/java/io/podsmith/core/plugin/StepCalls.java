package io.podsmith.core.plugin;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PluginLoadException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepFailedException;
import io.podsmith.core.conf.PodsmithKeys;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls into steps: with the context class loader of their jar, and with failures that name them.
 */
final class StepCalls {
  private StepCalls() {}

  /** Runs something with a context class loader and puts the old one back. */
  static <T extends @Nullable Object> T within(ClassLoader loader, Supplier<T> action) {
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
   * Asks a step for something that it must not leave out.
   *
   * @param moment when it was asked, in words that follow "failed"
   */
  static <T> T call(
      String stepId, StepSource source, String moment, Supplier<? extends @Nullable T> question) {
    @Nullable T answer;
    try {
      answer = within(source.loader(), question);
    } catch (InvalidConfigurationException e) {
      throw e;
    } catch (LinkageError e) {
      throw new PluginLoadException(
          PodsmithError.PLUGIN_CLASS,
          source.owner(),
          source.jar(),
          "step "
              + stepId
              + " from "
              + source.origin()
              + " cannot be linked "
              + moment
              + ": "
              + e
              + "; put the classes that it needs into its plugin, and build it against this"
              + " version of k8s-api",
          e);
    } catch (Exception e) {
      if (isInterruption(e)) {
        Thread.currentThread().interrupt();
        throw StepCalls.<RuntimeException>unchecked(e);
      }
      throw failure(stepId, source, "threw " + e + " " + moment, e);
    }
    if (answer == null) {
      throw failure(stepId, source, "returned null " + moment, null);
    }
    return answer;
  }

  static StepFailedException failure(
      String stepId, StepSource source, String what, @Nullable Throwable cause) {
    return new StepFailedException(
        PodsmithError.STEP_FAILED,
        stepId,
        source.origin(),
        "step "
            + stepId
            + " from "
            + source.origin()
            + " "
            + what
            + "; mend the step, or switch it off with "
            + PodsmithKeys.STEPS_DISABLED.key()
            + "="
            + stepId,
        cause);
  }

  // Nothing that steps implement declares it, so the compiler refuses to catch it by its type.
  private static boolean isInterruption(Exception e) {
    return e instanceof InterruptedException;
  }

  /** Lets a throwable pass as if it were unchecked. */
  @SuppressWarnings("unchecked")
  static <E extends Throwable> E unchecked(Throwable t) throws E {
    throw (E) t;
  }
}
