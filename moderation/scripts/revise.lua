-- Put its author's new text in place of the one they saw. It is to be checked again; what waits for a person goes on waiting for one.
-- KEYS  1 comment  2 inbox  3 thread  4 published of the thread  5 bell  6 index of the status seen  7 the held
--       8 log of what people do  9 unsettled  10 11 settling of the held, of the rejected  12 the urgent  13... what else is set aside
-- ARGV  1 id  2 status seen  3 version seen  4 new document  5 verdict for a person, with its marks in the new text (JSON or '')
--       6 what stood there before, without its end, from its second field (JSON)  7 who changes it
--       8 how many texts from before are kept: none is ever dropped  9 how long after it was written, ms
--       10 '1' if a person has held or rejected it before  11 bell life ms  12 prefix of the site's keys
--       13 how many entries the log keeps, '' if it is the author themselves  14 how many events the site keeps
-- It goes to a person if one has decided against it, if it is in care, or if it was set aside: no check publishes that.
-- Returns {1, version, status, rung, the decision that waited or ''}, {0, status, version}; {-1} if there is no such comment,
--   {-2} if no more texts can be kept, {-3} if it is too late.
local seen = redis.call('HMGET', KEYS[1], 'status', 'version', 'created', 'history', 'before', 'parties', 'care', 'thread')
if not seen[1] then return {-1} end
if seen[1] ~= ARGV[2] or seen[2] ~= ARGV[3] then return {0, seen[1], tonumber(seen[2])} end
local time = redis.call('TIME')
if time[1] * 1000000 + time[2] - seen[3] > 1000 * ARGV[9] then return {-3} end
local before, kept = '', 0
if seen[5] then
  before = seen[5] .. '\n'
  kept = select(2, string.gsub(before, '\n', ''))
end
if kept >= tonumber(ARGV[8]) then return {-2} end
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version, to = tonumber(seen[2]) + 1, 'pending'
if seen[1] ~= 'pending' then
  local person = ARGV[10] == '1' or seen[7]
  for i = 12, #KEYS do person = person or redis.call('ZSCORE', KEYS[i], ARGV[1]) end
  if person then to = 'held' end
end
if ARGV[13] ~= '' then  -- before all else, as in `decide.lua`
  redis.call('XADD', KEYS[8], 'MAXLEN', '~', ARGV[13], '*', 'by', ARGV[7], 'comment', ARGV[1], 'version', version,
    'from', seen[1], 'to', to, 'reason', '', 'after', '', 'policy', '')
end
local entry = string.format('{"at":%d,"version":%d,"by":"%s","from":"%s","to":"%s","edited":true}', now, version, ARGV[7], seen[1], to)
redis.call('HSET', KEYS[1], 'doc', ARGV[4], 'status', to, 'version', version, 'history', seen[4] .. '\n' .. entry,
  'before', before .. '{"until":' .. version .. ',' .. ARGV[6])
if seen[1] == 'published' then
  for kind, bucket, rest in string.gmatch(seen[6] or '', '(%S)(%S%S%S)(%S*)') do
    local key, field = ARGV[12] .. 'record:' .. bucket, kind .. rest .. 'p'  -- as moderation/store/keys.py has it
    if redis.call('HINCRBY', key, field, -1) == 0 then redis.call('HDEL', key, field) end
  end
  redis.call('ZREM', KEYS[4], ARGV[1])
  redis.call('HINCRBY', KEYS[3], 'revision', 1)
  local pinned = redis.call('HGET', KEYS[3], 'pinned')
  if pinned then
    local stay = {}
    for id in string.gmatch(pinned, '%S+') do if id ~= ARGV[1] then stay[#stay + 1] = id end end
    redis.call('HSET', KEYS[3], 'pinned', table.concat(stay, ' '))
  end
end
if seen[1] ~= to then redis.call('ZREM', KEYS[6], ARGV[1]) end
local rung = 0
if to == 'held' then
  if ARGV[5] ~= '' then redis.call('HSET', KEYS[1], 'verdict', ARGV[5]) end
  redis.call('ZADD', KEYS[7], seen[3], ARGV[1])
  if seen[7] then redis.call('ZADD', KEYS[12], seen[3], ARGV[1]) end
else
  -- What was seen in another text says nothing of this one, and a worker that has that one cannot decide it any more.
  redis.call('HDEL', KEYS[1], 'verdict', 'parties', 'attempts')
  redis.call('ZADD', KEYS[2], now, ARGV[1])
  rung = redis.call('SET', KEYS[5], 1, 'NX', 'PX', ARGV[11]) and 1 or 0
end
local waits = redis.call('HGET', KEYS[9], ARGV[1])
if waits then  -- it was on another text
  redis.call('HDEL', KEYS[9], ARGV[1])
  redis.call('ZREM', KEYS[10], ARGV[1])
  redis.call('ZREM', KEYS[11], ARGV[1])
end
-- As in `decide.lua`.
redis.pcall('XADD', ARGV[12] .. 'events', 'MAXLEN', '~', ARGV[14], '*', 'did', 'edited', 'comment', ARGV[1],
  'thread', seen[8] or '', 'version', version, 'from', seen[1], 'to', to, 'by', ARGV[7])
return {1, version, to, rung, waits or ''}
