{{ config(
    unique_key=['building', 'reading_date'],
    options={
        'uri': env_var('ALLUVIUM_REDIS_URI', 'redis://127.0.0.1:6379'),
        'key.prefix': 'alluvium:building_daily',
        'version.column': '_commit_version',
        'freshness.key': 'alluvium:freshness:building_daily'
    }
) }}
SELECT building, reading_date, readings, temperature_mean, temperature_min, temperature_max,
       heating_degree_days, cooling_degree_days, _commit_version
FROM {{ ref('building_daily') }}
