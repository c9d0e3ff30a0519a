#!lua flags=allow-oom
-- Remove a comment for its author, wherever it stands, and erase what they wrote and who they are. Runs in a full store too.
-- KEYS  1 comment  2 inbox  3 thread  4 published of the thread  5 index of the status seen  6 the removed
--       7 log of what people do  8 unsettled  9 10 settling of the held, of the rejected  11 notes  12 reports  13... all that is set aside
-- ARGV  1 id  2 status seen  3 version seen  4 what stays of the document  5 who removes it  6 channel  7 site
--       8 prefix of the site's keys  9 how many entries the log keeps, '' if it is the author themselves
--       10 how many events the site keeps
-- What was rejected goes on counting against whom it counted: nobody mends their record by deleting it.
-- Returns {1, version} or {0, status, version}; {-1} if there is no such comment.
local seen = redis.call('HMGET', KEYS[1], 'status', 'version', 'created', 'history', 'watched', 'parties', 'thread')
if not seen[1] then return {-1} end
if seen[1] ~= ARGV[2] or seen[2] ~= ARGV[3] then return {0, seen[1], tonumber(seen[2])} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version = tonumber(seen[2]) + 1
if ARGV[9] ~= '' then  -- before all else, as in `decide.lua`
  redis.call('XADD', KEYS[7], 'MAXLEN', '~', ARGV[9], '*', 'by', ARGV[5], 'comment', ARGV[1], 'version', version,
    'from', seen[1], 'to', 'removed', 'reason', '', 'after', '', 'policy', '')
end
local entry = string.format('{"at":%d,"version":%d,"by":"%s","from":"%s","to":"removed","erased":true}', now, version, ARGV[5], seen[1])
redis.call('HSET', KEYS[1], 'doc', ARGV[4], 'status', 'removed', 'version', version, 'history', seen[4] .. '\n' .. entry)
redis.call('HDEL', KEYS[1], 'before', 'verdict', 'care', 'parties', 'attempts', 'watched', 'appealed',
  'url', 'title', 'topics')
if seen[1] == 'published' then
  for kind, bucket, rest in string.gmatch(seen[6] or '', '(%S)(%S%S%S)(%S*)') do
    local key, field = ARGV[8] .. 'record:' .. bucket, kind .. rest .. 'p'  -- as moderation/store/keys.py has it
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
redis.call('ZREM', KEYS[5], ARGV[1])
redis.call('ZADD', KEYS[6], seen[3], ARGV[1])
redis.call('HDEL', KEYS[8], ARGV[1])
redis.call('ZREM', KEYS[9], ARGV[1])
redis.call('ZREM', KEYS[10], ARGV[1])
redis.call('DEL', KEYS[11], KEYS[12])
for i = 13, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
if seen[5] then redis.call('PUBLISH', ARGV[6], ARGV[7] .. ' ' .. ARGV[1]) end
-- As in `decide.lua`.
redis.pcall('XADD', ARGV[8] .. 'events', 'MAXLEN', '~', ARGV[10], '*', 'did', 'removed', 'comment', ARGV[1],
  'thread', seen[7] or '', 'version', version, 'from', seen[1], 'to', 'removed', 'by', ARGV[5])
return {1, version}
