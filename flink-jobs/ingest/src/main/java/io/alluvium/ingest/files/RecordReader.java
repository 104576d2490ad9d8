package io.alluvium.ingest.files;

import io.alluvium.ingest.folder.StorageException;
import java.io.Closeable;
import java.io.IOException;
import javax.annotation.Nullable;

/**
 * The records of one file, in its order; the same at every reading of the same content. A file that
 * is damaged shows by any exception that is no {@link StorageException}, nor comes of one.
 */
interface RecordReader extends Closeable {
  /** Null at the end. */
  @Nullable
  FileRecord next() throws IOException;
}
