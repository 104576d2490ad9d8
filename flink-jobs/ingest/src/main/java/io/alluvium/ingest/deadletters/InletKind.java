package io.alluvium.ingest.deadletters;

import io.alluvium.definitions.DefinitionValue;
import java.nio.file.Path;
import java.util.Map;

/** A kind of inlet whose dead letters can be replayed: streams, files, and so on. */
public interface InletKind {
  /**
   * Whether a definition is of this kind.
   *
   * @param root of a definition that was checked against no schema
   */
  boolean describes(DefinitionValue root);

  /**
   * @param file a definition of this kind
   * @throws io.alluvium.definitions.DefinitionException where it is wrong
   */
  ReplayableInlet read(Path file, Map<String, String> environment);
}
