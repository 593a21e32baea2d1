// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.linkage;

import io.podsmith.scheduler.linkage.ClassFile.Member;
import io.podsmith.scheduler.linkage.ClassFile.Reference;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what would be a {@link LinkageError} at run time: classes, methods and fields that compiled
 * classes name and a class path does not have, abstract methods that nobody implements, final ones
 * that are overridden, classes that are not public, and methods that no longer override what they
 * were written to override.
 */
final class Linkage {
  /** Their methods take what they are given: no declaration has the descriptor of a call. */
  private static final Set<String> POLYMORPHIC =
      Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

  /** Annotations for compilers and readers: nobody looks for their classes at run time. */
  private static final List<String> ANNOTATIONS =
      List.of("org/apiguardian/", "org/immutables/", "org/jspecify/");

  private static final int NOT_INHERITED = Modifier.PRIVATE | Modifier.STATIC;

  private final ClassFiles path;
  private final Set<String> unusedProviders = new TreeSet<>();

  Linkage(ClassFiles path) {
    this(path, Map.of());
  }

  /**
   * Creates a check for classes with service files. A provider of a service that does not exist is
   * never loaded, so that it need not link; other classes must not refer to it.
   *
   * @param services the providers by the name of the service
   */
  Linkage(ClassFiles path, Map<String, List<String>> services) {
    this.path = path;
    services.forEach(
        (service, providers) -> {
          if (path.find(service).isEmpty()) {
            unusedProviders.addAll(providers);
          }
        });
  }

  /**
   * Holds jars against Spark distributions.
   *
   * @param args a folder of jars to check, then the folders of jars of one distribution or more;
   *     what a method overrides in the first is to be overridden in all
   */
  public static void main(String[] args) {
    Path ours = Path.of(args[0]);
    List<ClassFile> classes =
        ClassFiles.jars(ours).stream().flatMap(jar -> ClassFiles.in(jar).stream()).toList();
    Map<String, List<String>> services = new HashMap<>();
    ClassFiles.jars(ours).forEach(jar -> services.putAll(ClassFiles.services(jar)));
    Set<String> expected = new TreeSet<>();
    boolean isGood = !classes.isEmpty();
    for (int i = 1; i < args.length; i++) {
      try (ClassFiles path = ClassFiles.ofJarsIn(ours, Path.of(args[i]))) {
        Linkage linkage = new Linkage(path, services);
        Set<String> problems = linkage.problems(classes);
        Set<String> overriding = linkage.overriding(classes);
        if (i == 1) {
          expected.addAll(overriding);
        }
        expected.stream()
            .filter(method -> !overriding.contains(method))
            .filter(method -> !linkage.isOfUnusedProvider(method))
            .forEach(method -> problems.add(method + " overrides nothing any more"));
        System.out.printf(
            "%s: %d classes, %d problems%n", args[i], classes.size(), problems.size());
        linkage.unusedProviders.forEach(
            provider -> System.out.println("  not loaded: " + dotted(provider)));
        problems.forEach(problem -> System.out.println("  " + problem));
        isGood &= problems.isEmpty();
      }
    }
    System.exit(isGood ? 0 : 1);
  }

  /** Returns what does not link, in words; empty where all is well. */
  Set<String> problems(Collection<ClassFile> classes) {
    Set<String> problems = new TreeSet<>();
    for (ClassFile ours : classes) {
      if (unusedProviders.contains(ours.name())) {
        continue;
      }
      String who = dotted(ours.name());
      for (String name : ours.classes()) {
        elementClass(name)
            .filter(element -> ANNOTATIONS.stream().noneMatch(element::startsWith))
            .filter(element -> unusedProviders.contains(element) || path.find(element).isEmpty())
            .ifPresent(element -> problems.add(who + " needs the class " + dotted(element)));
      }
      inaccessible(ours)
          .forEach(
              name -> problems.add(who + " needs the class " + name + ", which is not public"));
      for (Reference reference : ours.references()) {
        if (!isResolved(reference)) {
          problems.add(who + " needs " + reference);
        }
      }
      if (ours.isConcrete()) {
        unimplemented(ours).forEach(method -> problems.add(who + " lacks " + method));
      }
      overriddenFinals(ours)
          .forEach(method -> problems.add(who + " overrides the final " + method));
    }
    return problems;
  }

  private List<String> inaccessible(ClassFile ours) {
    return ours.references().stream()
        .map(Reference::owner)
        .distinct()
        .flatMap(name -> elementClass(name).flatMap(path::find).stream())
        .filter(type -> !Modifier.isPublic(type.access()) && !samePackage(type, ours))
        .map(type -> dotted(type.name()))
        .toList();
  }

  private static boolean samePackage(ClassFile one, ClassFile other) {
    return packageOf(one).equals(packageOf(other));
  }

