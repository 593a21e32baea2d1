// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.mesh;

import java.util.List;

/**
 * Runs a command and then ends the proxy of the mesh, which would keep the pod running.
 *
 * <p>The shell is process 1: it passes on SIGTERM, by which Kubernetes stops Spark, and returns the
 * exit code of the command. A signal ends {@code wait} early, so the shell waits again. If the
 * command had ended by then, that returns 127, and its code is known. The script uses nothing but
 * bash, which Spark's entry point needs as well.
 */
final class QuitCommand {
  /** Of Istio's agent. */
  static final int PROXY_PORT = 15020;

  private static final String SCRIPT =
      """
      trap 'stopped=1; kill -TERM $! 2>/dev/null' TERM INT
      "$@" & spark=$!
      code=
      while :; do
        stopped=
        wait $spark; status=$?
        [[ $status == 127 && -n $code ]] && break
        code=$status
        [[ -n $stopped && $code -gt 128 ]] || break
      done
      (
        exec 3<>/dev/tcp/127.0.0.1/%d
        printf 'POST /quitquitquit HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' >&3
        read -r -t 10 <&3
      ) || echo "Cannot end the proxy of the mesh; the pod runs until it ends" >&2
      exit $code
      """;

  private QuitCommand() {}

  /** Returns the words that precede the command. */
  static List<String> of(int port) {
    return List.of("/bin/bash", "-c", SCRIPT.formatted(port), "spark");
  }
}
