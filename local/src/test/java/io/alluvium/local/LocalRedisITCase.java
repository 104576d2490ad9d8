package io.alluvium.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRedisITCase {
  @TempDir Path directory;

  @Test
  void keepsDataOverARestartAndAKill() throws Exception {
    try (LocalRedis redis = LocalRedis.start(directory, 0)) {
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
      assertThat(command(redis.port(), "SET one 1")).isEqualTo("+OK");
    }

    ServiceInChildProcess child = ServiceInChildProcess.start(LocalRedis.class, directory);
    assertThat(command(child.port(), "SET two 2")).isEqualTo("+OK");
    child.kill();
    assertThat(command(child.port(), "PING")).as("the orphan runs on").isEqualTo("+PONG");

    try (LocalRedis redis = LocalRedis.start(directory, child.port())) {
      assertThat(command(redis.port(), "DBSIZE")).isEqualTo(":2");
    }
    assertThatThrownBy(() -> command(child.port(), "PING")).isInstanceOf(IOException.class);
  }

  @Test
  void aProcessThatOnlyHasTheNumberIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(directory.resolve("redis.pid"), other.pid() + "\n");

      LocalRedis.start(directory, 0).close();

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aBusyPortIsNamed() throws Exception {
    try (BusyPort busy = new BusyPort()) {
      assertThatThrownBy(() -> LocalRedis.start(directory, busy.port()))
          .isInstanceOf(LocalServiceException.class)
          .hasMessageContaining("Redis cannot listen on port " + busy.port());
    }
  }

  private static String command(int port, String command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
