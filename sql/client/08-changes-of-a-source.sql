-- Every change of a database's rows is kept: which buildings were changed after they were first seen.
SELECT building, COUNT(*) AS changes, MIN(_source_ts) AS first_seen, MAX(_source_ts) AS last_changed
FROM bronze.building
GROUP BY building
HAVING COUNT(*) > 1
ORDER BY changes DESC, building
LIMIT 10;
