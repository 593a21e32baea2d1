// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the {@code Warning} headers of an API server, such as those for unknown fields, deprecated
 * APIs and admission policies that only warn: each text once. Safe for use by several threads.
 */
public final class ServerWarnings implements Interceptor {
  /** The name of the header. */
  public static final String HEADER = "Warning";

  private static final Logger LOG = LoggerFactory.getLogger(ServerWarnings.class);
  private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final int MOST = 100;

  private final Set<String> logged = ConcurrentHashMap.newKeySet();
  private final String what;

  /**
   * Makes a log of warnings.
   *
   * @param what the objects whose requests are answered, for example {@code the driver}
   */
  public ServerWarnings(String what) {
    this.what = what;
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    log(response.headers(HEADER));
  }

  /** Logs the texts of {@code Warning} headers that were not logged before. */
  public void log(List<String> headers) {
    for (String header : headers) {
      for (String text : texts(header)) {
        if (logged.size() < MOST && logged.add(text)) {
          LOG.warn("The API server warns about {}: {}", what, text);
        }
      }
    }
  }

  /** Returns the texts of a header, which may hold several warnings. */
  static List<String> texts(String header) {
    List<String> texts = new ArrayList<>();
    Matcher warning = WARNING.matcher(header);
    while (warning.find()) {
      texts.add(warning.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return texts;
  }
}
