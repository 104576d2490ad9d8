package io.alluvium.ingest.rest;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BatchReplay;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.batch.LetterDecoder;
import io.alluvium.ingest.deadletters.DeadLetterDecoder;
import io.alluvium.ingest.deadletters.InletKind;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import io.alluvium.ingest.record.DeclaredColumn;
import io.alluvium.ingest.record.JsonFormat;
import io.alluvium.ingest.record.RecordDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** REST interfaces, as inlets of dead letters. */
public final class RestKind implements InletKind {
  @Override
  public boolean describes(DefinitionValue root) {
    return InletDefinition.sourceHas(root, "url")
        && !root.required("source").required("url").text().startsWith("jdbc:");
  }

  @Override
  public ReplayableInlet read(Path file, Map<String, String> environment) {
    return replayable(
        new InletDefinition(Definition.read(file, RestJob.SCHEMA, environment), null));
  }

  static ReplayableInlet replayable(InletDefinition definition) {
    RestDefinition rest = new RestDefinition(definition);
    List<DeclaredColumn> columns = rest.settings().columns();
    BronzeTarget target = rest.target(columns);
    return new BatchReplay(target, () -> decoder(target, columns));
  }

  private static DeadLetterDecoder decoder(BronzeTarget target, List<DeclaredColumn> columns) {
    RecordDecoder json = new JsonFormat().newDecoder(columns);
    return new LetterDecoder(target, letter -> json);
  }
}
