package io.alluvium.models;

import java.util.List;
import org.apache.flink.annotation.PublicEvolving;

/** The models that one job runs. */
@PublicEvolving
public enum ModelGroup {
  /** Bronze to silver and gold, of one cut: what a gold model reads is not read from the lake. */
  MODELS("models", List.of("intermediate", "silver", "gold"), List.of()),
  /** Gold, as it changes, to the stores that serve it. */
  SERVING("serving", List.of("serving"), List.of("gold"));

  private final String value;
  private final List<String> folders;
  private final List<String> tableFolders;

  ModelGroup(String value, List<String> folders, List<String> tableFolders) {
    this.value = value;
    this.folders = folders;
    this.tableFolders = tableFolders;
  }

  /** The folders of the models that run. */
  List<String> folders() {
    return folders;
  }

  /** The folders of the models of whose statements only CREATE TABLE runs. */
  List<String> tableFolders() {
    return tableFolders;
  }

  @Override
  public String toString() {
    return value;
  }
}
