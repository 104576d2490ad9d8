package io.alluvium.local.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.annotation.Nullable;

/** The items of a container, with what Cosmos DB does and does not let be done to them. */
public final class LocalContainer {
  private static final int MOST_BYTES = 2 << 20;
  private static final int LONGEST_ID = 1023;
  private static final int MOST_PATCHES = 10;
  private static final int KILOBYTE = 1024;
  private static final double READ_CHARGE = 1;
  private static final double WRITE_CHARGE = 5;
  private static final long MILLIS = 1_000;

  private final List<String> paths;
  private final OptionalInt timeToLive;
  private final Clock clock;
  private final Map<String, ObjectNode> items = new LinkedHashMap<>();
  private long version;

  /**
   * @param paths of the partition key, such as {@code /station}
   * @param timeToLive of items that say none, in seconds, -1 for ever; empty where none ends
   */
  public LocalContainer(List<String> paths, OptionalInt timeToLive, Clock clock) {
    this.paths = List.copyOf(paths);
    this.timeToLive = timeToLive;
    this.clock = clock;
  }

  List<String> paths() {
    return paths;
  }

  OptionalInt timeToLive() {
    return timeToLive;
  }

  /** All items that have not ended. */
  public synchronized List<ObjectNode> items() {
    items.values().removeIf(this::ended);
    return new ArrayList<>(items.values());
  }

  /** As when a container is emptied, or made anew. */
  public synchronized void clear() {
    items.clear();
  }

  public synchronized ItemAnswer read(String id, ArrayNode partition) {
    ObjectNode item = live(key(id, partition));
    return item == null
        ? missing()
        : ItemAnswer.done(200, item, READ_CHARGE * kilobytes(bytes(item)));
  }

  public synchronized ItemAnswer create(ObjectNode item, ArrayNode partition) {
    ItemAnswer unfit = check(item, partition);
    if (unfit != null) {
      return unfit;
    }
    String key = key(item.path("id").asText(), partition);
    return live(key) == null
        ? put(key, item, 201)
        : ItemAnswer.refused(409, "Entity with the specified id already exists in the system.");
  }

  public synchronized ItemAnswer upsert(ObjectNode item, ArrayNode partition) {
    ItemAnswer unfit = check(item, partition);
    if (unfit != null) {
      return unfit;
    }
    String key = key(item.path("id").asText(), partition);
    return put(key, item, live(key) == null ? 201 : 200);
  }

  /**
   * @param etag that the item must have; null for any
   */
  public synchronized ItemAnswer replace(
      ObjectNode item, ArrayNode partition, @Nullable String etag) {
    ItemAnswer unfit = check(item, partition);
    if (unfit != null) {
      return unfit;
    }
    String key = key(item.path("id").asText(), partition);
    ItemAnswer refused = refused(key, etag, "");
    return refused == null ? put(key, item, 200) : refused;
  }

  /**
   * @param patches such as {@code [{"op": "set", "path": "/total", "value": 7}]}
   * @param condition a filter predicate; empty for none
   */
  public synchronized ItemAnswer patch(
      String id, ArrayNode partition, JsonNode patches, String condition) {
    String key = key(id, partition);
    ItemAnswer refused = refused(key, null, condition);
    if (refused != null) {
      return refused;
    }
    if (patches.size() > MOST_PATCHES) {
      return ItemAnswer.refused(400, "The number of patch operations can't exceed '10'.");
    }
    ObjectNode item = items.get(key).deepCopy();
    for (JsonNode patch : patches) {
      String[] path = patch.path("path").asText().substring(1).split("/", -1);
      JsonNode parent = item;
      for (int i = 0; i < path.length - 1; i++) {
        parent = parent.path(path[i]);
      }
      if (!patch.path("op").asText().equals("set") || !(parent instanceof ObjectNode object)) {
        return ItemAnswer.refused(400, "Not understood: " + patch);
      }
      object.set(path[path.length - 1], patch.path("value"));
    }
    ItemAnswer unfit = check(item, partition);
    return unfit == null ? put(key, item, 200) : unfit;
  }

  public synchronized ItemAnswer delete(String id, ArrayNode partition, @Nullable String etag) {
    String key = key(id, partition);
    ItemAnswer refused = refused(key, etag, "");
    if (refused != null) {
      return refused;
    }
    ObjectNode deleted = items.remove(key);
    return ItemAnswer.done(204, deleted, WRITE_CHARGE);
  }

  @Nullable
  private ItemAnswer refused(String key, @Nullable String etag, String condition) {
    ObjectNode there = live(key);
    if (there == null) {
      return missing();
    }
    boolean other = etag != null && !etag.equals(there.path("_etag").asText());
    if (other || !condition.isEmpty() && !Condition.holds(condition, there)) {
      return ItemAnswer.refused(412, "One of the specified pre-condition is not met.");
    }
    return null;
  }

  private static ItemAnswer missing() {
    return ItemAnswer.refused(404, "Entity with the specified id does not exist in the system.");
  }

  @Nullable
  private ItemAnswer check(ObjectNode item, ArrayNode partition) {
    String id = item.path("id").asText("");
    if (id.isEmpty()
        || id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID
        || id.chars().anyMatch(c -> "/\\?#".indexOf(c) >= 0)) {
      return ItemAnswer.refused(400, "The input id '" + id + "' is invalid.");
    }
    ArrayNode own = JsonNodeFactory.instance.arrayNode();
    paths.forEach(path -> own.add(item.path(path.substring(1))));
    if (!key("", own).equals(key("", partition))) {
      return ItemAnswer.refused(
          400,
          "PartitionKey extracted from document doesn't match the one specified in the header.");
    }
    if (bytes(item) > MOST_BYTES) {
      return ItemAnswer.refused(413, "Request size is too large");
    }
    return null;
  }

  private ItemAnswer put(String key, ObjectNode item, int status) {
    ObjectNode kept = item.deepCopy();
    kept.put("_etag", "\"" + ++version + "-" + clock.millis() + "\"");
    kept.put("_ts", clock.millis() / MILLIS);
    items.put(key, kept);
    return ItemAnswer.done(status, kept, WRITE_CHARGE * kilobytes(bytes(kept)));
  }

  /** As JSON. It is not written for that: tests ask a million times. */
  private static int bytes(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue().getBytes(StandardCharsets.UTF_8).length + 2;
    }
    if (!value.isContainerNode()) {
      return value.asText().length();
    }
    int bytes = 2;
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      bytes += property.getKey().length() + 4 + bytes(property.getValue());
    }
    for (JsonNode element : value.isArray() ? value : List.<JsonNode>of()) {
      bytes += 1 + bytes(element);
    }
    return bytes;
  }

  private static int kilobytes(int bytes) {
    return 1 + bytes / KILOBYTE;
  }

  @Nullable
  private ObjectNode live(String key) {
    ObjectNode item = items.get(key);
    if (item != null && ended(item)) {
      items.remove(key);
      return null;
    }
    return item;
  }

  private boolean ended(ObjectNode item) {
    if (timeToLive.isEmpty()) {
      return false;
    }
    int life = item.path("ttl").asInt(timeToLive.getAsInt());
    return life > 0 && item.path("_ts").asLong() + life <= clock.millis() / MILLIS;
  }

  /** Numbers are doubles, however they are written. */
  private static String key(String id, ArrayNode partition) {
    StringBuilder key = new StringBuilder(id);
    for (JsonNode value : partition) {
      key.append('\0')
          .append(value.isNumber() ? Double.toString(value.doubleValue()) : value.toString());
    }
    return key.toString();
  }
}
