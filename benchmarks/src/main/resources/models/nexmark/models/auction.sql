{{ config(materialized='view', job=var('query')) }}
SELECT * FROM {{ source('nexmark', 'auction') }}
