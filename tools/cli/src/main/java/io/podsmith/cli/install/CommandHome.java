// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The directory in which the command itself is installed, with {@code bin} and {@code lib}. */
final class CommandHome {
  private CommandHome() {}

  /**
   * Returns the directory with the jars for a Spark distribution.
   *
   * @throws InstallationException if this command was not started from its own directory
   */
  static Path sparkJars() {
    CodeSource source = CommandHome.class.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      try {
        Path jar = Path.of(source.getLocation().toURI());
        Path lib = jar.getParent();
        if (Files.isRegularFile(jar) && lib != null && lib.getParent() != null) {
          return lib.resolveSibling("dist").resolve("jars");
        }
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new InstallationException(
        "the jars of Podsmith cannot be found beside this command; name their directory with --from");
  }
}
