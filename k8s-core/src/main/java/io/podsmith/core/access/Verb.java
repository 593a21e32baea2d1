// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.Locale;

/** A verb of Kubernetes RBAC, in the order in which rules list them. */
public enum Verb {
  /** Sends a new object; its name is not known to the authorizer. */
  CREATE(false),
  /** Reads one object. */
  GET(true),
  /** Reads all objects. */
  LIST(false),
  /** Follows the changes of objects. */
  WATCH(false),
  /** Replaces an object. */
  UPDATE(true),
  /** Changes parts of an object; server-side apply is a patch, too. */
  PATCH(true),
  /** Deletes one object. */
  DELETE(true),
  /** Deletes all objects that a selector matches. */
  DELETECOLLECTION(false);

  private final boolean takesNames;

  Verb(boolean takesNames) {
    this.takesNames = takesNames;
  }

  /** Returns whether a rule may limit the verb to names of objects. */
  public boolean takesNames() {
    return takesNames;
  }

  /** Returns the verb as rules write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
