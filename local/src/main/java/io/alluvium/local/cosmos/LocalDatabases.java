package io.alluvium.local.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The databases and containers of an account, by name and by resource id. */
final class LocalDatabases {
  private static final int CONTAINER_BIT = 0x80;
  private static final int DATABASE_BYTES = 4;

  private final Clock clock;
  private final Map<String, Database> databases = new LinkedHashMap<>();
  private int number;

  LocalDatabases(Clock clock) {
    this.clock = clock;
  }

  private record Database(String name, int number, Map<String, Entry> containers) {}

  /** A container and what is told of it. */
  record Entry(String name, String resourceId, String databaseId, LocalContainer container) {
    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("id", name).put("_rid", resourceId).put("_etag", "\"1\"").put("_ts", 1);
      json.put("_self", "dbs/" + databaseId + "/colls/" + resourceId + "/");
      container
          .paths()
          .forEach(
              json.putObject("partitionKey").put("version", 2).put("kind", kind()).putArray("paths")
                  ::add);
      json.putObject("indexingPolicy").put("indexingMode", "consistent");
      container.timeToLive().ifPresent(life -> json.put("defaultTtl", life));
      return json;
    }

    private String kind() {
      return container.paths().size() == 1 ? "Hash" : "MultiHash";
    }
  }

  /** Makes a database; whether there was none. */
  synchronized boolean create(String name) {
    return databases.putIfAbsent(name, new Database(name, ++number, new LinkedHashMap<>())) == null;
  }

  synchronized Optional<ObjectNode> database(String nameOrId) {
    return find(nameOrId)
        .map(
            found ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("id", found.name())
                    .put("_rid", databaseId(found))
                    .put("_self", "dbs/" + databaseId(found) + "/"));
  }

  /** Makes a container as it is asked for; empty where there is one already. */
  synchronized Optional<Entry> create(String database, JsonNode definition) {
    List<String> paths = new ArrayList<>();
    definition.path("partitionKey").path("paths").forEach(path -> paths.add(path.asText()));
    JsonNode life = definition.path("defaultTtl");
    return create(
        database,
        definition.path("id").asText(),
        paths,
        life.isNumber() ? OptionalInt.of(life.intValue()) : OptionalInt.empty());
  }

  synchronized Optional<Entry> create(
      String database, String name, List<String> paths, OptionalInt timeToLive) {
    Database owner = find(database).orElseThrow();
    if (owner.containers().containsKey(name)) {
      return Optional.empty();
    }
    byte[] id =
        ByteBuffer.allocate(2 * DATABASE_BYTES).putInt(owner.number()).putInt(++number).array();
    id[DATABASE_BYTES] |= (byte) CONTAINER_BIT;
    Entry entry =
        new Entry(name, text(id), databaseId(owner), new LocalContainer(paths, timeToLive, clock));
    owner.containers().put(name, entry);
    return Optional.of(entry);
  }

  synchronized Optional<Entry> container(String database, String nameOrId) {
    return find(database)
        .flatMap(
            owner ->
                owner.containers().values().stream()
                    .filter(
                        entry ->
                            entry.name().equals(nameOrId) || entry.resourceId().equals(nameOrId))
                    .findFirst());
  }

  synchronized void drop(String database, String name) {
    find(database).ifPresent(owner -> owner.containers().remove(name));
  }

  private Optional<Database> find(String nameOrId) {
    return databases.values().stream()
        .filter(
            database -> database.name().equals(nameOrId) || databaseId(database).equals(nameOrId))
        .findFirst();
  }

  private static String databaseId(Database database) {
    return text(ByteBuffer.allocate(DATABASE_BYTES).putInt(database.number()).array());
  }

  private static String text(byte[] id) {
    return Base64.getEncoder().encodeToString(id).replace('/', '-');
  }
}
