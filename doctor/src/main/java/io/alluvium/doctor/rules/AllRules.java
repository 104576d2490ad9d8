package io.alluvium.doctor.rules;

import io.alluvium.doctor.Rule;
import java.util.List;
import java.util.stream.Stream;

/** The rules that a doctor knows, in the order of the manual. */
public final class AllRules {
  private AllRules() {}

  public static List<Rule> list() {
    return Stream.of(
            CheckpointRules.list(),
            ClusterRules.list(),
            StorageRules.list(),
            KubernetesRules.list(),
            CapacityRules.list(),
            EventHubsRules.list(),
            InletRules.list(),
            CaptureRules.list(),
            SqlRules.list(),
            ServingRules.list(),
            SecretRules.list())
        .flatMap(List::stream)
        .toList();
  }
}
