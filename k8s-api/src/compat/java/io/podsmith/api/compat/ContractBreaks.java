// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.compat;

import static java.util.stream.Collectors.joining;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiConstructor;
import japicmp.model.JApiField;
import japicmp.model.JApiImplementedInterface;
import japicmp.model.JApiMethod;
import japicmp.model.JApiParameter;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds what code that was written or compiled against one version cannot use in another. */
final class ContractBreaks {
  private ContractBreaks() {}

  /**
   * Compares two versions of the contract, binary and source.
   *
   * @return one line for each break, for example {@code io.podsmith.api.SparkPod#editSpec(…):
   *     METHOD_REMOVED (binary, source)}
   */
  static SortedSet<String> between(byte[] baseline, byte[] current) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.setAccessModifier(AccessModifier.PROTECTED);
    SortedSet<String> breaks = new TreeSet<>();
    for (JApiClass type :
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(baseline, "baseline", "baseline.jar"),
                new JApiCmpArchive(current, "current", "current.jar"))) {
      String name = type.getFullyQualifiedName();
      add(breaks, name, type);
      add(breaks, name, type.getSuperclass());
      for (JApiImplementedInterface parent : type.getInterfaces()) {
        add(breaks, "%s implements %s".formatted(name, parent.getFullyQualifiedName()), parent);
      }
      for (JApiField field : type.getFields()) {
        add(breaks, "%s#%s".formatted(name, field.getName()), field);
      }
      for (JApiConstructor constructor : type.getConstructors()) {
        addBehavior(breaks, name, constructor);
      }
      for (JApiMethod method : type.getMethods()) {
        add(breaks, addBehavior(breaks, name, method), method.getReturnType());
      }
    }
    return breaks;
  }

  private static String addBehavior(SortedSet<String> breaks, String type, JApiBehavior method) {
    String parameters =
        method.getParameters().stream().map(JApiParameter::getType).collect(joining(", "));
    String name = "%s#%s(%s)".formatted(type, method.getName(), parameters);
    add(breaks, name, method);
    for (JApiParameter parameter : method.getParameters()) {
      add(breaks, name, parameter);
    }
    return name;
  }

  private static void add(SortedSet<String> breaks, String name, JApiCompatibility element) {
    for (JApiCompatibilityChange change : element.getCompatibilityChanges()) {
      if (!change.isBinaryCompatible()) {
        breaks.add("%s: %s (binary)".formatted(name, change.getType()));
      } else if (!change.isSourceCompatible()) {
        breaks.add("%s: %s (source)".formatted(name, change.getType()));
      }
    }
  }
}
