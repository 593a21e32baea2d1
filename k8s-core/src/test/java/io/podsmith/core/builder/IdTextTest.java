// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdTextTest {
  @Test
  void putsAnotherIdWhereTheIdsStood() {
    assertThat(
            IdText.of("pi-exec-11, 11, 211x1111", "11", "pi-exec-22, 22, 222x2222", "22")
                .map(text -> text.with("47")))
        .as("what both have alike stays, though it looks like an id")
        .contains("pi-exec-47, 47, 247x4747");
  }

  @Test
  void keepsATextWithoutAnId() {
    assertThat(IdText.of("1, 2", "1", "1, 2", "2").map(text -> text.with("9"))).contains("1, 2");
  }

  @Test
  void isNothingWhereMoreThanTheIdDiffers() {
    assertThat(IdText.of("11 odd", "11", "22 eve", "22")).isEmpty();
    assertThat(IdText.of("11 odd", "11", "22 even", "22")).isEmpty();
    assertThat(IdText.of("11 x1", "11", "22 x2", "22")).as("a part of the id").isEmpty();
    assertThat(IdText.of("1", "11", "2", "22")).isEmpty();
  }
}
