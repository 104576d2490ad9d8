-- What a reader learns about a table, written behind its rows.
-- KEYS[1] the hash; ARGV: time of the write, rows of it (0: nothing had changed), event time or ''.
redis.call('HSET', KEYS[1], 'checked_at', ARGV[1])
if tonumber(ARGV[2]) > 0 then
  redis.call('HSET', KEYS[1], 'written_at', ARGV[1], 'rows', ARGV[2])
end
local seen = redis.call('HGET', KEYS[1], 'as_of')
if ARGV[3] ~= '' and (not seen or ARGV[3] > seen) then
  redis.call('HSET', KEYS[1], 'as_of', ARGV[3])
end
