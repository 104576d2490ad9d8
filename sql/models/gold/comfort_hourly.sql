-- Each hour is judged by the policy that was valid when it began. Grouped, not in a window that closes:
-- a late reading, and a policy that is known late, correct the hours that they touch.
{{ config(
    materialized='incremental',
    incremental_strategy='insert_overwrite',
    partition_by='reading_date',
    watermark={'column': 'hour_start', 'delay': '2 hours'},
    job='comfort',
    on_schema_change='fail',
    table_options={}
) }}
SELECT primary_usage, reading_date, hour_start, buildings, comfortable, too_cold, too_warm,
       CAST(comfortable AS DOUBLE) / CAST(buildings AS DOUBLE) AS comfortable_share
FROM (
  SELECT c.primary_usage, CAST(h.hour_start AS DATE) AS reading_date, h.hour_start,
         SUM(c.buildings) AS buildings,
         SUM(CASE WHEN h.temperature_mean BETWEEN c.comfort_low AND c.comfort_high
                  THEN c.buildings ELSE 0 END) AS comfortable,
         SUM(CASE WHEN h.temperature_mean < c.comfort_low THEN c.buildings ELSE 0 END) AS too_cold,
         SUM(CASE WHEN h.temperature_mean > c.comfort_high THEN c.buildings ELSE 0 END) AS too_warm
  FROM {{ ref('int_station_hour') }} AS h
  JOIN {{ ref('int_station_comfort') }} AS c
    ON c.station = h.station
    AND h.hour_start >= c.valid_from
    AND (c.valid_to IS NULL OR h.hour_start < c.valid_to)
  GROUP BY c.primary_usage, h.hour_start
)
