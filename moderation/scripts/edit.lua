-- Change the text of one comment, if it still is what the editor saw. Its status stays, and what stood there before is kept.
-- KEYS  1 comment  2 thread  3 log of what people do  4 events
-- ARGV  1 status seen  2 version seen  3 new document  4 verdict on it (JSON, '' leaves the one it has)
--       5 what stood there before, without its end, from its second field (JSON)  6 history entry without its time, from its
--       second field (JSON)  7 how many texts from before are kept: none is ever dropped
--       8 how many entries the log keeps, '' if no person makes this change  9 id
--       10 who makes it  11 how many events the site keeps
-- Returns {1, version, now} or {0, status, version}; {-1} if there is no such comment, {-2} if no more can be kept.
local seen = redis.call('HMGET', KEYS[1], 'status', 'version', 'history', 'before', 'thread')
if not seen[1] then return {-1} end
if seen[1] ~= ARGV[1] or seen[2] ~= ARGV[2] then return {0, seen[1], tonumber(seen[2])} end
local before, kept = '', 0
if seen[4] then
  before = seen[4] .. '\n'
  kept = select(2, string.gsub(before, '\n', ''))
end
if kept >= tonumber(ARGV[7]) then return {-2} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version = tonumber(seen[2]) + 1
local entry = '{"at":' .. string.format('%d', now) .. ',"version":' .. version .. ',' .. ARGV[6]
if ARGV[8] ~= '' then
  -- Before all else and with the same fields, as in `decide.lua`. It moves from where it stands to there.
  local verdict = ARGV[4] ~= '' and ARGV[4] or redis.call('HGET', KEYS[1], 'verdict')
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[8], '*', 'by', ARGV[10], 'comment', ARGV[9],
    'version', version, 'from', seen[1], 'to', seen[1], 'reason', '', 'after', '',
    'policy', verdict and cjson.decode(verdict).policy_version or '')
end
redis.call('HSET', KEYS[1], 'doc', ARGV[3], 'version', version, 'history', seen[3] .. '\n' .. entry,
  'before', before .. '{"until":' .. version .. ',' .. ARGV[5])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'verdict', ARGV[4]) end
if seen[1] == 'published' then redis.call('HINCRBY', KEYS[2], 'revision', 1) end
-- As in `decide.lua`.
redis.pcall('XADD', KEYS[4], 'MAXLEN', '~', ARGV[11], '*', 'did', 'edited', 'comment', ARGV[9],
  'thread', seen[5] or '', 'version', version, 'from', seen[1], 'to', seen[1], 'by', ARGV[10])
return {1, version, now}
