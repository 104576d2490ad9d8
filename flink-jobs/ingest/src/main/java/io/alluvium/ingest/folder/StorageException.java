package io.alluvium.ingest.folder;

import java.io.IOException;

/** The storage failed, not the file: reading it again may help. */
public final class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
