/** Submits an application: creates the driver and what it needs, watches it to its end. */
@NullMarked
package io.podsmith.core.submit;

import org.jspecify.annotations.NullMarked;
