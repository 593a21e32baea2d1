// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as they may be shown: without user info and queries, which may hold credentials. */
public final class ShownUri {
  private static final String HIDDEN = "(secret)";

  private static final Pattern USER_INFO =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<user>[^/\\s?#]*)@");

  private static final Pattern QUERY = Pattern.compile("(?<=://)([^\\s?#]*)\\?[^\\s#]+");

  /**
   * Schemes in which a user without a password may be a token. In others it is none: Azure has a
   * container in its place, and Spark an endpoint.
   */
  private static final Pattern WITH_TOKENS = Pattern.compile("(?i)https?|ftps?|sftp|ssh|git");

  private ShownUri() {}

  /** Returns an address, or a text with addresses, without what may be a credential. */
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

  /** Returns whether a text has an address with user info that may be a credential. */
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
