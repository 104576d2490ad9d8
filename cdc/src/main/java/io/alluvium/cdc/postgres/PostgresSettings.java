package io.alluvium.cdc.postgres;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.pipeline.SourceDefinition;
import io.alluvium.connectors.postgres.Password;
import io.alluvium.connectors.postgres.PostgresAddress;
import java.util.Map;
import java.util.regex.Pattern;

/** What a pipeline says of PostgreSQL in particular, checked. */
record PostgresSettings(PostgresAddress address, String slotName, String publicationName) {
  static final String SLOT_NAME = "slot.name";
  static final String PUBLICATION_NAME = "publication.name";

  private static final String DEFAULT_NAME = "alluvium";
  private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

  static PostgresSettings of(SourceDefinition source) {
    String slot = source.specific(SLOT_NAME, DEFAULT_NAME);
    if (!SLOT.matcher(slot).matches()) {
      throw new CdcException(
          "source.slot.name is '"
              + slot
              + "'; PostgreSQL takes 1 to 63 lower-case letters, digits and underscores.");
    }
    return new PostgresSettings(
        new PostgresAddress(
            source.hostname(),
            source.port(),
            source.database(),
            source.username(),
            new Password(source.password().reveal()),
            source.connectTimeout(),
            Map.of()),
        slot,
        source.specific(PUBLICATION_NAME, slot));
  }
}
