package io.alluvium.demo;

import io.alluvium.connectors.cosmos.store.SecretSource;
import io.alluvium.demo.reconciliation.CosmosTables;
import io.alluvium.local.cosmos.LocalCosmos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A double of Cosmos DB that serves KPIs as well. It is empty whenever it starts, and filled from
 * gold.
 */
final class DemoCosmos implements AutoCloseable {
  private static final String DATABASE = "alluvium";

  private final LocalCosmos cosmos;
  private final Path keyFile;

  private DemoCosmos(LocalCosmos cosmos, Path keyFile) {
    this.cosmos = cosmos;
    this.keyFile = keyFile;
  }

  /**
   * @param directory for its certificate and its key
   * @param port 0 for any free one
   */
  static DemoCosmos start(Path directory, int port) throws IOException {
    LocalCosmos cosmos = LocalCosmos.start(directory, port);
    Path keyFile = directory.resolve("key");
    if (!Files.exists(keyFile)) {
      Files.createFile(
          keyFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(keyFile, cosmos.key() + "\n");
    return new DemoCosmos(cosmos, keyFile);
  }

  String endpoint() {
    return cosmos.endpoint();
  }

  Path keyFile() {
    return keyFile;
  }

  /** What the models that push to Cosmos DB find in their templates. */
  Map<String, String> environment() {
    return Map.of(
        "ALLUVIUM_COSMOS_ENDPOINT", endpoint(), "ALLUVIUM_COSMOS_KEY_FILE", keyFile.toString());
  }

  /** To read them with. */
  CosmosTables tables() {
    return new CosmosTables(
        endpoint(),
        DATABASE,
        new SecretSource("key.file", keyFile.toString(), null),
        container -> cosmos.container(DATABASE, container).items());
  }

  @Override
  public void close() {
    cosmos.close();
  }
}
