package org.jmill.world;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/// A provider of channels that is not the system's, and opens none.
final class OtherProvider extends SelectorProvider {
    private static IOException none() {
        return new IOException("nothing is opened here");
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        throw none();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        throw none();
    }

    @Override
    public Pipe openPipe() throws IOException {
        throw none();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        throw none();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        throw none();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        throw none();
    }
}
