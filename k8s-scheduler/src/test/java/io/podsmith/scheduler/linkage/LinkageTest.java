// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.SparkPod;
import io.podsmith.core.submit.Submitter;
import io.podsmith.scheduler.ClusterManager;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane on stock distributions runs the same check on the finished jars for each version. */
class LinkageTest {
  private static final String LIBRARY =
      "package lib; public class Library { public Library(int i) {} public void called() {}"
          + " public void overridden() {} public static int field; }";
  private static final String OURS =
      "package our; public class Ours extends lib.Library { public Ours() { super(1); }"
          + " @Override public void overridden() { called(); int i = field; } }";

  @TempDir private Path folder;

  @Test
  void ourClassesLinkWithTheSparkTheyWereCompiledAgainst() throws Exception {
    List<ClassFile> ours = new ArrayList<>();
    for (Class<?> each :
        List.of(
            SparkPod.class,
            Submitter.class,
            ClusterManager.class,
            Class.forName("io.podsmith.steps.service.DriverServiceFeatureStepFactory"))) {
      ours.addAll(ClassFiles.in(home(each)));
    }
    try (ClassFiles path = ClassFiles.ofClassPath(System.getProperty("java.class.path"))) {
      Linkage linkage = new Linkage(path);
      assertThat(ours).as("classes of all four jars").hasSizeGreaterThan(300);
      assertThat(linkage.problems(ours)).isEmpty();
      assertThat(linkage.overriding(ours))
          .anyMatch(method -> method.contains("ClusterSchedulerBackend.doRequestTotalExecutors "));
    }
  }

  @Test
  void isContentWithTheSameLibrary() throws Exception {
    assertThat(problemsWith(LIBRARY)).isEmpty();
  }

  @Test
  void findsAClassThatIsGone() throws Exception {
    assertThat(problemsWith("package lib; public class Other {}"))
        .contains("our.Ours needs the class lib.Library");
  }

  @Test
  void findsAMethodThatIsGone() throws Exception {
    assertThat(problemsWith(LIBRARY.replace("called()", "called(int i)")))
        .containsExactly("our.Ours needs our.Ours.called ()V");
  }

  @Test
  void findsAConstructorWithOtherParameters() throws Exception {
    assertThat(problemsWith(LIBRARY.replace("(int i)", "(int i, long more)")))
        .containsExactly("our.Ours needs lib.Library.<init> (I)V");
  }

  @Test
  void findsAFieldOfAnotherType() throws Exception {
    assertThat(problemsWith(LIBRARY.replace("int field", "long field")))
        .containsExactly("our.Ours needs our.Ours.field I");
  }

  @Test
  void findsAClassThatIsNotPublic() throws Exception {
    assertThat(problemsWith(LIBRARY.replace("public class", "class")))
        .containsExactly("our.Ours needs the class lib.Library, which is not public");
  }

  @Test
  void findsAnAbstractMethodThatNobodyImplements() throws Exception {
    assertThat(
            problemsWith(
                LIBRARY
                    .replace("class", "abstract class")
                    .replace("public void called()", "public abstract void added();$0")
                    .replace("$0", " public void called()")))
        .containsExactly("our.Ours lacks lib.Library.added ()V");
  }

  @Test
  void findsAFinalMethodThatIsOverridden() throws Exception {
    assertThat(problemsWith(LIBRARY.replace("void overridden", "final void overridden")))
        .containsExactly("our.Ours overrides the final lib.Library.overridden");
  }

  @Test
  void tellsWhichMethodsOverrideThoseOfOthers() throws Exception {
    assertThat(overridingWith(LIBRARY)).containsExactly("our.Ours.overridden ()V");
    assertThat(overridingWith(LIBRARY.replace("overridden", "renamed"))).isEmpty();
  }

  @Test
  void ignoresAProviderOfAServiceThatDoesNotExist() throws Exception {
    String other = "package lib; public class Other {}";
    Map<String, List<String>> services = Map.of("lib/Library", List.of("our/Ours"));
    assertThat(problemsWith(other, services)).isEmpty();
    assertThat(problemsWith(LIBRARY.replace("called()", "called(int i)"), services))
        .as("the service exists, so that its provider is loaded")
        .containsExactly("our.Ours needs our.Ours.called ()V");
  }

  @Test
  void findsAReferenceToAProviderThatCannotBeLoaded() throws Exception {
    Map<String, List<String>> services = Map.of("lib/Service", List.of("lib/Library"));
    assertThat(problemsWith(LIBRARY, services)).contains("our.Ours needs the class lib.Library");
  }

  private Set<String> problemsWith(String library) throws Exception {
    return problemsWith(library, Map.of());
  }

  private Set<String> problemsWith(String library, Map<String, List<String>> services)
      throws Exception {
    try (ClassFiles path = ClassFiles.of(Stream.of(ours(), compiled("lib", "Library", library)))) {
      return new Linkage(path, services).problems(ClassFiles.in(ours()));
    }
  }

  private Set<String> overridingWith(String library) throws Exception {
    try (ClassFiles path = ClassFiles.of(Stream.of(ours(), compiled("lib", "Library", library)))) {
      return new Linkage(path).overriding(ClassFiles.in(ours()));
    }
  }

  /** Compiled against the library as it was. */
  private Path ours() throws Exception {
    Path ours = folder.resolve("ours");
    if (!Files.exists(ours)) {
      Path before = compiled("before", "Library", LIBRARY);
      Path classes = compiled("ours", "Ours", OURS, "-cp", before.toString());
      assertThat(ClassFiles.in(classes)).hasSize(1);
    }
    return ours;
  }

  private Path compiled(String name, String type, String source, String... options)
      throws Exception {
    Path target = folder.resolve(name);
    String file = source.contains("class " + type) ? type : "Other";
    Path java = Files.createDirectories(folder.resolve(name + "-src")).resolve(file + ".java");
    Files.writeString(java, source);
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", target.toString()));
    arguments.addAll(List.of(options));
    arguments.add(java.toString());
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(code).isZero();
    return target;
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
