package io.alluvium.ingest.streams;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.deadletters.InletKind;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import java.nio.file.Path;
import java.util.Map;

/** Streams, as inlets of dead letters. */
public final class StreamKind implements InletKind {
  @Override
  public boolean describes(DefinitionValue root) {
    return root.isObject()
        && root.get("source")
            .filter(DefinitionValue::isObject)
            .filter(
                source -> source.get("kafka").isPresent() || source.get("event-hubs").isPresent())
            .isPresent();
  }

  @Override
  public ReplayableInlet read(Path file, Map<String, String> environment) {
    return StreamDefinitions.read(file, environment).replayable();
  }
}
