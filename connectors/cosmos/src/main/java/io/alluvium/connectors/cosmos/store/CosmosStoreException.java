package io.alluvium.connectors.cosmos.store;

import java.io.IOException;
import org.apache.flink.annotation.PublicEvolving;

/** Cosmos DB does not do what it was asked for; the message says where, why, and what to do. */
@PublicEvolving
public final class CosmosStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public CosmosStoreException(String message) {
    super(message);
  }

  public CosmosStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
