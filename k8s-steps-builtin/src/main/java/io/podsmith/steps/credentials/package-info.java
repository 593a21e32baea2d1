// SPDX-License-Identifier: Apache-2.0
/**
 * As whom pods talk to the API server: service accounts, and credentials that a driver brings
 * along.
 */
@NullMarked
package io.podsmith.steps.credentials;

import org.jspecify.annotations.NullMarked;
