// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * References between environment variables, as a kubelet reads them in the {@code value} of a
 * variable: {@code $(NAME)} is replaced, {@code $$} stands for one {@code $}, and anything else,
 * such as {@code $(} without an end, stays as it is. Values that come from a Secret or a field of
 * the pod are not read that way.
 */
public final class EnvReferences {
  private static final Pattern NAME = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

  private EnvReferences() {}

  /** Returns the names of the variables that a value refers to, in the order of the text. */
  public static Set<String> in(String value) {
    if (!value.contains("$(")) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    expand(
        value,
        name -> {
          if (NAME.matcher(name).matches()) {
            names.add(name);
          }
          return "";
        });
    return names;
  }

  /**
   * Returns what a container gets for a value that refers to no variable. In a Secret it has to be
   * written like this, since a kubelet hands on values of Secrets as they are.
   */
  public static String unescaped(String value) {
    return value.contains("$$") ? expand(value, "$(%s)"::formatted) : value;
  }

  private static String expand(String value, UnaryOperator<String> replacement) {
    StringBuilder text = new StringBuilder(value.length());
    int at = 0;
    while (at < value.length()) {
      char here = value.charAt(at);
      char next = at + 1 < value.length() ? value.charAt(at + 1) : ' ';
      int end = here == '$' && next == '(' ? value.indexOf(')', at) : -1;
      if (end >= 0) {
        text.append(replacement.apply(value.substring(at + 2, end)));
        at = end + 1;
      } else if (here == '$' && at + 1 < value.length()) {
        text.append(next == '$' ? "$" : "$" + next);
        at += 2;
      } else {
        text.append(here);
        at++;
      }
    }
    return text.toString();
  }
}
