package io.alluvium.ingest.folder;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;

/** The storage failed, not the file: reading it again may help. */
public final class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageException(IOException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * Of an exception that a library of a format made of another: throws the storage's failure where
   * that is what it came of.
   */
  public static void throwIfCauseOf(Exception failure) throws StorageException {
    Optional<StorageException> cause =
        ExceptionUtils.findThrowable(failure, StorageException.class);
    if (cause.isPresent()) {
      throw cause.get();
    }
  }
}
