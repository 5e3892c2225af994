package org.jmill.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jmill.bench.net.EchoLoad;

/// An echo server on Netty's NIO transport, with one event loop for everything; with TLS or without.
public final class NettyEcho {
    private static final int BACKLOG = 1024;

    private NettyEcho() {}

    /// A server's certificate for Netty.
    ///
    /// @param certificate PEM file
    /// @param key PEM file
    /// @param openssl whether Netty's own library does the work (BoringSSL), or the JDK
    /// @throws IOException if a file or the library fails
    public static SslContext tls(Path certificate, Path key, boolean openssl) throws IOException {
        return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .sslProvider(openssl ? SslProvider.OPENSSL : SslProvider.JDK)
                .build();
    }

    /// Serves until there is no more to read from the parent.
    ///
    /// @param tls null: without
    /// @param out gets [EchoLoad#LISTENING] and the port
    /// @throws IOException if the parent cannot be read from
    /// @throws InterruptedException if the thread was interrupted
    public static void serve(SslContext tls, InputStream parent, PrintWriter out)
            throws IOException, InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel listener = listen(loop, tls);
            out.println(EchoLoad.LISTENING + ((InetSocketAddress) listener.localAddress()).getPort());
            out.flush();
            while (parent.read() >= 0) {
                // Not the end.
            }
        } finally {
            loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
        }
    }

    private static Channel listen(EventLoopGroup loop, SslContext tls) throws InterruptedException {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(new Echo());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // The client has gone.
        }
    }
}
