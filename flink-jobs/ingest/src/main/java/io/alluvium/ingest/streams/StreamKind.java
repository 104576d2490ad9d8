package io.alluvium.ingest.streams;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.deadletters.InletKind;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import java.nio.file.Path;
import java.util.Map;

/** Streams, as inlets of dead letters. */
public final class StreamKind implements InletKind {
  @Override
  public boolean describes(DefinitionValue root) {
    return InletDefinition.sourceHas(root, "kafka")
        || InletDefinition.sourceHas(root, "event-hubs");
  }

  @Override
  public ReplayableInlet read(Path file, Map<String, String> environment) {
    return StreamDefinitions.read(file, environment).replayable();
  }
}
