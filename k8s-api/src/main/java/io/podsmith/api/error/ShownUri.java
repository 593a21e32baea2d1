// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Shows URIs without user info and queries, which may hold credentials.
 *
 * <p>Messages of {@link PodsmithException} are shown this way. Use it for what a step logs.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ShownUri {
  private static final String HIDDEN = "(secret)";

  private static final Pattern USER_INFO =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<user>[^/\\s?#]*)@");

  /** Excludes the punctuation of the sentence that the URI is in. */
  private static final Pattern QUERY =
      Pattern.compile("(?<=://)([^\\s?#]*)\\?[^\\s#]*[^\\s#'\",;:.)]");

  /**
   * Schemes in which a user without a password may be a token. In others it is none: Azure has a
   * container in its place, and Spark an endpoint.
   */
  private static final Pattern WITH_TOKENS = Pattern.compile("(?i)https?|ftps?|sftp|ssh|git");

  private ShownUri() {}

  /**
   * Returns a text without the parts of its URIs that may be credentials.
   *
   * @param text a URI, or any text that contains URIs
   * @return the text, with {@code (secret)} in place of user info and queries
   */
  public static String of(String text) {
    if (!text.contains("://")) {
      return text;
    }
    String withoutUsers =
        USER_INFO
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        isUser(found.group(1), found.group(2))
                            ? "%s://%s@".formatted(found.group(1), HIDDEN)
                            : found.group()));
    return QUERY.matcher(withoutUsers).replaceAll("$1?%s".formatted(HIDDEN));
  }

  /**
   * Returns whether a text contains a URI with user info that may be a credential.
   *
   * @param text a URI, or any text that contains URIs
   * @return whether {@link #of} would hide user info
   */
  public static boolean hasUserInfo(String text) {
    return text.contains("://")
        && USER_INFO
            .matcher(text)
            .results()
            .anyMatch(found -> isUser(found.group(1), found.group(2)));
  }

  private static boolean isUser(String scheme, String user) {
    return !user.isEmpty() && (user.contains(":") || WITH_TOKENS.matcher(scheme).matches());
  }
}
