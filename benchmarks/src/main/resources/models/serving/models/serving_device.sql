{{ config(
    job=var('pushing'),
    materialized='push',
    connector='redis',
    unique_key='device',
    options={
        'uri': var('redis'),
        'key.prefix': 'device',
        'version.column': 'last_seq',
        'freshness.key': 'freshness:device'
    }
) }}
SELECT device, readings, mean, last_seq
FROM {{ ref('device') }}
