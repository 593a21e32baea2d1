// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command in a real shell, against a socket in place of the proxy. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QuitCommandTest {
  @Test
  void endsTheProxyAndReturnsTheExitCodeOfSpark() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> firstLine(proxy));

      Process spark = start(proxy.getLocalPort(), "/bin/sh", "-c", "exit 3");

      assertThat(request.get()).isEqualTo("POST /quitquitquit HTTP/1.1");
      assertThat(spark.waitFor()).isEqualTo(3);
    }
  }

  @Test
  void waitsForSparkAfterItIsStopped() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> firstLine(proxy));
      Process spark =
          start(
              proxy.getLocalPort(),
              "/bin/bash",
              "-c",
              "trap 'kill $!; exit 7' TERM; sleep 60 & echo started; wait");
      assertThat(spark.inputReader().readLine()).isEqualTo("started");

      spark.destroy();

      assertThat(request.get()).isEqualTo("POST /quitquitquit HTTP/1.1");
      assertThat(spark.waitFor()).isEqualTo(7);
    }
  }

  @Test
  void returnsTheExitCodeWithoutProxy() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    Process spark = start(free, "/bin/sh", "-c", "exit 3");

    assertThat(spark.waitFor()).isEqualTo(3);
  }

  private static Process start(int port, String... command) throws IOException {
    List<String> words = new ArrayList<>(QuitCommand.of(port));
    words.addAll(List.of(command));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static String firstLine(ServerSocket proxy) {
    try (Socket connection = proxy.accept();
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      connection
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
