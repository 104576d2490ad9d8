package io.alluvium.models.deploy;

import java.util.Set;

/**
 * What a command wants to start.
 *
 * @param selected ids of the nodes that may begin or change; others go on as they are
 * @param fullRefresh whether the selected models are built anew also where they did not change
 */
public record StartRequest(Set<String> selected, boolean fullRefresh) {
  public StartRequest {
    selected = Set.copyOf(selected);
  }
}
