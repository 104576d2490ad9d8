package io.alluvium.models.deploy;

import java.util.Set;

/**
 * What a command wants to start.
 *
 * @param selected ids of the nodes that may begin or change; others go on as they are
 * @param fullRefresh whether the selected models are built anew also where they did not change
 * @param stopFormer whether the former query of a model that is built anew stops at once, as where
 *     it only fails, instead of going on until the new one has caught up
 */
public record StartRequest(Set<String> selected, boolean fullRefresh, boolean stopFormer) {
  public StartRequest {
    selected = Set.copyOf(selected);
  }

  public StartRequest(Set<String> selected, boolean fullRefresh) {
    this(selected, fullRefresh, false);
  }
}
