package org.jmill.net;

/// What [UdpSocket#recv(byte[\],int,long)] has received.
///
/// @param addr who sent it
/// @param length how many bytes of it are in the buffer
/// @param size how many bytes it had
/// @since 0.1.0
public record Datagram(IpAddr addr, int length, int size) {
    /// {@return whether the buffer was too short; the rest is lost}
    public boolean truncated() {
        return length < size;
    }
}
