package io.alluvium.connectors.cosmos.store;

import com.azure.cosmos.CosmosAsyncClient;
import com.azure.cosmos.CosmosClientBuilder;
import com.azure.cosmos.DirectConnectionConfig;
import com.azure.cosmos.GatewayConnectionConfig;
import com.azure.cosmos.ThrottlingRetryOptions;
import java.io.IOException;

/** Makes clients of an account. */
final class CosmosClients {
  /**
   * The client asks for these when it is made, of the process as a whole. It would else ask the
   * cloud's metadata address where it is.
   */
  private static final String NO_METADATA = "COSMOS.DISABLE_IMDS_ACCESS";

  /** Heeded by the client for addresses of this machine only. */
  private static final String TRUST_EMULATOR =
      "COSMOS.EMULATOR_SERVER_CERTIFICATE_VALIDATION_DISABLED";

  private CosmosClients() {}

  /**
   * @throws CosmosStoreException where a secret is not there
   * @throws RuntimeException where the account does not answer, or refuses
   */
  static CosmosAsyncClient connect(ContainerAddress address, Authentication authentication)
      throws IOException {
    System.setProperty(NO_METADATA, "true");
    if (address.isLocal() && System.getProperty(TRUST_EMULATOR) == null) {
      System.setProperty(TRUST_EMULATOR, "true");
    }
    CosmosClientBuilder builder =
        new CosmosClientBuilder()
            .endpoint(address.endpoint())
            .userAgentSuffix("alluvium")
            .contentResponseOnWriteEnabled(false)
            // The connector itself waits as long as the server says, so that it knows.
            .throttlingRetryOptions(
                new ThrottlingRetryOptions().setMaxRetryAttemptsOnThrottledRequests(0));
    if (address.direct()) {
      builder.directMode(
          DirectConnectionConfig.getDefaultConfig(), GatewayConnectionConfig.getDefaultConfig());
      builder.connectionSharingAcrossClientsEnabled(true);
    } else {
      builder.gatewayMode(GatewayConnectionConfig.getDefaultConfig());
    }
    authentication.addTo(builder, address);
    return builder.buildAsyncClient();
  }
}
