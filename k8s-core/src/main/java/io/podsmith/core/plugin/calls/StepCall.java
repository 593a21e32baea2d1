// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

/**
 * One call into the code of a step jar. Each call is an object of its own.
 *
 * @param what for example {@code step} or {@code factory}
 * @param name the id of the step or the class of the factory
 * @param origin where it came from
 * @param method the method that is called, for example {@code configurePod()}
 */
public record StepCall(String what, String name, String origin, String method) {
  static StepCall ofStep(String id, StepSource source, String method) {
    return new StepCall("Step", id, source.origin(), method);
  }

  public static StepCall ofFactory(String className, StepSource source, String method) {
    return new StepCall("Factory", className, source.origin(), method);
  }

  String described() {
    return "%s %s from %s".formatted(what, name, origin);
  }
}
