package io.alluvium.ingest.files;

import java.io.IOException;

/** The storage failed, not the file: reading it again may help. */
final class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  StorageException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
