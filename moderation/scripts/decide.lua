#!lua flags=allow-oom
-- Move one comment, if it still is what the decider saw. Runs in a full store too.
-- KEYS  1 comment  2 inbox  3 index of the old status  4 index of the new status  5 thread  6 published of the thread  7 due lessons
--       8 the urgent  9... what else is set aside until it is decided
-- ARGV  1 id  2 status seen  3 version seen  4 new status  5 verdict (JSON or '')  6 history entry without its time, from its second field (JSON)
--       7 channel  8 site  9 in how many ms a lesson is due, '' if the move teaches nothing
--       10 the parties it speaks for or against, parted by spaces ('' leaves those it has)  11 prefix of the site's keys
--       12 how many moves of people the site's log keeps, '' if no person makes this one
--       13 '1' if the verdict puts it in care: while it is held, it is among the urgent
--       14 who makes it  15 how many events the site keeps
-- A party's record says how many of its comments are published, and how many rejected; it is kept with every move.
-- Returns {1, version, now} or {0, status, version}; {-1} if there is no such comment.
local seen = redis.call('HMGET', KEYS[1], 'status', 'version', 'created', 'history', 'watched', 'parties', 'care', 'thread',
  'url', 'title', 'topics')
if not seen[1] then return {-1} end
if seen[1] ~= ARGV[2] or seen[2] ~= ARGV[3] then return {0, seen[1], tonumber(seen[2])} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version = tonumber(seen[2]) + 1
local entry = '{"at":' .. string.format('%d', now) .. ',"version":' .. version .. ',' .. ARGV[6]
if ARGV[12] ~= '' then
  -- Before all else: where another type stands in the log's place it is refused, and then nothing has been done.
  -- The key is as moderation/store/keys.py has it.
  local said = cjson.decode('{' .. ARGV[6])
  local after
  for line in string.gmatch(seen[4], '[^\n]+') do
    local move = cjson.decode(line)
    if not move.edited then after = move.by end
  end
  local verdict = ARGV[5] ~= '' and ARGV[5] or redis.call('HGET', KEYS[1], 'verdict')
  redis.call('XADD', ARGV[11] .. 'audit', 'MAXLEN', '~', ARGV[12], '*', 'by', ARGV[14], 'comment', ARGV[1], 'version', version,
    'from', ARGV[2], 'to', ARGV[4], 'reason', said.reason or '', 'after', after,
    'policy', verdict and cjson.decode(verdict).policy_version or '')
end
local before = seen[6] or ''
local parties = ARGV[10] ~= '' and ARGV[10] or before
local now_is = {'status', ARGV[4], 'version', version, 'history', seen[4] .. '\n' .. entry}
local care = seen[7]
if ARGV[5] ~= '' then
  now_is[7] = 'verdict'; now_is[8] = ARGV[5]
  care = ARGV[13] == '1'
  if care then now_is[9] = 'care'; now_is[10] = 1 elseif seen[7] then redis.call('HDEL', KEYS[1], 'care') end
end
if parties ~= before then now_is[#now_is + 1] = 'parties'; now_is[#now_is + 1] = parties end
redis.call('HSET', KEYS[1], unpack(now_is))
local function count(those, status, by)
  local letter = status == 'published' and 'p' or status == 'rejected' and 'r'
  if not letter then return end
  for kind, bucket, rest in string.gmatch(those, '(%S)(%S%S%S)(%S*)') do
    local key, field = ARGV[11] .. 'record:' .. bucket, kind .. rest .. letter  -- as moderation/store/keys.py has it
    if redis.call('HINCRBY', key, field, by) == 0 then redis.call('HDEL', key, field) end
  end
end
count(before, ARGV[2], -1)
count(parties, ARGV[4], 1)
if ARGV[2] == 'pending' then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[1], 'attempts', 'watched')
else
  redis.call('ZREM', KEYS[3], ARGV[1])
end
redis.call('ZADD', KEYS[4], seen[3], ARGV[1])
if ARGV[4] == 'published' then
  redis.call('ZADD', KEYS[6], seen[3], ARGV[1])
  redis.call('HINCRBY', KEYS[5], 'revision', 1)
  for i, name in ipairs({'url', 'title', 'topics'}) do  -- what it says of its article, where the thread has nothing
    if seen[8 + i] then redis.call('HSETNX', KEYS[5], name, seen[8 + i]) end
  end
  if seen[9] or seen[10] or seen[11] then redis.call('HDEL', KEYS[1], 'url', 'title', 'topics') end
elseif ARGV[2] == 'published' then
  redis.call('ZREM', KEYS[6], ARGV[1])
  redis.call('HINCRBY', KEYS[5], 'revision', 1)
  local pinned = redis.call('HGET', KEYS[5], 'pinned')
  if pinned then  -- what readers cannot see is not shown to them first
    local stay = {}
    for id in string.gmatch(pinned, '%S+') do if id ~= ARGV[1] then stay[#stay + 1] = id end end
    redis.call('HSET', KEYS[5], 'pinned', table.concat(stay, ' '))
  end
end
if ARGV[4] ~= 'held' then
  redis.call('ZREM', KEYS[8], ARGV[1])
elseif care then
  redis.call('ZADD', KEYS[8], seen[3], ARGV[1])
end
if ARGV[2] ~= 'pending' then
  for i = 9, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
end
if ARGV[9] ~= '' then redis.call('ZADD', KEYS[7], now + ARGV[9], ARGV[1]) end
if seen[5] then redis.call('PUBLISH', ARGV[7], ARGV[8] .. ' ' .. ARGV[1]) end
-- Whoever follows the site is told; that they cannot be is no reason not to decide.
redis.pcall('XADD', ARGV[11] .. 'events', 'MAXLEN', '~', ARGV[15], '*', 'did', ARGV[4], 'comment', ARGV[1],
  'thread', seen[8] or '', 'version', version, 'from', ARGV[2], 'to', ARGV[4], 'by', ARGV[14])
return {1, version, now}
