/* The perf programs in C, for ./jmill compare; also runnable alone:
 *
 *     cc -O2 -I$LIBMILL_HOME/include *.c $LIBMILL_HOME/lib/libmill.a -o /tmp/perf
 *     /tmp/perf NAME COUNT ROUNDS
 *     /tmp/perf c10k COUNT ROUNDS CONNECTIONS
 *     /tmp/perf echo SIZE
 *
 * COUNT is in ones. Each round prints the line that every language prints here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "perf.h"

static const struct {
    const char *name;
    struct sample (*run)(long count);
} programs[] = {
    {"go", run_go},         {"ctxswitch", run_ctxswitch}, {"chan", run_chan},
    {"chs", run_chs},       {"chr", run_chr},             {"stream", run_stream},
    {"buffered", run_buffered}, {"choose", run_choose},   {"select", run_select},
    {"done", run_done},     {"whispers", run_whispers},   {"park", run_park},
    {"timer", run_timer},
};

static void print(const char *name, struct sample s) {
    printf("%s: %ld ops in %.6f s, %.1f ns/op\n", name, s.operations, s.nanos / 1e9,
        (double)s.nanos / s.operations);
    if(s.nanos_per_park > 0)
        printf("%s: %.1f ns per park, %.1f ns per resume\n", name, s.nanos_per_park,
            (double)s.nanos / s.operations);
    fflush(stdout);
}

static void measure(const char *name, struct sample (*run)(long), long count, int rounds) {
    run(count < 20000 ? count : 20000); /* fills the caches and the pool of stacks */
    for(int r = 0; r != rounds; ++r)
        print(name, run(count));
}

int main(int argc, char *argv[]) {
    if(argc == 3 && strcmp(argv[1], "echo") == 0) {
        serve_echo(atol(argv[2]));
        return 0;
    }
    int is_c10k = argc == 5 && strcmp(argv[1], "c10k") == 0;
    if(argc != 4 && !is_c10k) {
        fprintf(stderr, "usage: perf NAME COUNT ROUNDS\n");
        return 2;
    }
    long count = atol(argv[2]);
    int rounds = atoi(argv[3]);
    if(count < 1 || rounds < 1) {
        fprintf(stderr, "COUNT or ROUNDS is not a positive number\n");
        return 2;
    }
    if(is_c10k) {
        open_c10k(atol(argv[4]));
        measure(argv[1], run_c10k, count, rounds);
        return 0;
    }
    for(size_t i = 0; i != sizeof(programs) / sizeof(programs[0]); ++i) {
        if(strcmp(programs[i].name, argv[1]) != 0)
            continue;
        measure(argv[1], programs[i].run, count, rounds);
        return 0;
    }
    fprintf(stderr, "libmill has no program %s\n", argv[1]);
    return 2;
}
