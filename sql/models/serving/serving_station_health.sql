{{ config(
    unique_key='station',
    options={
        'uri': env_var('ALLUVIUM_REDIS_URI', 'redis://127.0.0.1:6379'),
        'key.prefix': 'alluvium:station_health',
        'version.column': '_commit_version',
        'freshness.key': 'alluvium:freshness:station_health'
    }
) }}
SELECT station, readings, missing_share, longest_gap_minutes, first_observed, last_observed, _commit_version
FROM {{ ref('station_health') }}
