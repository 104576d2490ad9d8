{{ config(job='gold', materialized='table', schema='gold', unique_key='device') }}
SELECT device, COUNT(*) AS readings, AVG(reading) AS mean, MAX(seq) AS last_seq
FROM {{ source('bronze', 'event') }}
GROUP BY device
