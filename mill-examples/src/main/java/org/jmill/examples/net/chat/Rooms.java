package org.jmill.examples.net.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Who is where. A room is there as long as somebody is in it.
final class Rooms {
    private final Map<String, Set<Member>> rooms = new TreeMap<>();

    void enter(Member member, String room) {
        member.room = room;
        rooms.computeIfAbsent(room, r -> new LinkedHashSet<>()).add(member);
    }

    /// @return whether the member was in a room
    boolean leave(Member member) {
        if (member.room == null || !in(member.room).contains(member)) {
            return false;
        }
        Set<Member> left = rooms.get(member.room);
        left.remove(member);
        if (left.isEmpty()) {
            rooms.remove(member.room);
        }
        return true;
    }

    /// Who is in a room, in the order in which they came.
    List<Member> in(String room) {
        return List.copyOf(rooms.getOrDefault(room, Set.of()));
    }

    /// A room and who is in it, for reading.
    String list(String room) {
        return room + ": "
                + String.join(", ", in(room).stream().map(member -> member.name).toList());
    }

    List<String> names() {
        return List.copyOf(rooms.keySet());
    }
}
