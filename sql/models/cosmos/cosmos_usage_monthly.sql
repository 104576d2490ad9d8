{{ config(
    enabled=(env_var('ALLUVIUM_COSMOS_KEY_FILE', '') != ''),
    unique_key=['primary_usage', 'month_start'],
    options={
        'endpoint': env_var('ALLUVIUM_COSMOS_ENDPOINT', ''),
        'key.file': env_var('ALLUVIUM_COSMOS_KEY_FILE', ''),
        'database': 'alluvium', 'container': 'usage_monthly', 'container.create': 'true',
        'version.column': '_commit_version', 'freshness.id': 'freshness'
    }
) }}
SELECT primary_usage, month_start, buildings, heating_degree_days, cooling_degree_days,
       floor_area_m2, _commit_version
FROM {{ ref('usage_monthly') }}
