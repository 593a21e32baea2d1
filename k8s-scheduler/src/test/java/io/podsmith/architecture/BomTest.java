// SPDX-License-Identifier: Apache-2.0
package io.podsmith.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The BOM manages each artifact that is published and can be a dependency. */
class BomTest {
  private static final Set<String> NO_DEPENDENCIES =
      Set.of("pom", "maven-plugin", "maven-archetype");

  @Test
  void managesEachPublishedArtifact() throws Exception {
    List<String> published = new ArrayList<>();
    for (String module : texts(root(), "/project/modules/module")) {
      Path directory = root().resolve(module);
      List<String> packaging = texts(directory, "/project/packaging");
      if (packaging.isEmpty() || !NO_DEPENDENCIES.contains(packaging.get(0))) {
        published.addAll(texts(directory, "/project/artifactId"));
      }
    }

    assertThat(published).as("artifacts found").hasSizeGreaterThan(5).contains("k8s-api");
    assertThat(managed("io.podsmith"))
        .as("add what is missing to tools/bom/pom.xml")
        .containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void managesWhatAStepIsWrittenWith() throws Exception {
    assertThat(managed("io.fabric8")).containsExactly("kubernetes-client-bom");
    assertThat(managed("com.google.auto.service")).containsExactly("auto-service-annotations");
    assertThat(managed("org.junit")).containsExactly("junit-bom");
  }

  private static List<String> managed(String group) throws Exception {
    return texts(
        root().resolve("tools/bom"),
        "/project/dependencyManagement/dependencies/dependency[groupId='%s']/artifactId"
            .formatted(group));
  }

  private static List<String> texts(Path module, String expression) throws Exception {
    Path pom = module.resolve("pom.xml");
    assertThat(Files.exists(pom)).as(pom.toString()).isTrue();
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    XPath xpath = XPathFactory.newInstance().newXPath();
    NodeList nodes = (NodeList) xpath.evaluate(expression, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().trim());
    }
    return texts;
  }

  private static Path root() {
    return Path.of(System.getProperty("podsmith.root", ".."));
  }
}
