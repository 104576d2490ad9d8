package io.alluvium.connectors.cosmos;

import io.alluvium.connectors.cosmos.store.ItemOperation;
import io.alluvium.connectors.cosmos.store.ItemResult;
import io.alluvium.connectors.cosmos.store.ItemStore;
import io.alluvium.connectors.cosmos.store.Patience;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Asks for operations one by one, until the store says what came of each. */
final class SingleItems {
  private final ItemStore store;
  private final Supplier<Patience> patience;
  private final RequestUnits units;
  private final SinkMetrics metrics;
  private final BiFunction<String, ItemResult, IOException> failures;

  /**
   * @param patience a new one for each operation
   * @param failures makes an exception of what was to be done and the answer
   */
  SingleItems(
      ItemStore store,
      Supplier<Patience> patience,
      RequestUnits units,
      SinkMetrics metrics,
      BiFunction<String, ItemResult, IOException> failures) {
    this.store = store;
    this.patience = patience;
    this.units = units;
    this.metrics = metrics;
    this.failures = failures;
  }

  /**
   * Asks for an operation, which may be done more than once where an answer was lost.
   *
   * @param what it is, for messages, such as {@code did not take the freshness}
   * @return done, or why not: a conflict, a precondition, no such item, an unfit one
   * @throws IOException where the store does not answer, also not after retries, or refuses
   */
  ItemResult call(String what, ItemOperation operation) throws IOException, InterruptedException {
    Patience patient = patience.get();
    while (true) {
      ItemResult result = store.execute(List.of(operation)).get(0);
      units.spent(result.requestUnits());
      metrics.spent(result.requestUnits());
      switch (result.outcome()) {
        case DONE, CONFLICT, PRECONDITION, MISSING, UNFIT -> {
          return result;
        }
        case THROTTLED, LATER, CONTAINER_MISSING, REFUSED -> {
          if (!patient.again(result)) {
            throw failure(what, result);
          }
        }
      }
    }
  }

  /** The same, of an operation that must be done. */
  ItemResult require(String what, ItemOperation operation)
      throws IOException, InterruptedException {
    ItemResult result = call(what, operation);
    if (result.outcome() != ItemResult.Outcome.DONE) {
      throw failure(what, result);
    }
    return result;
  }

  /** What is thrown where an answer is no way on. */
  IOException failure(String what, ItemResult result) {
    return failures.apply(what, result);
  }

  /** For what is to be looked at more than once. */
  Patience patience() {
    return patience.get();
  }
}
