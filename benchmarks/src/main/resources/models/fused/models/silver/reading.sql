{{ job('reading') }}
SELECT
  device,
  site,
  metric,
  CASE metric WHEN 'temperature' THEN reading + 273.15 WHEN 'pressure' THEN reading * 100 ELSE reading END AS amount,
  quality,
  seq,
  event_time,
  SUBSTRING(firmware, 1, 1) AS firmware_generation
FROM {{ source('bronze', 'event') }}
WHERE quality > 0 AND reading BETWEEN 0 AND 1000
