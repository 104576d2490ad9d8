package io.alluvium.connectors.delta.kernel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * A Parquet file of a Delta table, as an {@code add} or {@code remove} action of the log describes
 * it (Delta protocol, "Add File and Remove File").
 *
 * @param path as in the log: relative to the table and URL-encoded, or absolute
 * @param size in bytes; 0 where a remove does not say
 * @param modificationTime milliseconds since the epoch
 * @param partitionValues by partition column, in the protocol's text form; a null value is null
 * @param statistics the protocol's JSON, or null where there is none
 * @param deletionVector the rows of the file that are deleted, or null where none are
 */
@Internal
public record DataFile(
    String path,
    long size,
    long modificationTime,
    Map<String, String> partitionValues,
    @Nullable String statistics,
    @Nullable DeletionVector deletionVector)
    implements Serializable {
  private static final JsonFactory JSON = new JsonFactory();

  /** The same file; statistics are long, and of no use once the file is chosen. */
  public DataFile withoutStatistics() {
    return new DataFile(path, size, modificationTime, partitionValues, null, deletionVector);
  }

  /**
   * Rows of the file that are not deleted, as its statistics say; empty where they do not.
   *
   * @throws UncheckedIOException where the statistics are not JSON
   */
  public OptionalLong rowCount() {
    if (statistics == null) {
      return OptionalLong.empty();
    }
    try (JsonParser json = JSON.createParser(statistics)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = json.currentName().equals("numRecords");
        json.nextToken();
        if (found) {
          return OptionalLong.of(
              json.getLongValue() - (deletionVector == null ? 0 : deletionVector.cardinality()));
        }
        json.skipChildren();
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("statistics of file " + path, e);
    }
  }
}
