/* Messages over channels. */
#include <libmill.h>

#include "perf.h"

static long smaller(long a, long b) {
    return a < b ? a : b;
}

static coroutine void reflect(chan in, chan out, long count) {
    for(long i = 0; i != count; ++i) {
        int value = chr(in, int);
        chs(out, int, value);
    }
    chclose(in);
    chclose(out);
}

struct sample run_chan(long count) {
    chan out = chmake(int, 0);
    chan in = chmake(int, 0);
    int value = 0;
    int64_t start = nanos();
    go(reflect(chdup(out), chdup(in), count));
    for(long i = 0; i != count; ++i) {
        chs(out, int, value);
        value = chr(in, int);
    }
    int64_t took = nanos() - start;
    yield();
    chclose(out);
    chclose(in);
    return (struct sample){2 * count, took, 0};
}

static void fill(chan channel, long count) {
    for(long i = 0; i != count; ++i)
        chs(channel, int, 0);
}

static long drain(chan channel, long count) {
    long sum = 0;
    for(long i = 0; i != count; ++i)
        sum += chr(channel, int);
    return sum;
}

static struct sample batches(long count, int sending) {
    chan channel = chmake(int, smaller(count, BATCH));
    int64_t took = 0;
    for(long left = count; left > 0; left -= BATCH) {
        long batch = smaller(left, BATCH);
        int64_t start = nanos();
        fill(channel, batch);
        int64_t filled = nanos();
        drain(channel, batch);
        took += sending ? filled - start : nanos() - filled;
    }
    chclose(channel);
    return (struct sample){count, took, 0};
}

struct sample run_chs(long count) {
    return batches(count, 1);
}

struct sample run_chr(long count) {
    return batches(count, 0);
}

static coroutine void send_all(chan channel, long count) {
    fill(channel, count);
    chclose(channel);
}

static struct sample stream(long count, int capacity) {
    chan channel = chmake(int, capacity);
    int64_t start = nanos();
    go(send_all(chdup(channel), count));
    drain(channel, count);
    int64_t took = nanos() - start;
    chclose(channel);
    yield();
    return (struct sample){count, took, 0};
}

struct sample run_stream(long count) {
    return stream(count, 0);
}

struct sample run_buffered(long count) {
    return stream(count, 128);
}

static long receive_either(chan a, chan b, long count) {
    long sum = 0;
    for(long i = 0; i != count; ++i) {
        choose {
        in(a, int, value):
            sum += value;
        in(b, int, value):
            sum += value;
        end
        }
    }
    return sum;
}

struct sample run_choose(long count) {
    long half = (smaller(count, BATCH) + 1) / 2;
    chan a = chmake(int, half);
    chan b = chmake(int, half);
    int64_t took = 0;
    for(long left = count; left > 0; left -= BATCH) {
        long batch = smaller(left, BATCH);
        fill(a, batch / 2);
        fill(b, batch - batch / 2);
        int64_t start = nanos();
        receive_either(a, b, batch);
        took += nanos() - start;
    }
    chclose(a);
    chclose(b);
    return (struct sample){count, took, 0};
}

static coroutine void send_either(chan a, chan b, long count) {
    for(long i = 0; i != count; ++i) {
        choose {
        out(a, int, 1):
        out(b, int, 1):
        end
        }
    }
    chclose(a);
    chclose(b);
}

struct sample run_select(long count) {
    chan a = chmake(int, 0);
    chan b = chmake(int, 0);
    int64_t start = nanos();
    go(send_either(chdup(a), chdup(b), count));
    receive_either(a, b, count);
    int64_t took = nanos() - start;
    chclose(a);
    chclose(b);
    yield();
    return (struct sample){count, took, 0};
}

struct sample run_done(long count) {
    long sum = 0;
    int64_t start = nanos();
    for(long i = 0; i != count; ++i) {
        chan channel = chmake(int, 0);
        chdone(channel, int, 1);
        sum += chr(channel, int);
        chclose(channel);
    }
    return (struct sample){sum, nanos() - start, 0};
}
