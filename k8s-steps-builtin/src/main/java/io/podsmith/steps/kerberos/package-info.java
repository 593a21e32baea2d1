// SPDX-License-Identifier: Apache-2.0
/** Kerberos for drivers: krb5.conf, a keytab, or delegation tokens. */
@NullMarked
package io.podsmith.steps.kerberos;

import org.jspecify.annotations.NullMarked;
