package io.alluvium.connectors.delta.kernel;

import java.util.List;
import org.apache.flink.annotation.PublicEvolving;

/**
 * What an engine must know to read and to write a table (Delta protocol, "Protocol Evolution").
 *
 * @param minReaderVersion the least version of the protocol with which the table can be read
 * @param minWriterVersion the least with which it can be written
 * @param readerFeatures that readers must know, sorted; empty below reader version 3
 * @param writerFeatures that writers must know, sorted; empty below writer version 7
 */
@PublicEvolving
public record TableProtocol(
    int minReaderVersion,
    int minWriterVersion,
    List<String> readerFeatures,
    List<String> writerFeatures) {
  public TableProtocol {
    readerFeatures = readerFeatures.stream().sorted().toList();
    writerFeatures = writerFeatures.stream().sorted().toList();
  }
}
