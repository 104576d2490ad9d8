{{ config(materialized='table', unique_key='window_start') }}
SELECT window_start, COUNT(*) AS clicks
FROM TABLE(TUMBLE(TABLE {{ source('raw', 'clicks') }}, DESCRIPTOR(_event_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end
