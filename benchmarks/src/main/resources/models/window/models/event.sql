{{ config(materialized='view') }}
SELECT site, metric, reading, _event_time
FROM {{ source('bronze', 'event') }}
