-- Begins a new epoch: larger than all before it, also where the store has lost its contents.
-- KEYS[1] the table's progress, a hash: 'last' is the last epoch, and under each epoch is how many
-- checkpoints its writer has told. ARGV: how many epochs are remembered, then epoch and checkpoints
-- of each writer that the job was restored from.
-- Returns the epoch; 0 where the store has not what these writers had written.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 2, #ARGV, 2 do
  local told = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '-1')
  if told < tonumber(ARGV[i + 1]) then
    return 0
  end
end
local epochs = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if field ~= 'last' then
    epochs[#epochs + 1] = tonumber(field)
  end
end
table.sort(epochs)
for i = 1, #epochs - tonumber(ARGV[1]) do
  redis.call('HDEL', KEYS[1], string.format('%.0f', epochs[i]))
end
local epoch = math.max(tonumber(redis.call('HGET', KEYS[1], 'last') or '0') + 1, now)
local text = string.format('%.0f', epoch)
redis.call('HSET', KEYS[1], 'last', text, text, '0')
return epoch
