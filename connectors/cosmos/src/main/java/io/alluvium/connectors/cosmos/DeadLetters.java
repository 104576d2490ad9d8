package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.ContainerDefinition;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.annotation.Nullable;

/** What becomes of rows that cannot be written: they fail the job, or are put aside. */
final class DeadLetters {
  private static final int LONGEST_ROW = 64 << 10;
  private static final int ID_BYTES = 16;

  private final String table;
  @Nullable private final Target target;

  /** A container for such rows. */
  record Target(SingleItems items, ContainerDefinition container) {}

  /**
   * @param target null where such rows fail the job
   */
  DeadLetters(String table, @Nullable Target target) {
    this.table = table;
    this.target = target;
  }

  /**
   * Puts a row aside. The same one again, after a failure, is the same item.
   *
   * @param place of the row
   * @param row a text of it
   * @throws UnwrittenRowException where such rows fail the job
   */
  void add(String place, String reason, String row) throws IOException, InterruptedException {
    if (target == null) {
      throw new UnwrittenRowException(table, place, reason);
    }
    String kept = row.length() > LONGEST_ROW ? row.substring(0, LONGEST_ROW) : row;
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put(ItemProperties.ID, id(place, row));
    item.put("table", table);
    item.put("row_id", place);
    item.put("reason", reason);
    item.put("row", kept);
    item.put("time", Instant.now().toString());
    List<Object> partition = new ArrayList<>();
    for (String path : target.container().partitionPaths()) {
      String property = path.substring(1);
      if (!item.has(property)) {
        item.put(property, table);
      }
      partition.add(item.get(property).asText());
    }
    ItemKey key = new ItemKey(item.get(ItemProperties.ID).asText(), List.copyOf(partition));
    target
        .items()
        .require("did not take a row that cannot be written", new ItemOperation.Upsert(key, item));
  }

  private String id(String place, String row) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(table, place, row)) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
