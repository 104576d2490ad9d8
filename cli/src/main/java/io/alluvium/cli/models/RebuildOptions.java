package io.alluvium.cli.models;

import io.alluvium.models.deploy.StartRequest;
import java.util.Set;
import picocli.CommandLine.Option;

/** What of the selected models is built anew, and how. */
final class RebuildOptions {
  @Option(
      names = "--full-refresh",
      description = "Builds the selected models anew, incremental ones as well.")
  private boolean fullRefresh;

  @Option(
      names = "--stop-former",
      description =
          "Stops the former query of a model that is built anew at once, instead of when the new"
              + " one has caught up: for one that fails, or to save its work. Its table stays as it"
              + " is meanwhile.")
  private boolean stopFormer;

  boolean fullRefresh() {
    return fullRefresh;
  }

  StartRequest request(Set<String> selected) {
    return new StartRequest(selected, fullRefresh, stopFormer);
  }
}
