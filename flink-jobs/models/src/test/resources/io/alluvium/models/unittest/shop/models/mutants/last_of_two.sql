{{ config(materialized='table', unique_key='customer') }}
SELECT customer, price FROM {{ source('raw', 'orders') }}
