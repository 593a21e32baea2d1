// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What names and labels may look like, with apimachinery's words where they may not. */
public final class NameRules {
  private static final String SUBDOMAIN_FORMAT =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final Pattern SUBDOMAIN = Pattern.compile(SUBDOMAIN_FORMAT);
  private static final String LABEL_FORMAT = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABEL = Pattern.compile(LABEL_FORMAT);
  private static final String LABEL_1035_FORMAT = "[a-z]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern LABEL_1035 = Pattern.compile(LABEL_1035_FORMAT);
  private static final String NAME_FORMAT = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final Pattern QUALIFIED = Pattern.compile(NAME_FORMAT);
  private static final String VALUE_FORMAT = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";
  private static final Pattern VALUE = Pattern.compile(VALUE_FORMAT);
  private static final String CONFIG_KEY_FORMAT = "[-._a-zA-Z0-9]+";
  private static final Pattern CONFIG_KEY = Pattern.compile(CONFIG_KEY_FORMAT);
  private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");

  private NameRules() {}

  public static List<String> subdomain(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > 253) {
      wrong.add("must be no more than 253 characters");
    }
    if (!SUBDOMAIN.matcher(value).matches()) {
      wrong.add(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN_FORMAT.replace("\\\\", "\\")
              + "')");
    }
    return wrong;
  }

  public static List<String> label(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > 63) {
      wrong.add("must be no more than 63 characters");
    }
    if (!LABEL.matcher(value).matches()) {
      wrong.add(
          SUBDOMAIN.matcher(value).matches() && value.contains(".")
              ? "must not contain dots"
              : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                  + " '-', and must start and end with an alphanumeric character (e.g. 'my-name', "
                  + " or '123-abc', regex used for validation is '"
                  + LABEL_FORMAT
                  + "')");
    }
    return wrong;
  }

  public static List<String> label1035(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > 63) {
      wrong.add("must be no more than 63 characters");
    }
    if (!LABEL_1035.matcher(value).matches()) {
      wrong.add(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with"
              + " an alphabetic character, and end with an alphanumeric character (e.g."
              + " 'my-name',  or 'abc-123', regex used for validation is '"
              + LABEL_1035_FORMAT
              + "')");
    }
    return wrong;
  }

  public static List<String> qualifiedName(String value) {
    List<String> wrong = new ArrayList<>();
    int slash = value.indexOf('/');
    String name = value;
    if (slash >= 0) {
      String prefix = value.substring(0, slash);
      name = value.substring(slash + 1);
      if (name.indexOf('/') >= 0) {
        return List.of(
            "a qualified name "
                + nameRule()
                + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
      }
      if (prefix.isEmpty()) {
        wrong.add("prefix part must be non-empty");
      } else {
        subdomain(prefix).forEach(each -> wrong.add("prefix part " + each));
      }
    }
    if (name.isEmpty()) {
      wrong.add("name part must be non-empty");
    } else if (name.length() > 63) {
      wrong.add("name part must be no more than 63 characters");
    }
    if (!QUALIFIED.matcher(name).matches()) {
      wrong.add("name part " + nameRule());
    }
    return wrong;
  }

  private static String nameRule() {
    return "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
        + " an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
        + " validation is '"
        + NAME_FORMAT
        + "')";
  }

  public static List<String> labelValue(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > 63) {
      wrong.add("must be no more than 63 characters");
    }
    if (!VALUE.matcher(value).matches()) {
      wrong.add(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
              + " or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', "
              + " or 'my_value',  or '12345', regex used for validation is '"
              + VALUE_FORMAT
              + "')");
    }
    return wrong;
  }

  public static List<String> configKey(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > 253) {
      wrong.add("must be no more than 253 characters");
    }
    if (!CONFIG_KEY.matcher(value).matches()) {
      wrong.add(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
              + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
              + CONFIG_KEY_FORMAT
              + "')");
    }
    if (value.equals(".")) {
      wrong.add("must not be '.'");
    } else if (value.equals("..")) {
      wrong.add("must not be '..'");
    } else if (value.startsWith("..")) {
      wrong.add("must not start with '..'");
    }
    return wrong;
  }

  public static List<String> portName(String value) {
    List<String> wrong = new ArrayList<>();
    if (value.length() > 15) {
      wrong.add("must be no more than 15 characters");
    }
    if (!PORT_NAME.matcher(value).matches()) {
      wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      wrong.add("must contain at least one letter (a-z)");
    }
    if (value.contains("--")) {
      wrong.add("must not contain consecutive hyphens");
    }
    if (value.startsWith("-") || value.endsWith("-")) {
      wrong.add("must not begin or end with a hyphen");
    }
    return wrong;
  }
}
