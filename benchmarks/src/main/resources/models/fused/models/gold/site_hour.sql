{{ job('site_hour') }}
{{ config(unique_key=['site', 'metric', 'event_hour']) }}
SELECT
  site,
  metric,
  FLOOR(event_time TO HOUR) AS event_hour,
  COUNT(*) AS readings,
  SUM(amount) AS amount,
  MIN(amount) AS least,
  MAX(amount) AS greatest
FROM {{ ref('reading') }}{{ at(var('reading_version')) }}
GROUP BY site, metric, FLOOR(event_time TO HOUR)
