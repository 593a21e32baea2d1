/** Builds pods: one fold of ordered steps for both roles, and what surrounds it. */
@NullMarked
package io.podsmith.core.builder;

import org.jspecify.annotations.NullMarked;
