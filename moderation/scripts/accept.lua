-- Accept one comment: all of it or nothing.
-- KEYS  1 comment  2 inbox  3 thread  4 bell  5 idempotency  6 parent comment  7 rush
-- ARGV  1 id  2 document  3 thread key  4 thread url  5 title  6 topics (JSON)  7 trusted ('1' may change the thread's names)
--       8 fingerprint of the request ('' without an idempotency key)  9 its life ms  10 bell life ms
--       11 watched ('1' if somebody waits for the decision)  12 parent id or ''
--       13 rush life ms ('' if there is none)  14 how long it is left to its writer's own decision before it is due, ms
--       ('' if it is due now; only then does the bell ring)
-- Returns {word, id, rung}: accepted | replayed | mismatch | closed | no_parent
if ARGV[8] ~= '' then
  local first = redis.call('GET', KEYS[5])
  if first then
    local id, fingerprint = string.match(first, '^(%S+) (%S+)$')
    if fingerprint ~= ARGV[8] then return {'mismatch', id, 0} end
    return {'replayed', id, 0}
  end
end
local known = redis.call('HMGET', KEYS[3], 'key', 'url', 'title', 'topics', 'closed')
if known[5] then return {'closed', '', 0} end
if ARGV[12] ~= '' then
  local parent = redis.call('HMGET', KEYS[6], 'status', 'thread')
  if parent[1] ~= 'published' or parent[2] ~= ARGV[3] then return {'no_parent', '', 0} end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local entry = '{"at":' .. string.format('%d', now) .. ',"by":"author","to":"pending","version":1}'
-- Microseconds, so that no two comments tie and pages keep the order of arrival.
local created = string.format('%.0f', time[1] * 1000000 + time[2])
redis.call('HSET', KEYS[1], 'doc', ARGV[2], 'thread', ARGV[3], 'status', 'pending', 'version', 1,
  'created', created, 'history', entry)
if ARGV[11] == '1' then redis.call('HSET', KEYS[1], 'watched', 1) end
local left = ARGV[14] ~= '' and ARGV[14] or 0
redis.call('ZADD', KEYS[2], now + left, ARGV[1])
if ARGV[8] ~= '' then redis.call('SET', KEYS[5], ARGV[1] .. ' ' .. ARGV[8], 'PX', ARGV[9]) end
if known[1] ~= ARGV[3] then
  redis.call('HSET', KEYS[3], 'key', ARGV[3])
  redis.call('HSETNX', KEYS[3], 'born', string.format('%d', now))
end
-- The site itself says how its article is called. What others say is kept with their comment, and counts if that is published.
local whose = ARGV[7] == '1' and KEYS[3] or KEYS[1]
local named = {}
for i, name in ipairs({'url', 'title', 'topics'}) do
  local said, before = ARGV[3 + i], known[1 + i]
  if said ~= '' and said ~= before and (ARGV[7] == '1' or not before) then
    named[#named + 1] = name; named[#named + 1] = said
  end
end
if #named > 0 then redis.call('HSET', whose, unpack(named)) end
if ARGV[13] ~= '' then redis.call('SET', KEYS[7], 1, 'PX', ARGV[13]) end
if ARGV[14] ~= '' then return {'accepted', ARGV[1], 0} end
local rung = redis.call('SET', KEYS[4], 1, 'NX', 'PX', ARGV[10]) and 1 or 0
return {'accepted', ARGV[1], rung}
