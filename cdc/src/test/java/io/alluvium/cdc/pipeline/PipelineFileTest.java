package io.alluvium.cdc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.cdc.capture.CdcException;
import io.alluvium.cdc.capture.TableName;
import io.alluvium.connectors.delta.sink.routing.SchemaPolicy;
import io.alluvium.definitions.DefinitionException;
import io.alluvium.definitions.SchemaReference;
import io.alluvium.definitions.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {
  private static final String SECRET = "s3cr3t-word";
  private static final String YAML =
      """
      source:
        type: postgres
        hostname: db.example
        database: shop
        username: me
        password: ${PASSWORD}
        tables: public.*, shop.orders
        slot.name: shop_slot
      route:
        - source-table: shop.orders
          sink-table: bronze.shop_<>
          replace-symbol: <>
        - source-table: public.log_\\.*
          sink-table: logs
      transform:
        - source-table: public.people
          projection: "*, -notes"
          filter: country = 'DE'
      sink:
        path: /lake
        partition.columns: [_op]
        table.properties:
          delta.enableTypeWidening: "true"
      pipeline:
        name: shop
        parallelism: 2
        schema.change.behavior: rescue
      """;

  @Test
  void readsAWholePipeline() {
    CdcPipeline pipeline = parse(YAML);
    assertThat(pipeline.name()).isEqualTo("shop");
    assertThat(pipeline.parallelism()).isEqualTo(2);
    assertThat(pipeline.source().port()).isEqualTo(5432);
    assertThat(pipeline.source().name()).isEqualTo("shop");
    assertThat(pipeline.source().password().reveal()).isEqualTo(SECRET);
    assertThat(pipeline.source().specific()).isEqualTo(Map.of("slot.name", "shop_slot"));
    assertThat(pipeline.sink().layer()).isEqualTo("bronze");
    assertThat(pipeline.sink().policy()).isEqualTo(SchemaPolicy.RESCUE);
    assertThat(pipeline.sink().partitionColumns()).containsExactly("_op");
    assertThat(pipeline.sink().properties()).containsEntry("delta.enableTypeWidening", "true");
    assertThat(pipeline.transforms()).hasSize(1);
    TableName orders = new TableName("shop", "orders");
    TableName log = new TableName("public", "log_1");
    TableName other = new TableName("public", "people");
    assertThat(pipeline.routed(List.of(orders, log, other)))
        .isEqualTo(Map.of(orders, "shop_orders", log, "logs"));
    assertThat(pipeline.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "password: ${PASSWORD}|password: open|line 6: source.password: is a secret",
        "type: postgres|type: oracle|line 2: source.type: must be one of postgres, mysql",
        "hostname: db.example|hostnam: db|source.hostnam: there is no such field",
        "public.*, shop.orders|orders|line 7: source.tables: 'orders' is not of the form",
        "public.log_\\.*|log|line 13: route[1].source-table: 'log' is not of the form",
        "logs|a/b|sink-table: 'a/b' is no name of a table",
        "behavior: rescue|behavior: perhaps|use evolve, rescue or stop",
        "country = 'DE'|lower(country) = 'de'|transform[0].filter: 'lower(country)",
        "parallelism: 2|parallelism: 0|pipeline.parallelism",
        "path: /lake|path:|field 'path' is missing"
      })
  void saysWhatIsWrongAndWhere(String text, String replacement, String message) {
    assertThat(YAML).contains(text);
    assertThatThrownBy(() -> parse(YAML.replace(text, replacement)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("shop.yaml, line ")
        .hasMessageContaining(message)
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "evolve,EVOLVE",
    "lenient,EVOLVE",
    "TRY_EVOLVE,EVOLVE",
    "ignore,RESCUE",
    "exception,STOP"
  })
  void takesFlinkCdcsNamesOfPolicies(String name, SchemaPolicy policy) {
    assertThat(parse(YAML.replace("behavior: rescue", "behavior: " + name)).sink().policy())
        .isEqualTo(policy);
  }

  @Test
  void theDemosPipelineIsOne() {
    CdcPipeline demo =
        PipelineFile.read(
            Path.of("pipelines/demo.yaml"),
            Map.of(
                "ALLUVIUM_DEMO_POSTGRES_PORT",
                "5432",
                "ALLUVIUM_DEMO_POSTGRES_USER",
                "postgres",
                "ALLUVIUM_DEMO_POSTGRES_PASSWORD",
                "12345",
                "ALLUVIUM_DEMO_LAKE",
                "/lake"));
    assertThat(demo.source().tables().take(new TableName("operations", "building"))).isTrue();
    assertThat(demo.source().password().reveal()).isEqualTo("12345");
  }

  @Test
  void readsUrls() {
    DatabaseUrl url = DatabaseUrl.parse("postgresql://me@db.example/Shop-1");
    CdcPipeline pipeline = url.pipeline("", "public.*", "", new Secret(SECRET), "/lake");
    assertThat(pipeline.name()).isEqualTo("alluvium_shop_1");
    assertThat(pipeline.source().port()).isEqualTo(5432);
    assertThat(pipeline.source().specific("slot.name", "")).isEqualTo("alluvium_shop_1");
    assertThat(pipeline.toString()).doesNotContain(SECRET);
    assertThat(DatabaseUrl.parse("mysql://me@host:3307").port()).isEqualTo(3307);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a@b/c, begins with neither",
    "postgresql://b/c, lacks a host or a user",
    "postgresql://me@b, lacks a database",
    "postgresql://me:s3cr3t-word@b/c, holds a password",
    "postgresql://me:s3cr3t-word@b/c d, is no URL"
  })
  void refusesUrls(String url, String message) {
    assertThatThrownBy(() -> DatabaseUrl.parse(url))
        .isInstanceOf(CdcException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  /** {@code -Dalluvium.write=true} brings the page up to date. */
  @Test
  void theReferenceIsCurrent() throws Exception {
    Path page = Path.of("../docs/cdc-pipelines.md");
    String generated =
        """
        # Pipelines that capture databases

        Generated from the schema of `cdc/pipelines/*.yaml`; [ingest.md](ingest.md) explains. Texts
        may hold `${NAME}`, `${NAME:-default}` and `${file:/path}`.

        """
            + SchemaReference.markdown(PipelineFile.schema());
    if (Boolean.getBoolean("alluvium.write")) {
      Files.writeString(page, generated);
    }
    assertThat(Files.readString(page)).isEqualTo(generated);
  }

  private static CdcPipeline parse(String yaml) {
    return PipelineFile.parse("shop.yaml", yaml, Map.of("PASSWORD", SECRET));
  }
}
