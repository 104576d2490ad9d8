{{ config(
    enabled=(env_var('ALLUVIUM_COSMOS_KEY_FILE', '') != ''),
    unique_key='station',
    options={
        'endpoint': env_var('ALLUVIUM_COSMOS_ENDPOINT', ''),
        'key.file': env_var('ALLUVIUM_COSMOS_KEY_FILE', ''),
        'database': 'alluvium', 'container': 'station_health', 'container.create': 'true',
        'version.column': '_commit_version', 'freshness.id': 'freshness'
    }
) }}
SELECT station, readings, missing_share, longest_gap_minutes, first_observed, last_observed, _commit_version
FROM {{ ref('station_health') }}
