{{ job('device_day') }}
{{ config(unique_key=['device', 'event_day']) }}
SELECT
  device,
  FLOOR(event_time TO DAY) AS event_day,
  COUNT(*) AS readings,
  SUM(amount) AS amount,
  MAX(event_time) AS last_event_time
FROM {{ ref('reading') }}{{ at(var('reading_version')) }}
GROUP BY device, FLOOR(event_time TO DAY)
