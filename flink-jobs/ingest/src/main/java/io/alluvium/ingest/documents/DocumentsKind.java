package io.alluvium.ingest.documents;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BatchReplay;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.deadletters.InletKind;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import java.nio.file.Path;
import java.util.Map;

/** Documents, as inlets of dead letters: of those that replaced another, which may be read now. */
public final class DocumentsKind implements InletKind {
  @Override
  public boolean describes(DefinitionValue root) {
    return InletDefinition.sourceHas(root, "folder") && !InletDefinition.sourceHas(root, "format");
  }

  @Override
  public ReplayableInlet read(Path file, Map<String, String> environment) {
    return replayable(
        new InletDefinition(Definition.read(file, DocumentsJob.SCHEMA, environment), null));
  }

  static ReplayableInlet replayable(InletDefinition definition) {
    DocumentSettings settings = DocumentSettings.of(definition);
    return new BatchReplay(settings.target(), () -> new DocumentLetterDecoder(settings));
  }
}
