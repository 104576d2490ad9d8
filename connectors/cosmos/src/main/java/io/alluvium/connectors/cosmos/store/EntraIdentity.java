package io.alluvium.connectors.cosmos.store;

import java.io.Serializable;
import javax.annotation.Nullable;

/**
 * Who asks Entra ID for a token. What is null is taken from the environment that Azure's webhook
 * gives to pods.
 *
 * @param tenant id of the directory; else AZURE_TENANT_ID
 * @param client id of the managed identity or the application; else AZURE_CLIENT_ID
 * @param authority of tokens; else AZURE_AUTHORITY_HOST, else https://login.microsoftonline.com/
 * @param tokenFile that Kubernetes keeps current; else AZURE_FEDERATED_TOKEN_FILE
 * @param clientSecret of an application, in place of that file
 */
public record EntraIdentity(
    @Nullable String tenant,
    @Nullable String client,
    @Nullable String authority,
    @Nullable String tokenFile,
    @Nullable SecretSource clientSecret)
    implements Serializable {}
