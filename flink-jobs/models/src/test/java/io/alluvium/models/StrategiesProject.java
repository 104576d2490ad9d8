package io.alluvium.models;

import java.io.IOException;
import java.nio.file.Path;

/** A project with every materialization and strategy. */
final class StrategiesProject {
  private StrategiesProject() {}

  static Path write(Path folder) throws IOException {
    return new ProjectFolder(folder)
        .file(
            "dbt_project.yml",
            "name: strategies",
            "models: {strategies: {+schema: gold}}",
            "seeds: {strategies: {+schema: seeds}}",
            "snapshots: {strategies: {+schema: history}}")
        .file("seeds/stations.csv", "name,city", "weather0,Graz", "weather1,Linz", "weather9,")
        .file(
            "models/policies.sql",
            "SELECT primary_usage, base_temperature,",
            "       CAST(TIMESTAMPADD(MINUTE, CAST(_sequence * 5 AS INT),",
            "                         TIMESTAMP '2015-01-29 00:00:00') AS TIMESTAMP_LTZ(6))",
            "         AS updated_at",
            "FROM {{ source('bronze', 'comfort_policy') }} WHERE _op <> 'd'")
        .file(
            "snapshots/policy_history.sql",
            "{% snapshot policy_history %}",
            "{{ config(strategy='timestamp', unique_key='primary_usage', updated_at='updated_at') }}",
            "SELECT * FROM {{ ref('policies') }}",
            "{% endsnapshot %}")
        .file(
            "snapshots/snapshots.yml",
            "snapshots:",
            "  - name: policy_changes",
            "    relation: ref('policies')",
            "    config:",
            "      strategy: check",
            "      unique_key: [primary_usage]",
            "      updated_at: updated_at",
            "      check_cols: [base_temperature]")
        .file(
            "models/judged.sql",
            "-- Each reading by the policy that was valid at its time.",
            "{{ config(materialized='table', unique_key=['primary_usage', 'day']) }}",
            "SELECT h.primary_usage, CAST(r.observed_at AS DATE) AS `day`, COUNT(*) AS readings,",
            "       COUNT(CASE WHEN r.temperature_c < h.base_temperature THEN 1 END) AS below",
            "FROM {{ ref('readings') }} AS r",
            "JOIN {{ ref('policy_history') }} AS h",
            "  ON r.observed_at >= h.dbt_valid_from",
            "  AND (h.dbt_valid_to IS NULL OR r.observed_at < h.dbt_valid_to)",
            "GROUP BY h.primary_usage, CAST(r.observed_at AS DATE)")
        .file(
            "models/station_city.sql",
            "{{ config(materialized='table', unique_key=['name', 'city']) }}",
            "SELECT s.name, COALESCE(s.city, 'nowhere') AS city, COUNT(m.station) AS merged",
            "FROM {{ ref('stations') }} AS s LEFT JOIN {{ ref('merged') }} AS m",
            "  ON s.name = m.station",
            "GROUP BY s.name, COALESCE(s.city, 'nowhere')")
        .file(
            "models/sources.yml",
            "sources:",
            "  - name: bronze",
            "    tables: [{name: reading}, {name: comfort_policy}]")
        .file(
            "models/readings.sql",
            "SELECT station, CAST(TO_TIMESTAMP(date_utc) AS TIMESTAMP_LTZ(3)) AS observed_at,",
            "       temperature_c, _sequence",
            "FROM {{ source('bronze', 'reading') }}",
            "WHERE date_utc <> 'soon'")
        .file(
            "models/appended.sql",
            "{{ config(materialized='incremental', watermark={'column': 'observed_at',",
            "          'delay': '30 days'}) }}",
            "SELECT station, observed_at, temperature_c FROM {{ ref('readings') }}",
            "WHERE temperature_c IS NOT NULL")
        .file(
            "models/merged.sql",
            "-- Rows are only added, many of each key.",
            "{{ config(materialized='incremental', unique_key='station') }}",
            "SELECT station, CHAR_LENGTH(station) AS name_length FROM {{ ref('readings') }}")
        .file(
            "models/merged_length.sql",
            "{{ config(materialized='table', unique_key='name_length') }}",
            "SELECT name_length, COUNT(*) AS stations FROM {{ ref('merged') }} GROUP BY name_length")
        .file(
            "models/hourly.sql",
            "{{ config(materialized='incremental', incremental_strategy='insert_overwrite',",
            "          partition_by='day', parallelism=2,",
            "          watermark={'column': 'hour_start', 'delay': '2 hours'}) }}",
            "SELECT station, CAST(hour_start AS DATE) AS `day`, hour_start,",
            "       COUNT(*) AS readings, MAX(temperature_c) AS temperature_max",
            "FROM (SELECT station, temperature_c, FLOOR(observed_at TO HOUR) AS hour_start",
            "      FROM {{ ref('readings') }})",
            "GROUP BY station, hour_start")
        .file(
            "models/days_of_hourly.sql",
            "{{ config(materialized='table', unique_key='day') }}",
            "SELECT `day`, COUNT(*) AS hours, SUM(readings) AS readings FROM {{ ref('hourly') }}",
            "WHERE `day` < DATE '2015-06-01' GROUP BY `day`")
        .file(
            "models/windowed.sql",
            "{{ config(materialized='incremental', job='windows') }}",
            "SELECT station, window_start, COUNT(*) AS readings",
            "FROM TABLE(TUMBLE(TABLE {{ ref('appended') }}, DESCRIPTOR(_event_time),",
            "           INTERVAL '1' DAY))",
            "WHERE window_start < TIMESTAMP '2015-06-01 00:00:00'",
            "GROUP BY station, window_start, window_end")
        .path();
  }
}
