package io.alluvium.interop.dbt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project of everything that dbt has a word for and we do as well. */
final class ShopProject {
  private ShopProject() {}

  static Path write(Path folder) throws IOException {
    file(
        folder,
        "dbt_project.yml",
        "name: shop",
        "version: '1.0'",
        "config-version: 2",
        "profile: alluvium",
        "vars: {least: 5}",
        "models: {shop: {+tags: [nightly], gold: {+schema: gold, +job: gold}}}");
    file(
        folder,
        "models/raw.yml",
        "version: 2",
        "sources:",
        "  - name: raw",
        "    description: As it comes.",
        "    loader: kafka",
        "    tables:",
        "      - name: orders",
        "        description: Orders.",
        "        loaded_at_field: placed",
        "        freshness: {warn_after: {count: 6, period: hour}}",
        "        columns:",
        "          - {name: id, data_type: BIGINT, description: Its number, data_tests: [unique]}",
        "          - {name: customer, data_type: STRING}",
        "          - {name: price, data_type: DOUBLE}",
        "          - {name: placed, data_type: TIMESTAMP_LTZ(3)}",
        "exposures:",
        "  - name: board",
        "    type: dashboard",
        "    maturity: high",
        "    url: https://example.org/board",
        "    description: What the board looks at.",
        "    depends_on: [\"ref('total')\", \"source('raw', 'orders')\"]",
        "    owner: {name: Sales, email: sales@example.org}");
    file(
        folder,
        "models/large.sql",
        "SELECT id, customer, {{ rounded('price') }} AS price",
        "FROM {{ source('raw', 'orders') }} WHERE price > {{ var('least') }}");
    file(
        folder,
        "macros/rounded.sql",
        "{% macro rounded(column) %}ROUND({{ column }}, 2){% endmacro %}");
    file(folder, "seeds/country.csv", "customer,country", "a,CH");
    file(
        folder,
        "models/gold/total.sql",
        "{{ config(materialized='table', unique_key='customer', meta={'owner': 'Sales'}) }}",
        "SELECT customer, SUM(price) AS total FROM {{ ref('large') }} GROUP BY customer");
    file(
        folder,
        "models/gold/gold.yml",
        "models:",
        "  - name: total",
        "    description: What each customer spent.",
        "    config: {contract: {enforced: true}, tags: [money]}",
        "    columns:",
        "      - name: customer",
        "        data_type: STRING",
        "        description: Who.",
        "        data_tests:",
        "          - not_null",
        "          - unique: {config: {severity: warn}}",
        "          - relationships: {to: \"ref('country')\", field: customer}",
        "      - {name: total, data_type: DOUBLE, description: How much., meta: {unit: CHF}}",
        "  - name: large",
        "    description: Orders that count.",
        "seeds:",
        "  - name: country",
        "    description: Where customers are.",
        "    columns:",
        "      - {name: customer, data_type: STRING}",
        "      - {name: country, data_type: STRING, description: Two letters.}",
        "unit_tests:",
        "  - name: sums",
        "    description: Two orders of a customer are one row.",
        "    model: total",
        "    given:",
        "      - input: ref('large')",
        "        rows: [{customer: a, price: 1}, {customer: a, price: 2}]",
        "    expect: {rows: [{customer: a, total: 3}]}");
    return folder;
  }

  private static void file(Path folder, String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }
}
