package io.alluvium.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePatternsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "public.*|public|orders|true",
        "public.*|publicX|orders|false",
        "shop.item_\\.*|shop|item_7|true",
        "shop.item_\\.*|shop|items|false",
        "shop.item_[0-9]+|shop|item_12|true",
        "shop.orders|shop|ordersX|false",
        "a.b, shop.[xy]|shop|y|true",
        "[ab]\\.*.t|b1|t|true",
        "erp.shop.orders|shop|orders|true",
        "\"odd.schema\".\"a,b\"|odd.schema|a,b|true",
        "public.\"Order Items\"|public|Order Items|true",
        "*.*|any|thing|true"
      })
  void takesTables(String patterns, String schema, String table, boolean taken) {
    assertThat(TablePatterns.parse(patterns, "", "erp").take(new TableName(schema, table)))
        .isEqualTo(taken);
  }

  @Test
  void leavesOutWhatIsExcluded() {
    TablePatterns patterns = TablePatterns.parse("public.*", "public.log_\\.*, public.tmp", "db");
    assertThat(patterns.take(new TableName("public", "orders"))).isTrue();
    assertThat(patterns.take(new TableName("public", "log_1"))).isFalse();
    assertThat(patterns.take(new TableName("public", "tmp"))).isFalse();
  }

  @Test
  void knowsWhatIsNamed() {
    TablePatterns patterns = TablePatterns.parse("public.orders, shop.*", "", "db");
    assertThat(patterns.name(new TableName("public", "orders"))).isTrue();
    assertThat(patterns.name(new TableName("shop", "orders"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "orders|'orders' is not of the form schema.table",
        "other.shop.orders|'other.shop.orders' is of another database than 'erp'",
        "shop.(a|'shop.(a' is no regular expression",
        "shop.|'shop.' has an empty part",
        ", ,|names no table"
      })
  void saysWhatIsWrong(String patterns, String message) {
    assertThatThrownBy(() -> TablePatterns.parse(patterns, "", "erp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
