// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

/**
 * The executor that is built before the driver exists, as an example of those that the driver
 * creates.
 *
 * @param id its id, 1 or more
 * @param profileId the id of its resource profile; 0 is the default one
 * @param request what the resource profile requests; nothing for the default one
 */
public record ExampleExecutor(int id, int profileId, ProfileRequest request) {
  /** The first executor of the default resource profile. */
  public static final ExampleExecutor FIRST = ofDefaultProfile(1);

  public ExampleExecutor {
    if (id < 1 || profileId < 0) {
      throw new IllegalArgumentException(
          "executor %d of resource profile %d does not exist".formatted(id, profileId));
    }
    if (profileId == 0 && !request.equals(ProfileRequest.NONE)) {
      throw new IllegalArgumentException("settings describe the default resource profile");
    }
  }

  /** Returns an executor of the default resource profile. */
  public static ExampleExecutor ofDefaultProfile(int id) {
    return new ExampleExecutor(id, 0, ProfileRequest.NONE);
  }

  boolean isOfDefaultProfile() {
    return profileId == 0;
  }
}
