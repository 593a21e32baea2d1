/**
 * Finds steps, puts them in order and makes them for a pod.
 *
 * <p>{@link io.podsmith.core.plugin.StepRegistry} is the door. It asks {@code ClassPathSteps} for
 * the factories on the classpath, the built-in ones among them, and {@code PluginFinder} for the
 * jars that the settings name; each of those plugins is opened by {@code LoadedPlugin} with a
 * {@code PluginClassLoader} of its own. What a factory says about itself is asked once and kept in
 * a {@code StepDeclaration}. {@code RolePlan} picks the steps of a role, adds those that users list
 * by class name ({@code ListedSteps}) and sorts them ({@code StepOrder}).
 *
 * <p>Every call into a step goes through {@code StepCalls}, which sets the context class loader and
 * turns what a step throws into an error that names it.
 *
 * <p>{@link io.podsmith.core.plugin.PluginShipment} is the other half: it carries the plugins of
 * the submitting side to the driver, in ConfigMaps ({@code JarVolume}) or by upload, and writes
 * settings from which {@code PluginFinder} there finds them again ({@code CarriedJar}).
 */
@NullMarked
package io.podsmith.core.plugin;

import org.jspecify.annotations.NullMarked;
