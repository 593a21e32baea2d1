// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopResourcesTest {
  @TempDir Path directory;

  private static Map<String, String> settings(ClassLoader loader) {
    Configuration configuration = new Configuration(false);
    configuration.setClassLoader(loader);
    configuration.addResource("core-default.xml");
    configuration.addResource("core-site.xml");
    Map<String, String> settings = new TreeMap<>();
    configuration.forEach(each -> settings.put(each.getKey(), each.getValue()));
    return settings;
  }

  @Test
  void keepsAllSettings() throws IOException {
    ClassLoader original = HadoopResourcesTest.class.getClassLoader();
    HadoopResources.copyTo(directory, original);
    assertThat(directory.resolve("core-default.xml")).content().doesNotContain("<description>");
    assertThat(directory.resolve("core-site.xml")).exists();
    // only the copies, so that nothing else answers
    try (URLClassLoader copies = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
      assertThat(settings(copies)).hasSizeGreaterThan(100).isEqualTo(settings(original));
    }
  }

  @Test
  void leavesTheFilesOfASiteAlone() throws IOException {
    Path site = Files.createDirectories(directory.resolve("site"));
    Files.writeString(site.resolve("core-site.xml"), "<configuration/>");
    Path copies = Files.createDirectories(directory.resolve("copies"));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {site.toUri().toURL()}, null)) {
      HadoopResources.copyTo(copies, loader);
    }
    assertThat(copies.resolve("core-site.xml")).doesNotExist();
    assertThat(copies.resolve("hdfs-site.xml")).exists();
  }

  @Test
  void removesDescriptionsOnly() {
    assertThat(
            HadoopResources.withoutDescriptions(
                """
                <property><name>a</name><value> </value>
                  <description>Two
                  lines.</description>
                </property><property><name>b</name><description/></property>\
                """))
        .isEqualTo(
            """
            <property><name>a</name><value> </value>
            </property><property><name>b</name><description/></property>\
            """);
  }
}
