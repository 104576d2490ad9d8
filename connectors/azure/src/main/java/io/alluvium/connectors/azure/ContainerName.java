package io.alluvium.connectors.azure;

import java.net.URI;

/** Checks what is before the path in a URI of Azure storage. */
final class ContainerName {
  private ContainerName() {}

  /**
   * @throws AzureStorageException where container or account is missing
   */
  static void check(URI uri) throws AzureStorageException {
    if (uri.getRawUserInfo() == null || uri.getRawUserInfo().isEmpty() || uri.getHost() == null) {
      throw new AzureStorageException(
          "'"
              + uri
              + "' names no container of a storage account. Write "
              + uri.getScheme()
              + "://CONTAINER@ACCOUNT.dfs.core.windows.net/FOLDER.");
    }
  }
}
