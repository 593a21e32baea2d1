/** Which template, setting or step wrote a field of a pod. */
@NullMarked
package io.podsmith.core.builder.history;

import org.jspecify.annotations.NullMarked;
