-- Tells the store that a batch is written, behind its rows. To tell it again changes nothing.
-- KEYS[1] the table's progress; ARGV: the writer's epoch, the number of its batch, from 1.
-- An error where the store does not know of the batch before, and so has lost it.
local field = 'batches:' .. ARGV[1]
if not redis.call('HGET', KEYS[1], ARGV[1]) then
  -- It has lost the writer's epoch, too: its next checkpoint finds that out.
  return 0
end
local known = tonumber(redis.call('HGET', KEYS[1], field) or '0')
local before = tonumber(ARGV[2]) - 1
if known ~= before and known ~= before + 1 then
  return redis.error_reply(string.format(
    'LOSTBATCH the writer has written %.0f batches, of which %.0f are known', before, known))
end
redis.call('HSET', KEYS[1], field, ARGV[2])
return 1
