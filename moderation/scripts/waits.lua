#!lua flags=no-writes
-- Decisions that wait, and the places from which they are carried out, at one instant.
-- KEYS  1 unsettled  2... settling of each status   ARGV  1... ids
-- Returns {decision, score in each of KEYS 2...} for each; nil for what there is not.
local rows = {}
for _, id in ipairs(ARGV) do
  local row = {redis.call('HGET', KEYS[1], id)}
  for i = 2, #KEYS do row[i] = redis.call('ZSCORE', KEYS[i], id) end
  rows[#rows + 1] = row
end
return rows
