-- Keep a ruling, at the store's time, or end one. Those whose time is up go first.
-- KEYS  1 rulings: name -> ruling (JSON)  2 names of those that end, by when, ms  3 acts
-- ARGV  1 name  2 the ruling without its times, from its second field (JSON), '' to end it
--       3 how long it lasts, ms, '' for good  4 how many are kept  5 who does  6 how many acts are kept
-- Returns 1, or 0 if there is no room for it, or none to end.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, name in ipairs(redis.call('ZRANGE', KEYS[2], '-inf', now, 'BYSCORE', 'LIMIT', 0, 1000)) do
  redis.call('HDEL', KEYS[1], name)
  redis.call('ZREM', KEYS[2], name)
end
local function note(did, ruling)
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[6], '*', 'by', ARGV[5], 'did', did,
    'what', ruling.word .. ' ' .. ruling.kind, 'comment', '')
end
if ARGV[2] == '' then
  local ruling = redis.call('HGET', KEYS[1], ARGV[1])
  if not ruling then return 0 end
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  note('ended', cjson.decode(ruling))
  return 1
end
local is_new = redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0
if is_new and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
local times = '{"at":' .. string.format('%d', now) .. ','
if ARGV[3] == '' then
  redis.call('ZREM', KEYS[2], ARGV[1])
else
  local ends = string.format('%d', now + ARGV[3])
  redis.call('ZADD', KEYS[2], ends, ARGV[1])
  times = times .. '"until":' .. ends .. ','
end
redis.call('HSET', KEYS[1], ARGV[1], times .. ARGV[2])
note('ruled', cjson.decode('{' .. ARGV[2]))
return 1
