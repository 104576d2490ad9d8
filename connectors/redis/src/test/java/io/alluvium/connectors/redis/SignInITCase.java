package io.alluvium.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.connectors.redis.TestTable.Change;
import io.alluvium.connectors.redis.resp.CommandBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, and users that may do no more than the sink needs. */
class SignInITCase {
  private static final String SECRET = "s3cret";
  private static final String USER =
      "user writer on >"
          + SECRET
          + " ~t:* ~{t:*}:version ~progress:t ~freshness ~dead"
          // What the page of the connector says that it needs.
          + " +evalsha +script|load +hget +hset +hkeys +hdel +hlen +get +set +del +pexpire +persist +time";

  @TempDir Path folder;

  @Test
  void writesByTlsWithTheRightsThatThePageNames() throws Exception {
    Path certificate = certificate("127.0.0.1");
    int port = RedisProcess.freePort();
    try (RedisProcess server =
        RedisProcess.start(
            port,
            "port 0",
            "tls-port " + port,
            "tls-cert-file " + certificate,
            "tls-key-file " + folder.resolve("key.pem"),
            "tls-ca-cert-file " + certificate,
            "tls-auth-clients no",
            USER)) {
      String uri = "rediss://writer:" + SECRET + "@127.0.0.1:" + server.port();
      Map<String, String> trusted =
          Map.of("tls.trusted-certificates", certificate.toString(), "freshness.key", "freshness");
      TestTable table = TestTable.of(uri, Layout.HASH, trusted);
      try (RedisConnection connection = table.connect()) {
        table.write(connection, Change.put("b", "x", 1L, "there"), Change.put("b", "y", 1L, "no"));
        table.write(connection, Change.delete("b", "y", 2L));
        connection.checkpoint(Instant.now());
      }
      try (RedisPipeline reader = pipeline(table)) {
        assertThat(read(reader)).isEqualTo("there");
      }
      TestTable distrustful = TestTable.of(uri, Layout.HASH, Map.of("sink.max-retries", "0"));
      assertThatThrownBy(distrustful::connect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("PKIX")
          .hasMessageNotContaining(SECRET);
    }
  }

  /** It is signed for another host. */
  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    Path certificate = certificate("127.0.0.2");
    int port = RedisProcess.freePort();
    try (RedisProcess server =
        RedisProcess.start(
            port,
            "port 0",
            "tls-port " + port,
            "tls-cert-file " + certificate,
            "tls-key-file " + folder.resolve("key.pem"),
            "tls-ca-cert-file " + certificate,
            "tls-auth-clients no")) {
      TestTable table =
          TestTable.of(
              "rediss://127.0.0.1:" + server.port(),
              Layout.HASH,
              Map.of("tls.trusted-certificates", certificate.toString(), "sink.max-retries", "0"));
      assertThatThrownBy(table::connect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1");
    }
  }

  @Test
  void aPasswordThatExpiresIsToldAtOnce() throws Exception {
    try (RedisProcess server = RedisProcess.start()) {
      // In one argument each, as rules have blanks between them.
      server.call(
          "ACL SETUSER " + USER.replace("user writer", "writer").replace("+evalsha", "+@all"));
      TestTable table =
          TestTable.of(
              "redis://writer:" + SECRET + "@127.0.0.1:" + server.port(), Layout.HASH, Map.of());
      try (RedisConnection connection = table.connect()) {
        table.write(connection, Change.put("b", "x", 1L, "there"));
        server.call("ACL SETUSER writer resetpass >another");
        server.call("CLIENT KILL USER writer");
        assertThatThrownBy(() -> table.write(connection, Change.put("b", "x", 2L, "not")))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("WRONGPASS")
            .hasMessageContaining("Check user and password of option 'uri'")
            .hasMessageNotContaining(SECRET);
      }
      server.call("ACL SETUSER writer resetpass >" + SECRET + " -hset");
      try (RedisConnection connection =
          TestTable.of(
                  "redis://writer:" + SECRET + "@127.0.0.1:" + server.port(),
                  Layout.HASH,
                  Map.of("write.guard", "none"))
              .connect()) {
        assertThatThrownBy(() -> table.write(connection, Change.put("b", "x", 2L, "not")))
            .hasMessageContaining("NOPERM")
            .hasMessageContaining("what the user may do");
      }
    }
  }

  /** A row is not to blame for it. */
  @Test
  void aRightThatAScriptLacksIsToldAtOnce() throws Exception {
    try (RedisProcess server = RedisProcess.start()) {
      server.call("ACL SETUSER writer on >" + SECRET + " ~* +@all -zadd");
      TestTable table =
          TestTable.of(
              "redis://writer:" + SECRET + "@127.0.0.1:" + server.port(),
              Layout.SORTED_SET,
              Map.of("dead-letter.key", "dead"));
      try (RedisConnection connection = table.connect()) {
        assertThatThrownBy(() -> table.write(connection, Change.put("b", "x", 1L, "not")))
            .hasMessageContaining("what the user may do")
            .hasMessageNotContaining("retries");
      }
      assertThat(server.call("EXISTS dead")).isEqualTo(0L);
    }
  }

  private static RedisPipeline pipeline(TestTable table) throws IOException {
    return new RedisPipeline(
        new RedisMasters(table.config().address(), table.config().link()),
        table.config().link(),
        List.of());
  }

  private static Object read(RedisPipeline pipeline) throws IOException {
    return pipeline.call(
        "t:b:x",
        new CommandBuffer().command(3).argument("HGET").argument("t:b:x").argument("value"));
  }

  /** A certificate that signs itself, for an address; its key is in key.pem. */
  private Path certificate(String address) throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis",
                "-ext",
                "SAN=ip:" + address,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    Path certificate = folder.resolve("certificate.pem");
    pem(certificate, "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    pem(
        folder.resolve("key.pem"),
        "PRIVATE KEY",
        keys.getKey("redis", "changeit".toCharArray()).getEncoded());
    return certificate;
  }

  private static void pem(Path file, String kind, byte[] bytes) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN "
            + kind
            + "-----\n"
            + Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .encodeToString(bytes)
            + "\n-----END "
            + kind
            + "-----\n");
  }
}
