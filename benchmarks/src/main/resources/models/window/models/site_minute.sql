SELECT
  window_start,
  site,
  metric,
  COUNT(*) AS readings,
  SUM(reading) AS total,
  MIN(reading) AS least,
  MAX(reading) AS greatest
FROM TABLE(TUMBLE(TABLE {{ ref('event') }}, DESCRIPTOR(_event_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, site, metric
