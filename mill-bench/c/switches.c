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

static long asleep;
static int64_t last_fired;
static int in_order;

static coroutine void sleeps(chan finished, int64_t deadline) {
    msleep(deadline);
    in_order = in_order && deadline >= last_fired;
    last_fired = deadline;
    if(--asleep == 0)
        chs(finished, int, 1);
}

/* As in jmill's program: the time between the arming and the last deadline is off the clock, and main keeps the
 * processor until then. */
struct sample run_timer(long count) {
    int64_t spread = 10 + count / 1000;
    if(spread > 1000)
        spread = 1000;
    int64_t first = now() + 500 + count / 100;
    chan finished = chmake(int, 0);
    asleep = count;
    last_fired = 0;
    in_order = 1;

    int64_t start = nanos();
    for(long i = 0; i != count; ++i)
        go(sleeps(finished, first + i * 7919 % spread));
    int64_t took = nanos() - start;
    int armed = now() < first;
    while(now() < first + spread)
        ;
    start = nanos();
    (void)chr(finished, int);
    took += nanos() - start;
    chclose(finished);
    if(!armed || !in_order) {
        fprintf(stderr, "%s\n",
            armed ? "timer: not in order" : "timer: could not be armed in time: libmill's timers are a sorted list");
        exit(1);
    }
    return (struct sample){count, took, 0};
}
