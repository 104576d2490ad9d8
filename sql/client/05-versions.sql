-- The history of a table: one line a commit, the newest first.
CALL sys.history('gold.building_daily', 5);
