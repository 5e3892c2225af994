// The perf programs in Go, for ./jmill compare; also runnable alone:
//
//	go build -o /tmp/perf . && /tmp/perf [-rounds R] NAME COUNT
//
//	/tmp/perf [-rounds R] c10k CONNECTIONS COUNT
//	/tmp/perf echo
//	/tmp/perf tls-echo CERTIFICATE KEY
//
// COUNT is in ones. All goroutines share one processor, as jmill's coroutines share one thread.
// Each round prints the line that every language prints here.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// A sample is what one round measured.
type sample struct {
	operations int
	elapsed    time.Duration
	note       string
}

// The programs, by name. Each does one round.
var programs = map[string]func(count int) sample{
	"go":        spawn,
	"ctxswitch": ctxswitch,
	"chan":      roundTrips,
	"chs":       func(count int) sample { return batches(count, true) },
	"chr":       func(count int) sample { return batches(count, false) },
	"stream":    func(count int) sample { return stream(count, 0) },
	"buffered":  func(count int) sample { return stream(count, 128) },
	"choose":    choose,
	"select":    selects,
	"done":      done,
	"whispers":  whispers,
	"park":      park,
	"timer":     timer,

	"scope-1":         scopes,
	"scope-fork10":    forkTen,
	"scope-within":    within,
	"scope-race3":     races,
	"scope-semaphore": semaphore,
	"scope-contended": contended,
	"scope-mutex":     mutex,
	"scope-ticker":    tickers,
}

func main() {
	rounds := flag.Int("rounds", 5, "how many rounds to measure")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	name := flag.Arg(0)
	switch {
	case name == "echo":
		echoServer()
	case name == "tls-echo" && flag.NArg() == 3:
		tlsEchoServer(flag.Arg(1), flag.Arg(2))
	case name == "c10k" && flag.NArg() == 3:
		connections := open10k(number("CONNECTIONS", flag.Arg(1)))
		measure(name, number("COUNT", flag.Arg(2)), *rounds, connections.roundTrips)
	case flag.NArg() == 2:
		program := programs[name]
		if program == nil {
			misuse("Go has no program " + name)
		}
		measure(name, number("COUNT", flag.Arg(1)), *rounds, program)
	default:
		misuse("usage: perf [-rounds R] NAME COUNT")
	}
}

func number(what, given string) int {
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		misuse(what + " is not a positive number: " + given)
	}
	return n
}

func measure(name string, count, rounds int, program func(count int) sample) {
	program(min(count, 20000)) // Fills the caches and the pool of goroutines.
	for i := 0; i < rounds; i++ {
		s := program(count)
		fmt.Printf("%s: %d ops in %.6f s, %.1f ns/op\n", name, s.operations, s.elapsed.Seconds(),
			float64(s.elapsed.Nanoseconds())/float64(s.operations))
		if s.note != "" {
			fmt.Printf("%s: %s\n", name, s.note)
		}
	}
}

func misuse(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(2)
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}
