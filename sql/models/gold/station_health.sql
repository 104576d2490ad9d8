{{ config(unique_key='station') }}
SELECT station,
       SUM(readings) AS readings,
       CAST(SUM(readings - measured) AS DOUBLE) / CAST(SUM(readings) AS DOUBLE) AS missing_share,
       longest_gap(first_observed, last_observed, longest_gap_seconds) / 60 AS longest_gap_minutes,
       MIN(first_observed) AS first_observed,
       MAX(last_observed) AS last_observed
FROM {{ ref('int_station_day') }}
GROUP BY station
