-- Say which comment somebody looks at, and learn which the others do. A look ends by itself.
-- KEYS  1 looks: who -> "until id"
-- ARGV  1 who  2 id of the comment, '' for none  3 how long a look lasts, ms
-- Returns {who, id, ...} of the others.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local others = {}
local looks = redis.call('HGETALL', KEYS[1])
for at = 1, #looks, 2 do
  local ends, id = string.match(looks[at + 1], '^(%d+) (.+)$')
  ends = tonumber(ends or 0)
  -- One that ends later than a look can was begun before the clock was set back.
  if ends <= now or ends > now + ARGV[3] then
    redis.call('HDEL', KEYS[1], looks[at])
  elseif looks[at] ~= ARGV[1] then
    others[#others + 1] = looks[at]
    others[#others + 1] = id
  end
end
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%d', now + ARGV[3]) .. ' ' .. ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return others
