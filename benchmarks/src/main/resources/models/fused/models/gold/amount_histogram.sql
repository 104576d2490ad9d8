{{ job('amount_histogram') }}
{{ config(unique_key=['metric', 'band']) }}
SELECT
  metric,
  CAST(FLOOR(amount / 10) AS INT) AS band,
  COUNT(*) AS readings,
  SUM(amount) AS amount
FROM {{ ref('reading') }}{{ at(var('reading_version')) }}
GROUP BY metric, CAST(FLOOR(amount / 10) AS INT)
