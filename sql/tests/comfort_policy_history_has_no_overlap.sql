-- At no time two versions of a policy are valid, and none of them ends before it begins.
SELECT earlier.primary_usage, earlier.dbt_valid_from, earlier.dbt_valid_to
FROM {{ ref('comfort_policy_history') }} AS earlier
JOIN {{ ref('comfort_policy_history') }} AS later ON earlier.primary_usage = later.primary_usage
WHERE earlier.dbt_valid_to <= earlier.dbt_valid_from
  OR (earlier.dbt_valid_from < later.dbt_valid_from
      AND (earlier.dbt_valid_to IS NULL OR earlier.dbt_valid_to > later.dbt_valid_from))
