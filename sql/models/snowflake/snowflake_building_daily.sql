{{ config(
    enabled=(env_var('ALLUVIUM_SNOWFLAKE_URL', '') != ''),
    unique_key=['building', 'reading_date'],
    options={
        'url': env_var('ALLUVIUM_SNOWFLAKE_URL', ''),
        'user': env_var('ALLUVIUM_SNOWFLAKE_USER', 'ALLUVIUM'),
        'private-key.file': env_var('ALLUVIUM_SNOWFLAKE_KEY_FILE', ''),
        'database': 'ALLUVIUM', 'schema': 'GOLD', 'warehouse': 'ALLUVIUM', 'table': 'BUILDING_DAILY',
        'schema.changes': 'evolve', 'sink.staleness': '5 s', 'version.column': '_commit_version'
    }
) }}
SELECT building, reading_date, readings, temperature_mean, temperature_min, temperature_max,
       heating_degree_days, cooling_degree_days, _commit_version
FROM {{ ref('building_daily') }}
