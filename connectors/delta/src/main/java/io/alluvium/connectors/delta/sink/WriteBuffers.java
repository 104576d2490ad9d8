package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.DeltaException;
import java.io.Serializable;
import org.apache.flink.annotation.Internal;

/**
 * Bounds on what one writing subtask holds at a time, whatever the number of partitions and tables.
 *
 * @param targetFileSize bytes at which a file is complete and a new one begun
 * @param maxOpenFiles files that are open at the same time; one more ends the least recently used
 * @param maxBufferedBytes memory for rows that are not yet written out, over all open files; when
 *     it is exceeded, the file that buffers most writes its rows out
 */
@Internal
public record WriteBuffers(long targetFileSize, int maxOpenFiles, long maxBufferedBytes)
    implements Serializable {
  public static final WriteBuffers DEFAULT = new WriteBuffers(128L << 20, 64, 128L << 20);

  public WriteBuffers {
    if (targetFileSize <= 0 || maxOpenFiles <= 0 || maxBufferedBytes <= 0) {
      throw new DeltaException(
          "The target size of files ("
              + targetFileSize
              + " bytes), the number of open files ("
              + maxOpenFiles
              + ") and the memory of their rows ("
              + maxBufferedBytes
              + " bytes) must be positive.");
    }
  }
}
