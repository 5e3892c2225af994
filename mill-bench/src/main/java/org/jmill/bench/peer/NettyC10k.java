package org.jmill.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.SynchronousQueue;
import org.jmill.bench.net.RoundTrips;
import org.jmill.bench.program.Sample;

/// `c10k` on Netty's NIO transport: one event loop has both ends of all connections, and what one
/// end receives it sends back; the talker counts.
public final class NettyC10k implements RoundTrips {
    private static final int BACKLOG = 128;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Talker talker = new Talker();
    private final Channel listener;
    private final Channel talking;

    /// Opens the connections.
    ///
    /// @param connections how many, the one that talks included; at least 1
    /// @throws InterruptedException if the thread was interrupted
    public NettyC10k(int connections) throws InterruptedException {
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer(() -> new Answerer()))
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Bootstrap idle = client().handler(initializer(Answerer::new));
        for (int i = 1; i < connections; i++) {
            idle.connect(listener.localAddress()).sync();
        }
        talking = client().handler(initializer(() -> talker))
                .connect(listener.localAddress())
                .sync()
                .channel();
    }

    private Bootstrap client() {
        return new Bootstrap().group(loop).channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
    }

    private static ChannelInitializer<SocketChannel> initializer(java.util.function.Supplier<ChannelHandler> handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(handler.get());
            }
        };
    }

    @Override
    public Sample run(long count) throws InterruptedException {
        talking.eventLoop().execute(() -> talker.begin(talking, count));
        return talker.ended.take();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// Sends back what it receives.
    private static class Answerer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message, context.voidPromise());
        }
    }

    /// Sends the byte back as long as there are round trips left.
    private static final class Talker extends ChannelInboundHandlerAdapter {
        private final SynchronousQueue<Sample> ended = new SynchronousQueue<>();
        private long count;
        private long left;
        private long start;

        void begin(Channel channel, long roundTrips) {
            count = roundTrips;
            left = roundTrips;
            start = System.nanoTime();
            channel.writeAndFlush(channel.alloc().directBuffer(1).writeByte('A'));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws InterruptedException {
            if (--left > 0) {
                context.writeAndFlush(message, context.voidPromise());
            } else {
                ((ByteBuf) message).release();
                ended.put(Sample.since(start, count));
            }
        }
    }
}
