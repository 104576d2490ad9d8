package io.alluvium.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.cluster.ClusterAddress;
import io.alluvium.cluster.ClusterJobs;
import io.alluvium.local.LocalFlink;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo whose jobs would wait for slots without end says so. */
class DemoSlotsITCase {
  private static final List<String> JOBS = List.of("cdc", "devices");

  @TempDir Path home;

  @Test
  void saysThatThereAreTooFew() throws Exception {
    LocalFlink flink =
        LocalFlink.start(
            home.resolve("flink"), new LocalFlink.Settings(0, 2, Duration.ofSeconds(1)));
    try (EmbeddedFlink embedded = new EmbeddedFlink(flink)) {
      assertThatCode(() -> embedded.requireSlots(JOBS, 2)).doesNotThrowAnyException();
      assertThatThrownBy(() -> embedded.requireSlots(JOBS, 3))
          .isInstanceOf(DemoException.class)
          .hasMessage("The jobs cdc, devices need 3 slots, and Flink was started with 2.");

      URI web = URI.create(flink.webUrl());
      ClusterAddress address = ClusterAddress.of(web.getHost() + ":" + web.getPort());
      try (SessionFlink session =
          new SessionFlink(
              home.resolve("session"),
              ClusterJobs.connect(address, new Configuration()),
              new Configuration(),
              Duration.ofMillis(300))) {
        assertThatThrownBy(() -> session.requireSlots(JOBS, 3))
            .isInstanceOf(DemoException.class)
            .hasMessageContaining(
                "The jobs cdc, devices need 3 slots, and 2 are free on the cluster")
            .hasMessageContaining("Cancel other jobs, or start it with more TaskManagers.");
      }
    }
  }
}
