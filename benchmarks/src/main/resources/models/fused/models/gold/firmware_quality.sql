{{ job('firmware_quality') }}
{{ config(unique_key=['site', 'firmware_generation', 'quality']) }}
SELECT
  site,
  firmware_generation,
  quality,
  COUNT(*) AS readings,
  SUM(amount) AS amount,
  MAX(event_time) AS last_event_time
FROM {{ ref('reading') }}{{ at(var('reading_version')) }}
GROUP BY site, firmware_generation, quality
