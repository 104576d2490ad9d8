package io.alluvium.connectors.delta.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.delta.table.SqlSession;
import java.nio.file.Path;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Plans are compiled with the catalog, and loaded with it or without. */
class CompiledPlanITCase {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  @TempDir Path lake;
  private SqlSession batch;
  private String plan;

  @BeforeEach
  void compile() throws Exception {
    batch = SqlSession.batch(lake);
    batch.execute("CREATE DATABASE silver");
    batch.execute("CREATE TABLE silver.orders (id BIGINT, note STRING)");
    batch.execute("CREATE TABLE silver.copy (id BIGINT, note STRING)");
    batch.insert("INSERT INTO silver.orders VALUES (1, 'a'), (2, 'b')");
    plan =
        SqlSession.streaming(lake)
            .tables()
            .compilePlanSql("INSERT INTO silver.copy SELECT * FROM silver.`orders$v1`")
            .asJsonString();
  }

  @Test
  void loadedWithTheCatalog() throws Exception {
    run(SqlSession.streaming(lake));
  }

  @Test
  void loadedWithoutTheCatalog() throws Exception {
    SqlSession session = SqlSession.streaming(lake);
    session.tables().useCatalog("default_catalog");
    session.execute("DROP CATALOG lake");

    run(session);
  }

  private void run(SqlSession session) throws Exception {
    session.tables().loadPlan(PlanReference.fromJsonString(plan)).execute().await();

    assertThat(batch.query("SELECT * FROM silver.copy")).containsExactly("+I[1, a]", "+I[2, b]");
  }
}
