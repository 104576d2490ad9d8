{{ config(unique_key='building', table_options={'write.mode': 'copy-on-write'}) }}
SELECT building, primary_usage, industry, station,
       CAST(floor_area_m2 AS DOUBLE) AS floor_area_m2, time_zone,
       CAST(year_built AS INT) AS year_built
FROM {{ ref('int_building') }}
