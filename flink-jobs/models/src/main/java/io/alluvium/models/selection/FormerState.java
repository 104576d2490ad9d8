package io.alluvium.models.selection;

import io.alluvium.models.graph.Node;

/** Compares nodes with those of an earlier manifest. */
public interface FormerState {
  /** Whether the node was not there. */
  boolean isNew(Node node);

  /** Whether the node is new or another than it was. */
  boolean isModified(Node node);

  /** Where no manifest is given. */
  static FormerState none() {
    return new FormerState() {
      @Override
      public boolean isNew(Node node) {
        throw missing();
      }

      @Override
      public boolean isModified(Node node) {
        throw missing();
      }

      private SelectionException missing() {
        return new SelectionException(
            "state: needs the folder of a former manifest.json; give it with --state");
      }
    };
  }
}
