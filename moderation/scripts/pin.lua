-- Show a published comment of a thread before the others, or no longer. What leaves the page loses its pin in `decide.lua`.
-- KEYS  1 thread  2 comment  3 acts
-- ARGV  1 id  2 thread key  3 '1' to pin it, '' to take the pin off  4 how many may be pinned  5 who does  6 how many acts are kept
-- Returns changed | as_before | not_published | full.
local stay, was = {}, false
for id in string.gmatch(redis.call('HGET', KEYS[1], 'pinned') or '', '%S+') do
  if id == ARGV[1] then was = true else stay[#stay + 1] = id end
end
if was == (ARGV[3] == '1') then return 'as_before' end
if not was then
  local comment = redis.call('HMGET', KEYS[2], 'status', 'thread')
  if comment[1] ~= 'published' or comment[2] ~= ARGV[2] then return 'not_published' end
  if #stay >= tonumber(ARGV[4]) then return 'full' end
  stay[#stay + 1] = ARGV[1]
end
redis.call('HSET', KEYS[1], 'pinned', table.concat(stay, ' '))
redis.call('HINCRBY', KEYS[1], 'revision', 1)
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[6], '*', 'by', ARGV[5], 'did', was and 'unpinned' or 'pinned',
  'what', ARGV[2], 'comment', ARGV[1])
return 'changed'
