package io.alluvium.ingest.files;

import io.alluvium.definitions.Definition;
import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BatchReplay;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.batch.LetterDecoder;
import io.alluvium.ingest.deadletters.InletKind;
import io.alluvium.ingest.deadletters.ReplayableInlet;
import java.nio.file.Path;
import java.util.Map;

/** Files of records, as inlets of dead letters. */
public final class FilesKind implements InletKind {
  @Override
  public boolean describes(DefinitionValue root) {
    return InletDefinition.sourceHas(root, "folder") && InletDefinition.sourceHas(root, "format");
  }

  @Override
  public ReplayableInlet read(Path file, Map<String, String> environment) {
    return replayable(
        new InletDefinition(Definition.read(file, FilesJob.SCHEMA, environment), null));
  }

  static ReplayableInlet replayable(InletDefinition definition) {
    FilesDefinition files = new FilesDefinition(definition);
    FilesSettings settings = files.settings();
    BronzeTarget target = files.target();
    return new BatchReplay(
        target, () -> new LetterDecoder(target, new FileLetterDecoders(settings)::of));
  }
}
