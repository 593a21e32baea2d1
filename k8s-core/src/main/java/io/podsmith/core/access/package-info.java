// SPDX-License-Identifier: Apache-2.0
/**
 * What submitter and driver of a job request from the API server, as rights: derived from the
 * settings and the plan, printed as Roles, and checked by {@code podsmith doctor}.
 *
 * <p>{@link io.podsmith.core.access.Job} is what is known of a job. {@code SubmitterNeeds} and
 * {@code DriverNeeds} list the requests of {@code io.podsmith.core.submit} and of executor
 * management: whoever adds a request there adds its need here.
 */
@NullMarked
package io.podsmith.core.access;

import org.jspecify.annotations.NullMarked;
