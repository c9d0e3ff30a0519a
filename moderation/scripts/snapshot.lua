#!lua flags=no-writes
-- One comment, and its score in every index it may stand in, at one instant.
-- KEYS  1 comment  2 inbox  3... index of each decided status, then the urgent   ARGV  1 id  2 prefix of the site's keys
--       3 thread on whose page it was found, or ''
-- Returns {now ms, {doc, thread, status, version, created, history, verdict, before, care}, score in the inbox, on its thread's page,
--   its thread's own key, score on the page it was found on, in each of KEYS 3...}; '' for what there is not.
local time = redis.call('TIME')
local comment = redis.call('HMGET', KEYS[1], 'doc', 'thread', 'status', 'version', 'created', 'history', 'verdict', 'before', 'care')
local page, named = '', ''
if comment[2] then
  page = redis.call('ZSCORE', ARGV[2] .. 'published:' .. comment[2], ARGV[1]) or ''
  named = redis.call('HGET', ARGV[2] .. 'thread:' .. comment[2], 'key') or ''
end
local found = ''
if ARGV[3] ~= '' then found = redis.call('ZSCORE', ARGV[2] .. 'published:' .. ARGV[3], ARGV[1]) or '' end
local seen = {time[1] * 1000 + math.floor(time[2] / 1000), comment,
  redis.call('ZSCORE', KEYS[2], ARGV[1]) or '', page, named, found}
for i = 3, #KEYS do seen[#seen + 1] = redis.call('ZSCORE', KEYS[i], ARGV[1]) or '' end
return seen
