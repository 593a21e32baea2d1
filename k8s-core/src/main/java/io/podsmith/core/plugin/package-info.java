/**
 * Finds steps, on the class path and in plugins, puts them in order and resolves them for a pod.
 */
@NullMarked
package io.podsmith.core.plugin;

import org.jspecify.annotations.NullMarked;
