package io.alluvium.connectors.delta.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.kernel.TableManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TornListingTest {
  @TempDir Path folder;
  private DeltaTable table;
  private Path second;
  private Path away;

  @BeforeEach
  void makeTwoVersions() {
    table = DeltaTable.at(folder.resolve("table").toString());
    table.createIfAbsent(
        new TableDescription(
            RowType.of(new LogicalType[] {new IntType()}, new String[] {"a"}),
            List.of(),
            List.of(),
            Map.of(),
            ""));
    table.addColumns(
        RowType.of(new LogicalType[] {new IntType(), new BigIntType()}, new String[] {"a", "b"}));
    second = folder.resolve("table/_delta_log").resolve("%020d.json".formatted(1));
    away = folder.resolve("away.json");
  }

  @Test
  void listsAgainWhereAVersionWasNotSeenBesideItsChecksum() throws Exception {
    Files.move(second, away);
    AtomicInteger listings = new AtomicInteger();

    long version =
        TornListing.repeated(
            () -> {
              if (listings.incrementAndGet() == 2) {
                move(away, second);
              }
              return TableManager.loadSnapshot(table.path()).build(table.engine()).getVersion();
            });

    assertThat(version).isEqualTo(1);
    assertThat(listings).hasValue(2);
  }

  @Test
  void whatIsMissingForGoodIsAnError() throws Exception {
    Files.move(second, away);

    assertThatThrownBy(() -> table.snapshot()).hasMessageContaining("checksum version (1)");
    move(away, second);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
