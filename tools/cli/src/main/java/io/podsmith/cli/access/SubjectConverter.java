// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.access;

import io.podsmith.core.access.Subject;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code User:alice}, {@code Group:data} and {@code ServiceAccount:NAMESPACE/NAME}. */
final class SubjectConverter implements ITypeConverter<Subject> {
  @Override
  public Subject convert(String text) {
    int colon = text.indexOf(':');
    String kind = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
    String name = text.substring(colon + 1);
    int slash = name.indexOf('/');
    if (kind.equals("user") && !name.isEmpty()) {
      return new Subject("User", name, Optional.empty());
    }
    if (kind.equals("group") && !name.isEmpty()) {
      return new Subject("Group", name, Optional.empty());
    }
    if (kind.equals("serviceaccount") && slash > 0 && slash < name.length() - 1) {
      return Subject.serviceAccount(name.substring(0, slash), name.substring(slash + 1));
    }
    throw new TypeConversionException(
        "'%s' is not a subject; use User:NAME, Group:NAME or ServiceAccount:NAMESPACE/NAME"
            .formatted(text));
  }
}
