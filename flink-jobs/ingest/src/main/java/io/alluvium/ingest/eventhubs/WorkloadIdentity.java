package io.alluvium.ingest.eventhubs;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Entra ID workload identity: a token that Kubernetes writes to a file is exchanged for one of
 * Entra ID. What is empty is taken from the environment that Azure's webhook gives to pods.
 *
 * @param clientId of the managed identity or the application; else AZURE_CLIENT_ID
 * @param tenantId of the directory; else AZURE_TENANT_ID
 * @param tokenFile that Kubernetes keeps current; else AZURE_FEDERATED_TOKEN_FILE
 * @param authority of tokens; else AZURE_AUTHORITY_HOST, else https://login.microsoftonline.com/
 */
public record WorkloadIdentity(
    Optional<String> clientId,
    Optional<String> tenantId,
    Optional<String> tokenFile,
    Optional<String> authority) {
  static final String CLIENT_ID = "clientId";
  static final String TENANT_ID = "tenantId";
  static final String TOKEN_FILE = "tokenFile";
  static final String AUTHORITY = "authority";

  /** As options of a login module. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    clientId.ifPresent(value -> options.put(CLIENT_ID, value));
    tenantId.ifPresent(value -> options.put(TENANT_ID, value));
    tokenFile.ifPresent(value -> options.put(TOKEN_FILE, value));
    authority.ifPresent(value -> options.put(AUTHORITY, value));
    return options;
  }

  static WorkloadIdentity of(Function<String, Object> options) {
    return new WorkloadIdentity(
        text(options, CLIENT_ID),
        text(options, TENANT_ID),
        text(options, TOKEN_FILE),
        text(options, AUTHORITY));
  }

  private static Optional<String> text(Function<String, Object> options, String name) {
    return Optional.ofNullable(options.apply(name)).map(Object::toString);
  }
}
