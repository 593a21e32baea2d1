// SPDX-License-Identifier: Apache-2.0
/** Creates a driver with all that belongs to it, or deletes again what was created. */
@NullMarked
package io.podsmith.core.submit.creation;

import org.jspecify.annotations.NullMarked;
