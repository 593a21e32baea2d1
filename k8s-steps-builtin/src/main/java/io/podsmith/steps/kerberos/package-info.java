/** Kerberos for drivers: krb5.conf, a keytab, or delegation tokens. */
@NullMarked
package io.podsmith.steps.kerberos;

import org.jspecify.annotations.NullMarked;
