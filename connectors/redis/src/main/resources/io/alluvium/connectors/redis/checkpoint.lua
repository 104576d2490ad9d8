-- Tells the store that a writer has come to a checkpoint. To tell it again changes nothing.
-- KEYS[1] the table's progress; ARGV: the writer's epoch, how many checkpoints it had told before.
-- Returns 1; 0 where the store does not know of these, and so has lost what was written.
local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-1')
local before = tonumber(ARGV[2])
if known ~= before and known ~= before + 1 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', before + 1))
return 1
