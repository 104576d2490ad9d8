-- What every session of 'alluvium sql' begins with. With Flink's own client: put the lake and Redis in
-- place of the names in braces, and start it with  sql-client.sh -i init.sql
CREATE CATALOG lake WITH ('type' = 'delta', 'path' = '${lake}');
LOAD MODULE alluvium;

-- Serving tables, as the models push them; to write to, or to see what is served and where.
CREATE DATABASE default_catalog.serving;
CREATE TEMPORARY TABLE default_catalog.serving.building_daily (
  building STRING,
  reading_date DATE,
  readings BIGINT,
  temperature_mean DOUBLE,
  temperature_min DOUBLE,
  temperature_max DOUBLE,
  heating_degree_days DOUBLE,
  cooling_degree_days DOUBLE,
  PRIMARY KEY (building, reading_date) NOT ENFORCED
) WITH ('connector' = 'redis', 'uri' = '${redis}', 'key.prefix' = 'alluvium:building_daily');
CREATE TEMPORARY TABLE default_catalog.serving.station_health (
  station STRING,
  readings BIGINT,
  missing_share DOUBLE,
  longest_gap_minutes BIGINT,
  first_observed TIMESTAMP_LTZ(6),
  last_observed TIMESTAMP_LTZ(6),
  PRIMARY KEY (station) NOT ENFORCED
) WITH ('connector' = 'redis', 'uri' = '${redis}', 'key.prefix' = 'alluvium:station_health');
CREATE TEMPORARY TABLE default_catalog.serving.usage_monthly (
  primary_usage STRING,
  month_start DATE,
  buildings BIGINT,
  heating_degree_days DOUBLE,
  cooling_degree_days DOUBLE,
  floor_area_m2 DOUBLE,
  PRIMARY KEY (primary_usage, month_start) NOT ENFORCED
) WITH ('connector' = 'redis', 'uri' = '${redis}', 'key.prefix' = 'alluvium:usage_monthly');

USE CATALOG lake;

-- Queries look at tables as they are, and end. SET 'execution.runtime-mode' = 'streaming' follows them.
SET 'execution.runtime-mode' = 'batch';
SET 'sql-client.execution.result-mode' = 'tableau';
SET 'table.local-time-zone' = 'UTC';
-- A query takes one slot, whatever the cluster has.
SET 'parallelism.default' = '1';
