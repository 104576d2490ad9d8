package io.alluvium.connectors.cosmos;

import java.util.Set;

/** The properties of items that are not columns. Simple names: queries write them as they are. */
final class ItemProperties {
  static final String ID = "id";

  /** Seconds that an item stays; Cosmos DB's. */
  static final String TIME_TO_LIVE = "ttl";

  /** What tells which of two states of a row is newer. */
  static final String VERSION = "sink_version";

  /** What an item is that is no row: rows have no such property. */
  static final String KIND = "sink_kind";

  static final String TOMBSTONE = "tombstone";
  static final String ETAG = "_etag";

  /** No column may have such a name. */
  static final Set<String> RESERVED =
      Set.of(TIME_TO_LIVE, VERSION, KIND, ETAG, "_rid", "_self", "_ts", "_attachments");

  private ItemProperties() {}
}
