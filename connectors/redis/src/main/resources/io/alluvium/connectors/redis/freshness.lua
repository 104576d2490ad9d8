-- What a reader learns about a table, written behind its rows.
-- KEYS[1] the hash; ARGV: time of a write, rows of it (0: none), event time or ''; at a checkpoint also the
-- time before which all changes of the task's rows are there, the task, from 0, and how many there are.
local key = KEYS[1]
if tonumber(ARGV[2]) > 0 then
  redis.call('HSET', key, 'written_at', ARGV[1], 'rows', ARGV[2])
end
local seen = redis.call('HGET', key, 'as_of')
if ARGV[3] ~= '' and (not seen or ARGV[3] > seen) then
  redis.call('HSET', key, 'as_of', ARGV[3])
end
local checked, task, tasks = ARGV[4], ARGV[5], ARGV[6]
if not checked then
  return
end
if redis.call('HGET', key, 'tasks') ~= tasks then
  -- Tasks of another number had other rows: what they told says nothing of these.
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if string.sub(field, 1, 5) == 'task:' then
      redis.call('HDEL', key, field)
    end
  end
  redis.call('HSET', key, 'tasks', tasks)
end
redis.call('HSET', key, 'task:' .. task, checked)
-- The table is as fresh as the task that is behind.
for other = 0, tonumber(tasks) - 1 do
  local told = redis.call('HGET', key, 'task:' .. other)
  if not told then
    return
  end
  checked = told < checked and told or checked
end
redis.call('HSET', key, 'checked_at', checked)
