// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUriTest {
  @ParameterizedTest
  @CsvSource({
    "https://alice:pw@host/a.jar, https://(secret)@host/a.jar",
    "https://ghp_token@host/a.jar, https://(secret)@host/a.jar",
    "k8s://https://alice:p@w@host:6443, k8s://https://(secret)@host:6443",
    "https://host/a.jar?sig=x&se=1#f, https://host/a.jar?(secret)#f",
    "'one https://a:b@h/x, two https://c:d@h/y', 'one https://(secret)@h/x, two"
        + " https://(secret)@h/y'",
    "'is ''https://host/a.jar?sig=x'' but', 'is ''https://host/a.jar?(secret)'' but'",
    "s3a://key:secret@bucket/a.jar, s3a://(secret)@bucket/a.jar"
  })
  void hidesWhatMayBeACredential(String uri, String shown) {
    assertThat(ShownUri.of(uri)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "/opt/spark/a.jar",
    "local:///opt/spark/a.jar",
    "s3a://bucket/path@2/a.jar",
    "abfss://container@account.dfs.core.windows.net/a.jar",
    "spark://CoarseGrainedScheduler@driver:7078",
    "plugin logs (logs.jar)"
  })
  void keepsOtherAddresses(String uri) {
    assertThat(ShownUri.of(uri)).isEqualTo(uri);
    assertThat(ShownUri.hasUserInfo(uri)).isFalse();
  }
}
