-- The last change of each building, except where that deletes it. A row of the snapshot yields to a
-- change with the same sequence.
SELECT building, primary_usage, industry, station, floor_area_m2, time_zone, year_built
FROM (
  SELECT *,
         ROW_NUMBER() OVER (
           PARTITION BY building
           ORDER BY _sequence DESC, CASE WHEN _op = 'r' THEN 0 ELSE 1 END DESC, _ingest_ts DESC
         ) AS newest
  FROM {{ source('bronze', 'building') }}
  WHERE building IS NOT NULL
)
WHERE newest = 1 AND _op <> 'd'
