// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

/**
 * One call into the code of a step jar. Each call is an object of its own.
 *
 * @param what for example {@code step} or {@code factory}
 * @param name the id of the step or the class of the factory
 * @param origin where it came from
 * @param method the method that is called, for example {@code configurePod()}
 * @param className the class of the factory, or of the step if a setting lists its class
 */
public record StepCall(String what, String name, String origin, String method, String className) {
  static StepCall ofStep(String id, StepSource source, String method) {
    return new StepCall("Step", id, source.origin(), method, source.className());
  }

  public static StepCall ofFactory(String className, StepSource source, String method) {
    return new StepCall("Factory", className, source.origin(), method, className);
  }

  /** Returns whether the code is that of a step which Podsmith does not bring. */
  boolean isThirdParty() {
    return !StepSource.isBuiltIn(className);
  }

  String described() {
    return "%s %s from %s".formatted(what, name, origin);
  }
}
