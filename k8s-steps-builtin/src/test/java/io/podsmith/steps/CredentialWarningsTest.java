// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.KubernetesFeatureConfigStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings about credentials of the driver that are accepted, but are probably a mistake. */
class CredentialWarningsTest {
  private static final String PREFIX = "spark.kubernetes.authenticate.driver.";
  private static final String ACCOUNT = PREFIX + "serviceAccountName";
  private static final String TWO_IDENTITIES =
      "The driver pod has the service account of %s, but the driver authenticates"
          .formatted(ACCOUNT);

  @Test
  void warnsOfATokenBesideAServiceAccount() {
    assertThat(logged(ACCOUNT, "spark", PREFIX + "oauthToken", "s3cret"))
        .contains(TWO_IDENTITIES)
        .doesNotContain("s3cret");
  }

  @Test
  void warnsOfAClientKeyBesideAServiceAccount(@TempDir Path dir) throws IOException {
    Path key = Files.writeString(dir.resolve("key.pem"), "s3cret");
    assertThat(logged(ACCOUNT, "spark", PREFIX + "clientKeyFile", key.toString()))
        .contains(TWO_IDENTITIES)
        .doesNotContain("s3cret");
  }

  @Test
  void isSilentAboutOneIdentity(@TempDir Path dir) throws IOException {
    Path authority = Files.writeString(dir.resolve("ca.pem"), "certificate");
    assertThat(logged(ACCOUNT, "spark", PREFIX + "caCertFile", authority.toString())).isEmpty();
    assertThat(logged(PREFIX + "oauthToken", "s3cret")).isEmpty();
  }

  @Test
  void namesTheSettingThatAMountedFileReplaces() {
    String mounted = PREFIX + "mounted.oauthTokenFile";
    assertThat(logged(mounted, "/mnt/token", PREFIX + "oauthToken", "s3cret"))
        .contains(
            "%soauthToken has no effect, because %s refers to a file in the driver pod"
                .formatted(PREFIX, mounted))
        .doesNotContain("s3cret");
    assertThat(logged(mounted, "/mnt/token", PREFIX + "oauthTokenFile", "/etc/token"))
        .contains("%soauthTokenFile has no effect, because %s".formatted(PREFIX, mounted));
    assertThat(logged(mounted, "/mnt/token")).isEmpty();
  }

  @Test
  void warnsOfATokenThatEndsWithAPod() {
    String claims = "{\"kubernetes.io\":{\"pod\":{\"name\":\"notebook-0\"}}}";
    String token =
        "e30.%s.c2ln"
            .formatted(
                Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(claims.getBytes(StandardCharsets.UTF_8)));
    assertThat(logged(PREFIX + "oauthToken", token))
        .contains(
            "%soauthToken is the token of pod 'notebook-0': the driver cannot create executors"
                .formatted(PREFIX))
        .doesNotContain(token);
  }

  private static String logged(String... settings) {
    PrintStream before = System.err;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
    try {
      KubernetesFeatureConfigStep unused =
          BuiltInSteps.make("spark.driver-credentials", Case.driver(settings));
    } finally {
      System.setErr(before);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
