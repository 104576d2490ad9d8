{{ config(materialized='incremental') }}
SELECT
  seq,
  device,
  COUNT(*) OVER by_device AS reading,
  CHAR_LENGTH(MAX(note) OVER by_device) AS note_length
FROM (SELECT *, PROCTIME() AS arrival FROM {{ source('bronze', 'event') }})
WINDOW by_device AS (PARTITION BY device ORDER BY arrival ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
