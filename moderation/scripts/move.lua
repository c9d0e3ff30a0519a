-- Move one comment from a sealed thread to the one it leads to; or put one right that was decided as of the old thread while it was moved.
-- Whoever decides has read which thread it is in, so what is about to be decided is left until it is.
-- KEYS  1 comment  2 thread  3 published of the thread  4 the other thread  5 published of that  6 inbox  7 unsettled
-- ARGV  1 id  2 thread key  3 the other thread's key  4 how many may be pinned
-- Returns moved | righted | busy | none (there is nothing to do).
local id = ARGV[1]
local comment = redis.call('HMGET', KEYS[1], 'status', 'thread', 'created')
local published = comment[1] == 'published'
if comment[2] ~= ARGV[2] and comment[2] ~= ARGV[3] then return 'none' end
local word = 'righted'
local waits  -- a decision that cannot be read is never carried out (fsck tells), so nothing waits for it
local read, decision = pcall(cjson.decode, redis.call('HGET', KEYS[7], id) or '')
if read and type(decision) == 'table' then waits = decision end
if comment[2] == ARGV[2] then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local due = redis.call('ZSCORE', KEYS[6], id)
  if comment[1] == 'pending' and due and tonumber(due) > now then return 'busy' end
  if waits then return 'busy' end
  redis.call('HSET', KEYS[1], 'thread', ARGV[3])
  redis.call('HDEL', KEYS[1], 'url')  -- the article is at another now
  word = 'moved'
elseif waits and waits.thread_key == ARGV[2] then
  return 'busy'
end
local left = redis.call('ZREM', KEYS[3], id)
local put = 0
if published then
  put = redis.call('ZADD', KEYS[5], comment[3], id)
elseif word == 'righted' then
  put = redis.call('ZREM', KEYS[5], id)
end
if word == 'righted' and left + put == 0 then return 'none' end
local function pins(key)
  local found = {}
  for each in string.gmatch(redis.call('HGET', key, 'pinned') or '', '%S+') do
    if each ~= id then found[#found + 1] = each end
  end
  return found
end
local before = redis.call('HGET', KEYS[2], 'pinned') or ''
local stay = pins(KEYS[2])
if table.concat(stay, ' ') ~= before then  -- it was pinned, and is so there if there is room
  redis.call('HSET', KEYS[2], 'pinned', table.concat(stay, ' '))
  local there = pins(KEYS[4])
  if published and #there < tonumber(ARGV[4]) then
    there[#there + 1] = id
    redis.call('HSET', KEYS[4], 'pinned', table.concat(there, ' '))
  end
elseif not published and redis.call('HEXISTS', KEYS[4], 'pinned') == 1 then
  redis.call('HSET', KEYS[4], 'pinned', table.concat(pins(KEYS[4]), ' '))
end
redis.call('HINCRBY', KEYS[2], 'revision', 1)
redis.call('HINCRBY', KEYS[4], 'revision', 1)
return word
