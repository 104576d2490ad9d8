-- At no time two versions of a policy are valid, and none of them ends before it begins.
SELECT one.primary_usage, one.dbt_valid_from, one.dbt_valid_to
FROM {{ ref('comfort_policy_history') }} AS one
JOIN {{ ref('comfort_policy_history') }} AS other ON one.primary_usage = other.primary_usage
WHERE one.dbt_valid_to <= one.dbt_valid_from
  OR (one.dbt_valid_from < other.dbt_valid_from
      AND (one.dbt_valid_to IS NULL OR one.dbt_valid_to > other.dbt_valid_from))
