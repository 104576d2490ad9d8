-- Begins a new epoch: larger than all before it, also where the store has lost its contents.
-- KEYS[1] the table's progress, a hash: 'last' is the last epoch, under each epoch is how many
-- checkpoints its writer has told, and under 'batches:<epoch>' how many batches. ARGV: how many epochs are remembered, then epoch and checkpoints
-- of each writer that the job was restored from.
-- Returns the epoch; 0 where the store has not what these writers had written.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local restored = {}
for i = 2, #ARGV, 2 do
  restored[ARGV[i]] = true
  local told = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '-1')
  if told < tonumber(ARGV[i + 1]) then
    return 0
  end
end
local epochs = {}
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local number = tonumber(field)
  if number then
    epochs[#epochs + 1] = number
  end
end
table.sort(epochs)
local remembered = tonumber(ARGV[1])
local excess = #epochs - remembered

-- Forgets the oldest of the first so many epochs.
local function forget(first, told_none_only)
  for i = 1, first do
    if excess <= 0 then
      return
    end
    local field = string.format('%.0f', epochs[i])
    local told = not restored[field] and redis.call('HGET', KEYS[1], field)
    if told and (told == '0' or not told_none_only) then
      redis.call('HDEL', KEYS[1], field, 'batches:' .. field)
      excess = excess - 1
    end
  end
end

-- No state names an epoch that has told no checkpoint: a job that fails again and again must not make
-- the store forget those that states do name. The newest may be of tasks that have only just begun.
local settled = math.max(0, #epochs - math.floor(remembered / 2))
forget(settled, true)
forget(settled, false)
local epoch = math.max(tonumber(redis.call('HGET', KEYS[1], 'last') or '0') + 1, now)
local text = string.format('%.0f', epoch)
redis.call('HSET', KEYS[1], 'last', text, text, '0')
return epoch
