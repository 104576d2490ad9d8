package io.alluvium.models.deploy;

import java.util.Map;

/**
 * How a query goes on from where the former one of its model stopped, with other columns.
 *
 * @param rowsOf the generation in which the rows of the table began
 * @param added columns that the table gets, each with its type as SQL writes it
 * @param positions the uids of the former query's sources, by the folder of the table that each
 *     reads; none until the former query has stopped
 */
public record Takeover(String rowsOf, Map<String, String> added, Map<String, String> positions) {
  public Takeover {
    added = Map.copyOf(added);
    positions = Map.copyOf(positions);
  }

  Takeover at(Map<String, String> newPositions) {
    return new Takeover(rowsOf, added, newPositions);
  }
}
