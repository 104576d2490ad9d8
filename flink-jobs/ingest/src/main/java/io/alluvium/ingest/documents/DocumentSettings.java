package io.alluvium.ingest.documents;

import io.alluvium.definitions.DefinitionValue;
import io.alluvium.ingest.batch.BronzeTarget;
import io.alluvium.ingest.batch.InletDefinition;
import io.alluvium.ingest.folder.FolderDefinition;
import io.alluvium.ingest.folder.FolderSettings;
import java.io.Serializable;

/**
 * What a definition says of documents.
 *
 * @param target the table
 * @param folder in which they land
 * @param maxBytes of a file whose bytes are in its row
 */
record DocumentSettings(BronzeTarget target, FolderSettings folder, long maxBytes)
    implements Serializable {
  private static final long MAX_BYTES = 4 << 20;

  /** Rows of a page are in memory several times over. */
  private static final long MOST_MAX_BYTES = 64 << 20;

  static DocumentSettings of(InletDefinition definition) {
    long maxBytes =
        definition
            .root()
            .required("source")
            .get("max-bytes")
            .map(DocumentSettings::checked)
            .orElse(MAX_BYTES);
    return new DocumentSettings(
        definition.target(DocumentColumns.SCHEMA), FolderDefinition.read(definition), maxBytes);
  }

  private static long checked(DefinitionValue value) {
    if (value.bytes().getBytes() > MOST_MAX_BYTES) {
      throw value.error("must be 64 mb or less: a row is in memory as a whole");
    }
    return value.bytes().getBytes();
  }
}
