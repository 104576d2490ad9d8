package io.alluvium.connectors.cosmos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.cosmos.store.ItemKey;
import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemStore;
import io.alluvium.local.cosmos.ItemAnswer;
import io.alluvium.local.cosmos.LocalContainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A container without a client between, which fails as it is told. */
final class FakeItemStore implements ItemStore {
  private final LocalContainer container;
  private final Weather weather;
  private final List<ItemOperation> asked = Collections.synchronizedList(new ArrayList<>());

  /** What happens to operations. */
  @FunctionalInterface
  interface Weather {
    Weather FAIR = operation -> Fate.DONE;

    Fate of(ItemOperation operation);

    /** One in some fails, and half of these have been done all the same. */
    static Weather foul(Random random, int oneIn) {
      return operation -> {
        if (random.nextInt(oneIn) > 0) {
          return Fate.DONE;
        }
        Fate[] fates = Fate.values();
        Fate fate = fates[random.nextInt(fates.length)];
        return fate == Fate.FORBIDDEN || fate == Fate.UNFIT ? Fate.LOST : fate;
      };
    }
  }

  /** What becomes of an operation. */
  enum Fate {
    DONE(0, 0),
    THROTTLED(429, 3200),
    UNAVAILABLE(503, 0),
    RETRY_WITH(449, 0),
    GONE(410, 1002),
    BEHIND(404, 1002),
    FORBIDDEN(403, 0),
    UNFIT(400, 0),
    LOST(0, 0),
    DONE_AND_LOST(0, 0);

    private final int status;
    private final int subStatus;

    Fate(int status, int subStatus) {
      this.status = status;
      this.subStatus = subStatus;
    }
  }

  FakeItemStore(LocalContainer container, Weather weather) {
    this.container = container;
    this.weather = weather;
  }

  /** All operations that it was asked for. */
  List<ItemOperation> asked() {
    return asked;
  }

  @Override
  public List<ItemResult> execute(List<ItemOperation> operations) {
    asked.addAll(operations);
    List<ItemResult> results = new ArrayList<>();
    for (ItemOperation operation : operations) {
      Fate fate = weather.of(operation);
      if (fate == Fate.DONE_AND_LOST) {
        done(operation);
      }
      results.add(
          fate == Fate.DONE
              ? done(operation)
              : ItemResult.failed(fate.status, fate.subStatus, "as told"));
    }
    return results;
  }

  /** Does an operation, whatever the weather. */
  ItemResult done(ItemOperation operation) {
    ItemKey key = operation.key();
    ArrayNode plain = JsonNodeFactory.instance.arrayNode();
    for (Object value : key.partition()) {
      if (value instanceof String text) {
        plain.add(text);
      } else if (value instanceof Double number) {
        plain.add(number);
      } else {
        plain.add((Boolean) value);
      }
    }
    ItemAnswer answer = answer(operation, key, plain);
    boolean read = operation instanceof ItemOperation.Read;
    return new ItemResult(
        ItemResult.outcome(answer.status(), answer.subStatus()),
        answer.status(),
        answer.subStatus(),
        answer.etag(),
        read && answer.item() != null ? answer.item().deepCopy() : null,
        Duration.ZERO,
        answer.charge(),
        answer.message());
  }

  private ItemAnswer answer(ItemOperation operation, ItemKey key, ArrayNode partition) {
    if (operation instanceof ItemOperation.Create create) {
      return container.create(create.item(), partition);
    }
    if (operation instanceof ItemOperation.Upsert upsert) {
      return container.upsert(upsert.item(), partition);
    }
    if (operation instanceof ItemOperation.Replace replace) {
      return container.replace(replace.item(), partition, replace.etag());
    }
    if (operation instanceof ItemOperation.Patch patch) {
      ArrayNode sets = JsonNodeFactory.instance.arrayNode();
      patch
          .sets()
          .forEach(
              (path, value) -> {
                ObjectNode set = sets.addObject().put("op", "set").put("path", path);
                set.set("value", value);
              });
      return container.patch(key.id(), partition, sets, patch.condition());
    }
    return container.read(key.id(), partition);
  }

  @Override
  public void close() {}
}
