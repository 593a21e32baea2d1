// SPDX-License-Identifier: Apache-2.0
/**
 * The steps that exist, in the order in which they run.
 *
 * <p>{@link io.podsmith.core.plugin.StepRegistry} is the entry point. {@code ClassPathSteps} finds
 * the factories on the classpath, the built-in ones included. Each plugin that {@link
 * io.podsmith.core.plugin.jars.PluginFinder} finds is opened by {@code LoadedPlugin}, with a {@code
 * PluginClassLoader} of its own. A {@code StepDeclaration} holds what a factory returned about
 * itself. {@code RolePlan} selects the steps of a role, adds those that users list by class name
 * ({@code ListedSteps}), and sorts them ({@code StepOrder}).
 *
 * <p>All calls into steps go through {@link io.podsmith.core.plugin.calls.StepCalls}.
 *
 * <p>{@link io.podsmith.core.plugin.PluginShipment} ships plugins from the submitting machine to
 * the driver, in ConfigMaps or by upload, and writes the settings from which the driver finds them.
 */
@NullMarked
package io.podsmith.core.plugin;

import org.jspecify.annotations.NullMarked;
