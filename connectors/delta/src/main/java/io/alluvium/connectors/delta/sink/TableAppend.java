package io.alluvium.connectors.delta.sink;

import io.alluvium.connectors.delta.kernel.DataFile;
import io.alluvium.connectors.delta.kernel.TableDescription;
import java.util.List;
import javax.annotation.Nullable;
import org.apache.flink.annotation.Internal;

/**
 * Files that one writer wrote since the last checkpoint.
 *
 * @param description of the table as the files need it; null where the sink has a table of its own
 */
@Internal
public record TableAppend(
    String tablePath, @Nullable TableDescription description, List<DataFile> files) {

  public TableAppend {
    files = List.copyOf(files);
  }
}
