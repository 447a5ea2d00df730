-- Which server a WebSocket or a REST request goes to where rooms are dealt out among servers (SHARDS): one that has the room which
-- its path names. It is the same reckoning as the servers' own, chatlab.server.cluster.Rendezvous, with the servers that are up.

local replicas = tonumber(os.getenv("SHARD_REPLICAS")) or 1

local function score(room, server)
    local hash = 0xcbf29ce484222325
    local text = room .. " " .. server
    for i = 1, #text do
        hash = (hash ~ text:byte(i)) * 0x100000001b3
    end
    hash = (hash ~ (hash >> 33)) * 0xff51afd7ed558ccd
    hash = (hash ~ (hash >> 33)) * 0xc4ceb9fe1a85ec53
    return hash ~ (hash >> 33)
end

-- Nil where the first line of a request names none.
local function room(request)
    local path = request:match("^%u+ ([^ ?]+)") or ""
    if path == "/ws" then
        return "global"
    end
    local name = path:match("^/ws/([^/]+)$") or path:match("^/api/rooms/([^/]+)")
    return name and name:gsub("%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end)
end

local function before(one, other)
    if one.score ~= other.score then
        return one.score > other.score
    end
    return one.address < other.address
end

-- Of the request's first bytes the name of a server; an empty string where it may be any.
core.register_converters("shard", function(request)
    local wanted = room(request)
    if not wanted then
        return ""
    end
    -- A server that is known, but is down, still has its rooms in the others' eyes. Of those that have the room one that is up is
    -- taken; else one that takes connections, but is late with the answers to checks (marked with "!", for it is down): it is slow, or
    -- stands still, and whoever came to another one would be sent back. Of the others the next one only where there is none.
    local known, up = {}, {}
    for name, server in pairs(core.backends["replicas"].servers) do
        local stats = server:get_stats()
        local status, check = stats["status"], stats["check_status"] or ""
        if status:sub(1, 5) ~= "MAINT" then
            local address = server:get_addr()
            local one = {name = name, address = address, score = score(wanted, address), up = status:sub(1, 2) == "UP", slow = check:find("L7TOUT") ~= nil}
            known[#known + 1] = one
            if one.up then
                up[#up + 1] = one
            end
        end
    end
    table.sort(known, before)
    local found, slow = {}, {}
    for i = 1, math.min(replicas, #known) do
        if known[i].up then
            found[#found + 1] = known[i]
        elseif known[i].slow then
            slow[#slow + 1] = known[i]
        end
    end
    if #found == 0 and #slow > 0 then
        return slow[math.random(#slow)].name .. "!"
    end
    if #found == 0 then
        table.sort(up, before)
        found = table.move(up, 1, math.min(replicas, #up), 1, {})
    end
    return #found == 0 and "" or found[math.random(#found)].name
end)
