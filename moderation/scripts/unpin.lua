-- Take pins off a thread, of comments that still are not published there.
-- KEYS  1 thread   ARGV  1 thread key  2 prefix of the site's keys  3... ids
-- Returns how many.
local off, stay, count = {}, {}, 0
for i = 3, #ARGV do
  local comment = redis.pcall('HMGET', ARGV[2] .. 'comment:' .. ARGV[i], 'status', 'thread')  -- as in pins.lua
  off[ARGV[i]] = not comment.err and (comment[1] ~= 'published' or comment[2] ~= ARGV[1])
end
for id in string.gmatch(redis.call('HGET', KEYS[1], 'pinned') or '', '%S+') do
  if off[id] then count = count + 1 else stay[#stay + 1] = id end
end
if count == 0 then return 0 end
redis.call('HSET', KEYS[1], 'pinned', table.concat(stay, ' '))
redis.call('HINCRBY', KEYS[1], 'revision', 1)
return count
