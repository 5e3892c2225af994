package org.jmill.test.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jmill.world.Names;

/// The names of a network: its hosts, what a test has added, and `localhost`, which is whoever asks.
final class HostNames implements Names {
    private static final List<InetAddress> LOOPBACK = List.of(Addresses.LOOPBACK_4, Addresses.LOOPBACK_6);

    private final Net net;
    private final Map<String, List<InetAddress>> added = new HashMap<>();

    HostNames(Net net) {
        this.net = net;
    }

    void add(String name, List<InetAddress> addresses) {
        added.put(name, List.copyOf(addresses));
    }

    @Override
    public List<InetAddress> lookUp(String host) throws UnknownHostException {
        if (host.isEmpty() || host.equals("localhost")) {
            return LOOPBACK;
        }
        List<InetAddress> known = added.get(host);
        if (known != null) {
            return known;
        }
        Host found = net.find(host);
        if (found == null) {
            throw new UnknownHostException(host + ": Name or service not known");
        }
        return List.of(found.address());
    }

    @Override
    public List<InetAddress> ofInterface(String name) {
        Host here = net.here();
        return switch (name) {
            case "lo" -> LOOPBACK;
            case "eth0" -> List.of(here.address(), here.address6());
            default -> List.of();
        };
    }
}
