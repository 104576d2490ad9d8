package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.CosmosClientBuilder;
import java.io.IOException;
import java.io.Serializable;

/** How the client shows who it is. */
public sealed interface Authentication extends Serializable {

  /**
   * Gives the client what it needs.
   *
   * @throws CosmosStoreException where a secret is not there
   */
  void addTo(CosmosClientBuilder client, ContainerAddress address) throws IOException;

  /** The account's key. */
  record Key(SecretSource secret) implements Authentication {
    @Override
    public void addTo(CosmosClientBuilder client, ContainerAddress address) throws IOException {
      client.key(secret.read());
    }
  }

  /** An identity of Entra ID, which has a role of Cosmos DB's data plane. */
  record EntraId(EntraIdentity identity) implements Authentication {
    @Override
    public void addTo(CosmosClientBuilder client, ContainerAddress address) {
      client.credential(new EntraIdCredential(identity, System.getenv()));
    }
  }
}
