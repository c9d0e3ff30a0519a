-- Put one comment's index entries right, if it still is what was judged. Its own hash is the truth; nothing else is touched.
-- KEYS  1 comment  2 inbox  3 page of its thread  4 its thread  5 a page it was found on  6 that page's thread  7... index of each decided status, then the urgent
-- ARGV  1 id  2 status  3 version  4 created us  5 thread key, all as judged  6 how far ahead it may be due, ms  7... the statuses of KEYS 7..., then '1' if it is in care
-- Returns how many entries were changed; -1 if it is not what was judged any more.
local seen = redis.call('HMGET', KEYS[1], 'status', 'version', 'created', 'thread')
for i = 1, 4 do
  if seen[i] ~= ARGV[i + 1] then return -1 end
end
local id, status, created = ARGV[1], ARGV[2], ARGV[4]
local changed = 0
local function put(key, score)
  local present = redis.call('ZSCORE', key, id)
  if present and tonumber(present) == tonumber(score) then return 0 end
  redis.call('ZADD', key, score, id)
  return 1
end
local function belongs(key, does)
  if does then return put(key, created) end
  return redis.call('ZREM', key, id)
end
if status == 'pending' then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local due = redis.call('ZSCORE', KEYS[2], id)
  if not due or tonumber(due) > now + ARGV[6] then changed = changed + put(KEYS[2], now) end
else
  changed = changed + redis.call('ZREM', KEYS[2], id)
end
for i = 7, #KEYS - 1 do changed = changed + belongs(KEYS[i], ARGV[i] == status) end
local urgent = KEYS[#KEYS]
if status ~= 'held' then
  changed = changed + redis.call('ZREM', urgent, id)
elseif redis.call('ZSCORE', urgent, id) or ARGV[#KEYS] == '1' then
  changed = changed + put(urgent, created)
end
local pages = {belongs(KEYS[3], status == 'published')}
if KEYS[5] ~= KEYS[3] then pages[2] = redis.call('ZREM', KEYS[5], id) end
for i, moved in ipairs(pages) do
  local thread = KEYS[2 + 2 * i]
  -- Readers' copies of the page end with its revision; a thread that nobody named stays so.
  if moved == 1 and redis.call('EXISTS', thread) == 1 then redis.call('HINCRBY', thread, 'revision', 1) end
  changed = changed + moved
end
return changed
