package io.alluvium.interop.azure;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A container on an emulator, set up as a user would set it up, in Flink's configuration. The tests
 * are skipped where there is no emulator.
 */
public final class AzureStore implements BeforeAllCallback, AfterAllCallback {
  private static final String ACCOUNT = "river";
  private static final String HOST = ACCOUNT + ".dfs.core.windows.net";
  private static final int KEY_BYTES = 64;

  private final String container = "lake-" + UUID.randomUUID();
  private Path scratch;
  private Azurite azurite;
  private StoreProxy proxy;
  private Configuration flink;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    String home = System.getProperty("azurite.home", "");
    if (home.isEmpty()) {
      String reason =
          "skipped: no emulator of Azure storage; run with"
              + " -Dazurite.home=\"$(interop/azure/install-azurite)\", which needs node and npm";
      System.err.println(context.getDisplayName() + " " + reason);
      Assumptions.abort(reason);
    }
    scratch = Files.createTempDirectory("alluvium-azure");
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    String key = Base64.getEncoder().encodeToString(bytes);
    azurite = Azurite.start(Path.of(home), scratch, ACCOUNT, key);
    proxy = StoreProxy.start(azurite.endpoint());
    Files.writeString(scratch.resolve("account-key"), key + "\n");
    flink = settings();
    FileSystem.initialize(flink, null);
    new org.apache.flink.core.fs.Path(uri("")).getFileSystem().mkdirs(path("made"));
  }

  private Configuration settings() {
    Configuration configuration = new Configuration();
    configuration.setString(
        "fs.azure.account.key." + HOST, "${file:" + scratch.resolve("account-key") + "}");
    // The emulator speaks the protocol of blobs only, and without encryption.
    configuration.setString("fs.azure.fns.account.service.type", "BLOB");
    configuration.setString("fs.azure.account.hns.enabled", "false");
    configuration.setString("fs.azure.abfs.endpoint", proxy.address());
    configuration.setString("fs.azure.always.use.https", "false");
    configuration.setString("fs.azure.ssl.channel.mode", "Default_JSSE");
    configuration.setString("fs.azure.createRemoteFileSystemDuringInitialization", "true");
    // Waits between attempts: milliseconds, since the store's bad weather is made here.
    configuration.setString("fs.azure.io.retry.min.backoff.interval", "20");
    configuration.setString("fs.azure.io.retry.max.backoff.interval", "200");
    configuration.setString("fs.azure.io.retry.backoff.interval", "20");
    return configuration;
  }

  /** As Flink's configuration has it. */
  Configuration flink() {
    return flink.clone();
  }

  public StoreProxy proxy() {
    return proxy;
  }

  Path scratch() {
    return scratch;
  }

  /** Of something in the container. */
  public String uri(String path) {
    return "abfs://" + container + "@" + HOST + "/" + path;
  }

  org.apache.flink.core.fs.Path path(String path) {
    return new org.apache.flink.core.fs.Path(URI.create(uri(path)));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    FileSystem.initialize(new Configuration(), null);
    if (proxy != null) {
      proxy.close();
    }
    if (azurite != null) {
      azurite.close();
    }
    if (scratch != null) {
      try (var files = Files.walk(scratch)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
