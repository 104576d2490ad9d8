{{ config(unique_key='primary_usage', table_options={'write.mode': 'copy-on-write'}) }}
SELECT primary_usage,
       CAST(base_temperature AS DOUBLE) AS base_temperature,
       CAST(comfort_low AS DOUBLE) AS comfort_low,
       CAST(comfort_high AS DOUBLE) AS comfort_high
FROM {{ ref('int_comfort_policy') }}
