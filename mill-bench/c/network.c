/* Echo and c10k over TCP. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <sys/resource.h>

#include <libmill.h>

#include "perf.h"

static tcpsock listener;
static tcpsock talker;

static tcpsock checked(tcpsock socket, const char *what) {
    if(!socket) {
        perror(what);
        exit(1);
    }
    return socket;
}

/* As the JVM and Go do: as many descriptors as there may be. */
static void raise_limit(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void listen_anywhere(int backlog) {
    raise_limit();
    listener = checked(tcplisten(iplocal("127.0.0.1", 0, 0), backlog), "listen");
}

/* libmill has no receive of what is there, so the server is told the size of a request. */
static coroutine void echo(tcpsock socket, size_t size) {
    char *buffer = malloc(size);
    while(1) {
        tcprecv(socket, buffer, size, -1);
        if(errno != 0)
            break;
        tcpsend(socket, buffer, size, -1);
        tcpflush(socket, -1);
        if(errno != 0)
            break;
    }
    free(buffer);
    tcpclose(socket);
}

static coroutine void accept_all(size_t size) {
    while(1) {
        tcpsock socket = checked(tcpaccept(listener, -1), "accept"); /* not in go(), which would run it there */
        go(echo(socket, size));
    }
}

void serve_echo(size_t size) {
    listen_anywhere(1024);
    printf("listening %d\n", tcpport(listener));
    fflush(stdout);
    go(accept_all(size));
    char byte;
    do
        fdwait(STDIN_FILENO, FDW_IN, -1);
    while(read(STDIN_FILENO, &byte, 1) > 0);
}

static coroutine void sit(void) {
    tcpsock socket = checked(tcpconnect(iplocal("127.0.0.1", tcpport(listener), 0), -1), "connect");
    char byte;
    tcprecv(socket, &byte, 1, -1);
    fprintf(stderr, "c10k: an idle connection received something\n");
    exit(1);
}

static coroutine void answer(void) {
    echo(checked(tcpconnect(iplocal("127.0.0.1", tcpport(listener), 0), -1), "connect"), 1);
}

void open_c10k(long connections) {
    listen_anywhere(128);
    for(long i = 1; i < connections; ++i) {
        go(sit());
        checked(tcpaccept(listener, -1), "accept");
    }
    go(answer());
    talker = checked(tcpaccept(listener, -1), "accept");
}

struct sample run_c10k(long count) {
    char byte;
    int64_t start = nanos();
    for(long i = 0; i != count; ++i) {
        tcpsend(talker, "A", 1, -1);
        tcpflush(talker, -1);
        tcprecv(talker, &byte, 1, -1);
    }
    int64_t took = nanos() - start;
    if(byte != 'A') {
        fprintf(stderr, "c10k: the answer is not what was sent\n");
        exit(1);
    }
    return (struct sample){count, took, 0};
}