  private static String packageOf(ClassFile type) {
    return type.name().substring(0, type.name().lastIndexOf('/') + 1);
  }

  private boolean isOfUnusedProvider(String method) {
    return unusedProviders.stream().anyMatch(name -> method.startsWith(dotted(name) + "."));
  }

  /** Returns the methods that override or implement one of a class that is not among these. */
  Set<String> overriding(Collection<ClassFile> classes) {
    Set<String> names = new LinkedHashSet<>(classes.stream().map(ClassFile::name).toList());
    Set<String> overriding = new TreeSet<>();
    for (ClassFile ours : classes) {
      List<ClassFile> foreign =
          ancestors(ours).stream().filter(type -> !names.contains(type.name())).toList();
      for (Member method : inheritable(ours)) {
        if (foreign.stream().anyMatch(type -> declares(type, method))) {
          overriding.add(dotted(ours.name()) + "." + method.name() + " " + method.descriptor());
        }
      }
    }
    return overriding;
  }

  private boolean isResolved(Reference reference) {
    if (reference.owner().startsWith("[") || POLYMORPHIC.contains(reference.owner())) {
      return true;
    }
    Optional<ClassFile> owner = path.find(reference.owner());
    if (owner.isEmpty()) {
      return true; // told once, as a class
    }
    List<ClassFile> types = new ArrayList<>(List.of(owner.get()));
    types.addAll(ancestors(owner.get()));
    if (owner.get().isInterface()) {
      path.find("java/lang/Object").ifPresent(types::add);
    }
    return types.stream()
        .map(type -> type.member(reference.name(), reference.descriptor()))
        .anyMatch(Optional::isPresent);
  }

  private List<String> unimplemented(ClassFile ours) {
    List<ClassFile> types = new ArrayList<>(List.of(ours));
    types.addAll(ancestors(ours));
    List<String> missing = new ArrayList<>();
    for (ClassFile type : types) {
      for (Member method : inheritable(type)) {
        if (method.is(Modifier.ABSTRACT)
            && types.stream().noneMatch(other -> implementsIt(other, method))) {
          missing.add(dotted(type.name()) + "." + method.name() + " " + method.descriptor());
        }
      }
    }
    return missing;
  }

  private static boolean implementsIt(ClassFile type, Member method) {
    return type.member(method.name(), method.descriptor())
        .filter(found -> !found.is(Modifier.ABSTRACT | NOT_INHERITED))
        .isPresent();
  }

  private List<String> overriddenFinals(ClassFile ours) {
    List<String> finals = new ArrayList<>();
    for (ClassFile type : ancestors(ours)) {
      if (Modifier.isFinal(type.access())) {
        finals.add("class " + dotted(type.name()));
      }
      for (Member method : inheritable(ours)) {
        type.member(method.name(), method.descriptor())
            .filter(theirs -> theirs.is(Modifier.FINAL) && !theirs.is(NOT_INHERITED))
            .ifPresent(theirs -> finals.add(dotted(type.name()) + "." + method.name()));
      }
    }
    return finals;
  }

  private static List<Member> inheritable(ClassFile type) {
    return type.members().stream()
        .filter(Member::isMethod)
        .filter(method -> !method.name().startsWith("<"))
        .filter(method -> !method.is(NOT_INHERITED))
        .toList();
  }

  private static boolean declares(ClassFile type, Member method) {
    return inheritable(type).stream()
        .anyMatch(theirs -> theirs.isSameAs(method.name(), method.descriptor()));
  }

  /** Superclasses first, nearest first, then all interfaces. */
  private List<ClassFile> ancestors(ClassFile type) {
    Set<String> seen = new LinkedHashSet<>();
    List<ClassFile> line = new ArrayList<>();
    for (Optional<ClassFile> next = Optional.of(type); next.isPresent(); ) {
      line.add(next.get());
      next = next.get().superclass().flatMap(path::find);
    }
    List<ClassFile> ancestors = new ArrayList<>(line.subList(1, line.size()));
    line.forEach(each -> addInterfaces(each, seen, ancestors));
    return ancestors;
  }

  private void addInterfaces(ClassFile type, Set<String> seen, List<ClassFile> found) {
    for (String name : type.interfaces()) {
      if (seen.add(name)) {
        path.find(name)
            .ifPresent(
                each -> {
                  found.add(each);
                  addInterfaces(each, seen, found);
                });
      }
    }
  }

  /** The class itself, or what an array is made of where that is a class. */
  private static Optional<String> elementClass(String name) {
    if (!name.startsWith("[")) {
      return Optional.of(name);
    }
    String element = name.substring(name.lastIndexOf('[') + 1);
    return element.startsWith("L")
        ? Optional.of(element.substring(1, element.length() - 1))
        : Optional.empty();
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
