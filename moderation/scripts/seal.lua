-- Let one thread's key lead to another's from now on. Nothing is accepted under it any more (`accept.lua`); what it has is moved after that.
-- KEYS  1 thread  2 the thread it is to lead to
-- ARGV  1 key  2 key it is to lead to  3 'merge' if there must be that thread, 'remap' if there must not  4 who does  5 '1' to look only
-- Returns {word, key}: sealed | again (it leads there already) | unknown | elsewhere (it leads to that key) | onward (the other one leads to that)
--   | missing | taken.
local from = redis.call('HMGET', KEYS[1], 'key', 'into', 'closed', 'title', 'topics', 'born')
local to = redis.call('HMGET', KEYS[2], 'key', 'into')
if not from[1] then return {'unknown', ''} end
if from[2] == ARGV[2] then
  if ARGV[5] == '' then redis.call('HINCRBY', KEYS[2], 'revision', 1) end  -- an edit may have told the old thread alone
  return {'again', ''}
end
if from[2] then return {'elsewhere', from[2]} end
if to[2] and to[2] ~= ARGV[1] then return {'onward', to[2]} end
local known = to[1] and not to[2]  -- one that leads here was a name of this thread: it becomes its name again
if ARGV[3] == 'merge' and not known then return {'missing', ''} end
if ARGV[3] == 'remap' and known then return {'taken', ''} end
if ARGV[5] == '1' then return {'sealed', ''} end
if not known then
  redis.call('HDEL', KEYS[2], 'into', 'closed')
  if from[3] then redis.call('HSET', KEYS[2], 'closed', from[3]) end
end
redis.call('HSET', KEYS[2], 'key', ARGV[2])
for i, name in ipairs({'title', 'topics', 'born'}) do
  if from[3 + i] then redis.call('HSETNX', KEYS[2], name, from[3 + i]) end
end
local time = redis.call('TIME')
local now = string.format('%d', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('HSET', KEYS[1], 'into', ARGV[2], 'closed', now .. ' ' .. ARGV[4])
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('HINCRBY', KEYS[2], 'revision', 1)
return {'sealed', ''}
