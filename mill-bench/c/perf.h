/* The perf programs in C, against libmill. See perf.c. */
#ifndef PERF_H
#define PERF_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define BATCH 1000000
#define TURNS 3

/* What one round measured. */
struct sample {
    long operations;
    int64_t nanos;
    double nanos_per_park; /* 0: not a round of park */
};

/* Nanoseconds of a monotonic clock. */
static inline int64_t nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * (int64_t)1000000000 + now.tv_nsec;
}

struct sample run_go(long count);
struct sample run_ctxswitch(long count);
struct sample run_whispers(long count);
struct sample run_park(long count);
struct sample run_timer(long count);
struct sample run_chan(long count);
struct sample run_chs(long count);
struct sample run_chr(long count);
struct sample run_stream(long count);
struct sample run_buffered(long count);
struct sample run_choose(long count);
struct sample run_select(long count);
struct sample run_done(long count);

/* Echoes requests of `size` bytes until standard input ends; prints its port. */
void serve_echo(size_t size);

/* Opens the connections, one of which run_c10k uses. */
void open_c10k(long connections);
struct sample run_c10k(long count);

#endif
