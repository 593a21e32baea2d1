// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.podsmith.diff.DiffException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkJarsTest {
  /** The digest of "jar". */
  private static final String DIGEST =
      "e4e4bb7c1db33ed37e6a9b7a3d9d8b0f1a9a1c2d6a0b8d3b0d1b6b8e1f1d2c3b";

  @TempDir Path home;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> environment = new HashMap<>();
  private HttpServer repository;

  @BeforeEach
  void start() throws IOException {
    repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    repository.createContext(
        "/maven/",
        exchange -> {
          requests.add(
              "%s %s"
                  .formatted(
                      exchange.getRequestURI().getPath(),
                      exchange.getRequestHeaders().getFirst("Authorization")));
          boolean isFound = exchange.getRequestURI().getPath().endsWith("/found-1.jar");
          byte[] body = (isFound ? "jar" : "missing").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isFound ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    repository.start();
    environment.put(
        MavenRepository.MIRROR,
        "http://reader:planted-secret@127.0.0.1:%d/maven/"
            .formatted(repository.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    repository.stop(0);
  }

  private SparkJars jars() {
    return new SparkJars(home, environment, line -> {});
  }

  private static String digestOfJar(Path home) throws IOException {
    return SparkJars.digest(Files.writeString(home.resolve("any"), "jar"));
  }

  private static List<LockedJar> locked(String digest, String coordinates) {
    return LockedJar.parse("# a comment\n%s %s\n".formatted(digest, coordinates));
  }

  @Test
  void downloadsOnceAndVerifies() throws IOException {
    List<LockedJar> jars = locked(digestOfJar(home), "org.example:found:1");
    Path expected = home.resolve(".cache/podsmith/maven/org/example/found/1/found-1.jar");
    assertThat(jars().fetch(jars)).containsExactly(expected);
    assertThat(expected).hasContent("jar");
    assertThat(jars().fetch(jars)).containsExactly(expected);
    assertThat(requests)
        .containsExactly(
            "/maven/org/example/found/1/found-1.jar Basic cmVhZGVyOnBsYW50ZWQtc2VjcmV0");
  }

  @Test
  void prefersTheLocalRepository() throws IOException {
    Path local = home.resolve(".m2/repository/org/example/found/1/found-1-linux.jar");
    Files.createDirectories(local.getParent());
    Files.writeString(local, "jar");
    assertThat(jars().fetch(locked(digestOfJar(home), "org.example:found:1:linux")))
        .containsExactly(local);
    assertThat(requests).isEmpty();
  }

  @Test
  void rejectsOtherContent() {
    assertThatThrownBy(() -> jars().fetch(locked(DIGEST, "org.example:found:1")))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("it must be " + DIGEST);
    assertThat(home.resolve(".cache/podsmith/maven/org/example/found/1/found-1.jar"))
        .doesNotExist();
  }

  @Test
  void reportsAMissingJarWithoutCredentials() {
    assertThatThrownBy(() -> jars().fetch(locked(DIGEST, "org.example:other:1")))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("org/example/other/1/other-1.jar (status 404)")
        .hasMessageContaining("set PODSMITH_MAVEN_REPOSITORY")
        .hasMessageNotContaining("planted-secret");
    environment.put(MavenRepository.MIRROR, "planted secret");
    assertThatThrownBy(() -> jars().fetch(locked(DIGEST, "org.example:other:1")))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("PODSMITH_MAVEN_REPOSITORY is not a URL")
        .hasMessageNotContaining("planted");
  }

  @Test
  void rejectsUnsupportedVersions() {
    assertThatThrownBy(() -> jars().fetch("3.5.0"))
        .isInstanceOf(DiffException.class)
        .hasMessageContaining("Spark 3.5.0 is not supported; Podsmith runs on Spark 4.0 to 4.3");
  }

  @Test
  void usesAnExtractedPythonPackage() throws IOException {
    Path cached = home.resolve(".cache/podsmith/pyspark-4.3.0");
    Path jars = Files.createDirectories(cached.resolve("deps/jars"));
    Files.createFile(cached.resolve(".complete"));
    Files.createFile(jars.resolve("spark-core_2.13-4.3.0.jar"));
    Files.createFile(jars.resolve("spark-kubernetes_2.13-4.3.0.jar"));
    assertThat(jars().fetch("4.3.0").label()).isEqualTo("Spark 4.3.0");
  }

  @Test
  void listsSparkAndItsKubernetesJar() throws IOException {
    try (InputStream in = SparkJars.class.getResourceAsStream("spark-4.1.1.txt")) {
      assertThat(LockedJar.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
          .hasSizeGreaterThan(100)
          .extracting(LockedJar::path)
          .contains(
              "org/apache/spark/spark-core_2.13/4.1.1/spark-core_2.13-4.1.1.jar",
              "org/apache/spark/spark-kubernetes_2.13/4.1.1/spark-kubernetes_2.13-4.1.1.jar");
    }
  }
}
