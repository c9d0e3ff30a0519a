-- Spend one of each of some limits, or of none of them. What is spent comes back one by one: kept is only when all of it
-- will be back (the generic cell rate algorithm, ITU-T I.371), for as long as that is to come.
-- KEYS  one a limit: when it is whole again, ms; then, with a proof of work, the mark that it was used;
--       then, with an idempotency key, what it made
-- ARGV  1 how long a proof is remembered, ms ('' without one)  2 '1' to spend what is spare, too  3 '1' with an idempotency key
--       then for each limit: its most, after how long one is back (ms), how many are spare
-- Returns {word, left, ms, left, ms, ...}: how many are left of each limit, and when the next is back (0: it is whole)
--       spent | spare: spent, and now in the spare, or it would be and nothing was spent | full: nothing was spent | used: the proof was
--       known: nothing was spent, the key has made something before
local count, proof, known = #KEYS, nil, false
if ARGV[3] == '1' then
  known, count = redis.call('EXISTS', KEYS[count]) == 1, count - 1
end
if ARGV[1] ~= '' then
  proof, count = KEYS[count], count - 1
  if not known and redis.call('EXISTS', proof) == 1 then return {'used'} end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local whole, word = {}, 'spent'
for i = 1, count do
  local most, each, spare = tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2]), tonumber(ARGV[3 * i + 3])
  -- One that is later than it can be was written before the clock was set back.
  whole[i] = math.min(math.max(tonumber(redis.call('GET', KEYS[i]) or 0), now), now + most * each)
  local left = math.floor(most - (whole[i] - now) / each)
  if left < 1 then
    word = 'full'
  elseif left <= spare and word == 'spent' then
    word = 'spare'
  end
end
if known then word = 'known' end
local spends = word == 'spent' or (word == 'spare' and ARGV[2] == '1')
local reply = {word}
for i = 1, count do
  local most, each = tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2])
  if spends then
    whole[i] = whole[i] + each
    redis.call('SET', KEYS[i], string.format('%d', whole[i]), 'PX', string.format('%d', whole[i] - now))
  end
  local left = math.floor(most - (whole[i] - now) / each)
  reply[#reply + 1] = left
  reply[#reply + 1] = left < most and math.ceil(whole[i] - now - (most - left - 1) * each) or 0
end
if spends and proof then redis.call('SET', proof, 1, 'PX', ARGV[1]) end
return reply
