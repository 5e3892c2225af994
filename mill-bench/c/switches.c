/* Starting coroutines, and switching between them. */
#include <stdio.h>
#include <stdlib.h>

#include <libmill.h>

#include "perf.h"

static coroutine void nothing(void) {}

struct sample run_go(long count) {
    int64_t start = nanos();
    for(long i = 0; i != count; ++i)
        go(nothing());
    return (struct sample){count, nanos() - start, 0};
}

static coroutine void yields(long times) {
    for(long i = 0; i != times; ++i)
        yield();
}

struct sample run_ctxswitch(long count) {
    long each = (count + 1) / 2;
    int64_t start = nanos();
    go(yields(each));
    yields(each);
    return (struct sample){2 * each, nanos() - start, 0};
}

static coroutine void whisper(chan left, chan right) {
    int heard = chr(right, int);
    chs(left, int, heard + 1);
    chclose(right);
}

struct sample run_whispers(long count) {
    int64_t start = nanos();
    chan leftmost = chmake(int, 0);
    chan left = leftmost;
    for(long i = 0; i != count; ++i) {
        chan right = chmake(int, 0);
        go(whisper(left, right));
        left = right;
    }
    chs(left, int, 1);
    int heard = chr(leftmost, int);
    int64_t took = nanos() - start;
    if(heard != count + 1) {
        fprintf(stderr, "whispers: heard %d instead of %ld\n", heard, count + 1);
        exit(1);
    }
    chclose(leftmost);
    yield(); /* the last whisperer has yet to close its channel */
    return (struct sample){count, took, 0};
}

static coroutine void waits(chan bell) {
    while(chr(bell, int) != 0)
        ;
}

struct sample run_park(long count) {
    chan bell = chmake(int, 0);
    int64_t start = nanos();
    for(long i = 0; i != count; ++i)
        go(waits(bell));
    int64_t parking = nanos() - start;

    start = nanos();
    for(long i = 0; i != TURNS * count; ++i)
        chs(bell, int, 1);
    int64_t resuming = nanos() - start;

    for(long i = 0; i != count; ++i)
        chs(bell, int, 0);
    for(int i = 0; i != 3; ++i)
        yield();
    chclose(bell);
    return (struct sample){TURNS * count, resuming, (double)parking / count};
}
