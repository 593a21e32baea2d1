package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionControlTest {
  private static final SubmissionControl CONTROL =
      new SubmissionControl(SparkSettings.of(Map.of(), Map.of()), line -> {});

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "jobs:", ":pod", "jobs:pod:more"})
  void refusesWhatIsNoSubmissionId(String id) {
    assertThatThrownBy(() -> CONTROL.kill(id))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("is '" + id + "'")
        .hasMessageContaining("<namespace>:<driver pod>");
  }

  @Test
  void asksForTheMaster() {
    assertThatThrownBy(() -> CONTROL.status("jobs:pi"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.master is not set");
  }
}
