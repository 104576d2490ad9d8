package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemResult.Outcome;
import io.alluvium.connectors.cosmos.store.Patience;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/** The item that tells how fresh a table is, in which each task of the sink has its part. */
final class FreshnessItem {
  static final String KIND = "freshness";
  static final String TASKS = "tasks";
  static final String WRITERS = "writers";
  static final String CHECKED_AT = "checked_at";
  static final String WRITTEN_AT = "written_at";
  static final String ROWS = "rows";
  static final String AS_OF = "as_of";

  private static final String WHAT = "did not take the table's freshness";
  private static final String UNTOLD = "does not tell the table's freshness";

  private final SingleItems items;
  private final ItemLayout layout;
  private final String id;
  private final int task;
  private final int tasks;
  private final Clock clock;
  private final ObjectNode mine = JsonNodeFactory.instance.objectNode();
  private Instant told = Instant.MIN;

  /**
   * @param task of the sink, from 0
   * @param tasks how many the sink has
   */
  FreshnessItem(SingleItems items, ItemLayout layout, String id, int task, int tasks, Clock clock) {
    this.items = items;
    this.layout = layout;
    this.id = id;
    this.task = task;
    this.tasks = tasks;
    this.clock = clock;
  }

  /** Not only digits: a path's number is a place in a list. */
  static String name(int task) {
    return "task" + task;
  }

  /**
   * Goes on from what the item tells: tasks that start again, or another number of them, must not
   * take back what readers were told. That all is there up to a time they are told no more where it
   * may not be so: rows without a version may go back to the last checkpoint, and a task of another
   * number has other rows.
   *
   * @param version of rows; null where they have none
   */
  void resume(@Nullable RowVersion version) throws IOException, InterruptedException {
    ItemKey key = layout.ownKey(id);
    // Whether it is there: an emulator fails where an item is read of a partition that has none.
    ItemOperation touch =
        new ItemOperation.Patch(key, Map.of("/" + ItemProperties.KIND, TextNode.valueOf(KIND)), "");
    boolean isThere = items.call(UNTOLD, touch).outcome() != Outcome.MISSING;
    Patience patience = items.patience();
    while (isThere) {
      ItemResult read = items.call(UNTOLD, new ItemOperation.Read(key));
      if (read.outcome() != Outcome.DONE) {
        return;
      }
      goOnFrom(read.item().path(WRITERS));
      if (version == null || !version.isTime()) {
        mine.remove(AS_OF);
      }
      if (read.item().path(TASKS).asInt() == tasks) {
        if (version == null && mine.remove(CHECKED_AT) != null) {
          tell(now());
        }
        return;
      }
      ItemResult begun = begin(read.item());
      switch (begun.outcome()) {
        case DONE -> {
          return;
        }
        case MISSING -> isThere = false;
        default -> {
          // Others begin at the same time.
          if (begun.outcome() != Outcome.PRECONDITION || !patience.contended()) {
            throw items.failure(WHAT, begun);
          }
        }
      }
    }
  }

  private void goOnFrom(JsonNode writers) {
    mine.removeAll();
    if (writers.path(name(task)) instanceof ObjectNode former) {
      mine.setAll(former);
    }
    Set<String> present = present();
    for (Map.Entry<String, JsonNode> writer : writers.properties()) {
      if (!present.contains(writer.getKey())) {
        takeOver(writer.getValue());
      }
    }
  }

  private Set<String> present() {
    return IntStream.range(0, tasks).mapToObj(FreshnessItem::name).collect(Collectors.toSet());
  }

  /** Tells of the number of tasks, and at once that none has told of a checkpoint. */
  private ItemResult begin(ObjectNode former) throws IOException, InterruptedException {
    mine.remove(CHECKED_AT);
    ObjectNode item = layout.ownItem(id, KIND, false).put(TASKS, tasks);
    ObjectNode parts = item.putObject(WRITERS);
    Set<String> present = present();
    for (Map.Entry<String, JsonNode> writer : former.path(WRITERS).properties()) {
      if (present.contains(writer.getKey()) && writer.getValue() instanceof ObjectNode part) {
        parts.set(writer.getKey(), part.deepCopy().without(CHECKED_AT));
      }
    }
    parts.set(name(task), mine.deepCopy());
    String seen = former.path(ItemProperties.ETAG).asText();
    return items.call(WHAT, new ItemOperation.Replace(layout.ownKey(id), item, seen));
  }

  /** Of a task that is no more, whose part is not read. */
  private void takeOver(JsonNode gone) {
    if (isLater(gone, WRITTEN_AT)) {
      mine.set(WRITTEN_AT, gone.get(WRITTEN_AT));
      mine.set(ROWS, gone.path(ROWS));
    }
    if (isLater(gone, AS_OF)) {
      mine.set(AS_OF, gone.get(AS_OF));
    }
  }

  private boolean isLater(JsonNode other, String property) {
    return other.hasNonNull(property)
        && (!mine.hasNonNull(property) || time(other, property).isAfter(time(mine, property)));
  }

  private static Instant time(JsonNode part, String property) {
    return Instant.parse(part.get(property).asText());
  }

  /** Notes rows that are written. They are told of at most once a second. */
  void written(int rows, Optional<Instant> asOf) throws IOException, InterruptedException {
    Instant now = now();
    mine.put(WRITTEN_AT, now.toString()).put(ROWS, rows);
    asOf.filter(time -> !mine.hasNonNull(AS_OF) || time.isAfter(time(mine, AS_OF)))
        .ifPresent(time -> mine.put(AS_OF, time.toString()));
    if (told.isBefore(now.minusSeconds(1))) {
      tell(now);
    }
  }

  /** Notes that all that had come before a time is written. */
  void checked(Instant time) throws IOException, InterruptedException {
    mine.put(CHECKED_AT, time.toString());
    tell(now());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void tell(Instant now) throws IOException, InterruptedException {
    told = now;
    ItemKey key = layout.ownKey(id);
    Map<String, JsonNode> sets = new LinkedHashMap<>();
    sets.put("/" + TASKS, IntNode.valueOf(tasks));
    sets.put("/" + WRITERS + "/" + name(task), mine.deepCopy());
    Patience patience = items.patience();
    while (true) {
      ItemResult result = items.call(WHAT, new ItemOperation.Patch(key, sets, ""));
      if (result.outcome() == Outcome.MISSING) {
        ObjectNode item = layout.ownItem(id, KIND, false);
        item.put(TASKS, tasks);
        item.putObject(WRITERS).set(name(task), mine.deepCopy());
        result = items.call(WHAT, new ItemOperation.Create(key, item));
      }
      if (result.outcome() == Outcome.DONE) {
        return;
      }
      if (result.outcome() != Outcome.CONFLICT || !patience.again(retriable(result))) {
        items.require(WHAT, new ItemOperation.Patch(key, sets, ""));
        return;
      }
    }
  }

  private static ItemResult retriable(ItemResult result) {
    return ItemResult.failed(0, 0, result.describe());
  }
}
