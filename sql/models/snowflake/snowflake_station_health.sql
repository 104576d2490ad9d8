{{ config(
    enabled=(env_var('ALLUVIUM_SNOWFLAKE_URL', '') != ''),
    unique_key='station',
    options={
        'url': env_var('ALLUVIUM_SNOWFLAKE_URL', ''),
        'user': env_var('ALLUVIUM_SNOWFLAKE_USER', 'ALLUVIUM'),
        'private-key.file': env_var('ALLUVIUM_SNOWFLAKE_KEY_FILE', ''),
        'database': 'ALLUVIUM', 'schema': 'GOLD', 'warehouse': 'ALLUVIUM', 'table': 'STATION_HEALTH',
        'schema.changes': 'evolve', 'sink.staleness': '5 s', 'version.column': '_commit_version'
    }
) }}
SELECT station, readings, missing_share, longest_gap_minutes, first_observed, last_observed, _commit_version
FROM {{ ref('station_health') }}
