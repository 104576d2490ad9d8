-- Tells the store that a writer has come to a checkpoint. To tell it again changes nothing.
-- KEYS[1] the table's progress; ARGV: the writer's epoch, how many checkpoints it had told before, how
-- many batches it has written.
-- An error where the store does not know of these checkpoints or batches, and so has lost what was
-- written. Whether it still has what the job's last checkpoint names is found out at the next start.
local known = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '-1')
local before = tonumber(ARGV[2])
if known ~= before and known ~= before + 1 then
  return redis.error_reply(string.format(
    'LOSTBATCH the writer has told %s checkpoints, of which %.0f are known', ARGV[2], math.max(known, 0)))
end
local batches = tonumber(redis.call('HGET', KEYS[1], 'batches:' .. ARGV[1]) or '0')
if batches ~= tonumber(ARGV[3]) then
  return redis.error_reply(string.format(
    'LOSTBATCH the writer has written %s batches, of which %.0f are known', ARGV[3], batches))
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', before + 1))
return 1
