{{ config(
    unique_key=['primary_usage', 'month_start'],
    options={
        'uri': env_var('ALLUVIUM_REDIS_URI', 'redis://127.0.0.1:6379'),
        'key.prefix': 'alluvium:usage_monthly',
        'version.column': '_commit_version',
        'freshness.key': 'alluvium:freshness:usage_monthly'
    }
) }}
SELECT primary_usage, month_start, buildings, heating_degree_days, cooling_degree_days,
       floor_area_m2, _commit_version
FROM {{ ref('usage_monthly') }}
