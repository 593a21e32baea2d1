// SPDX-License-Identifier: Apache-2.0
/** Kerberos: krb5.conf for all pods, and a keytab or delegation tokens for drivers. */
@NullMarked
package io.podsmith.steps.kerberos;

import org.jspecify.annotations.NullMarked;
