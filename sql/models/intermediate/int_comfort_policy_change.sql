-- Each comfort policy as it was from a time on. What a snapshot of the database read first is taken to
-- have been so always; of changes at one time the one with the last sequence counts, and a change
-- before a row of the snapshot with the same sequence.
SELECT primary_usage, base_temperature, comfort_low, comfort_high, is_deleted, valid_from
FROM (
  SELECT *,
         ROW_NUMBER() OVER (
           PARTITION BY primary_usage, valid_from
           ORDER BY precedence DESC, is_change DESC, _ingest_ts DESC
         ) AS newest
  FROM (
    SELECT primary_usage,
           CASE WHEN _op <> 'd' THEN base_temperature END AS base_temperature,
           CASE WHEN _op <> 'd' THEN comfort_low END AS comfort_low,
           CASE WHEN _op <> 'd' THEN comfort_high END AS comfort_high,
           _op = 'd' AS is_deleted,
           COALESCE(_source_ts, _ingest_ts) AS valid_from,
           _sequence AS precedence,
           CASE WHEN _op = 'r' THEN 0 ELSE 1 END AS is_change,
           _ingest_ts
    FROM {{ source('bronze', 'comfort_policy') }}
    WHERE primary_usage IS NOT NULL
    UNION ALL
    SELECT primary_usage, base_temperature, comfort_low, comfort_high, FALSE,
           CAST(TIMESTAMP '1900-01-01 00:00:00' AS TIMESTAMP_LTZ(6)), -_sequence, 0, _ingest_ts
    FROM {{ source('bronze', 'comfort_policy') }}
    WHERE primary_usage IS NOT NULL AND _op = 'r'
  )
)
WHERE newest = 1
