-- The last change of each policy, except where that deletes it.
SELECT primary_usage, base_temperature, comfort_low, comfort_high
FROM (
  SELECT *,
         ROW_NUMBER() OVER (
           PARTITION BY primary_usage
           ORDER BY _sequence DESC, CASE WHEN _op = 'r' THEN 0 ELSE 1 END DESC, _ingest_ts DESC
         ) AS newest
  FROM {{ source('bronze', 'comfort_policy') }}
  WHERE primary_usage IS NOT NULL
)
WHERE newest = 1 AND _op <> 'd'
