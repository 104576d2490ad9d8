package io.alluvium.connectors.azure;

import java.io.IOException;

/** A setting or a name with which Azure storage cannot be reached; the message has the remedy. */
public final class AzureStorageException extends IOException {
  private static final long serialVersionUID = 1L;

  AzureStorageException(String message) {
    super(message);
  }

  AzureStorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
