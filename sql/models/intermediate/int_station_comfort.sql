-- The buildings of each usage that a station serves now, and between which temperatures they were
-- comfortable when. A usage has no row for the time at which it had no policy.
SELECT b.station, b.primary_usage, b.buildings, p.comfort_low, p.comfort_high,
       p.dbt_valid_from AS valid_from, p.dbt_valid_to AS valid_to
FROM (
  SELECT station, primary_usage, COUNT(*) AS buildings
  FROM {{ ref('building') }}
  WHERE station IS NOT NULL AND primary_usage IS NOT NULL
  GROUP BY station, primary_usage
) AS b
JOIN {{ ref('comfort_policy_history') }} AS p ON p.primary_usage = b.primary_usage
WHERE NOT p.is_deleted
