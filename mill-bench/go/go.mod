module jmill.org/perf

go 1.19
