// The perf programs in Go, for ./jmill compare; also runnable alone:
//
//	go build -o /tmp/perf . && /tmp/perf [-rounds R] NAME COUNT
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
}

func main() {
	rounds := flag.Int("rounds", 5, "how many rounds to measure")
	flag.Parse()
	if flag.NArg() != 2 {
		misuse("usage: perf [-rounds R] NAME COUNT")
	}
	name := flag.Arg(0)
	program := programs[name]
	if program == nil {
		misuse("Go has no program " + name)
	}
	count, err := strconv.Atoi(flag.Arg(1))
	if err != nil || count < 1 {
		misuse("COUNT is not a positive number: " + flag.Arg(1))
	}
	runtime.GOMAXPROCS(1)
	program(min(count, 20000)) // Fills the caches and the pool of goroutines.
	for i := 0; i < *rounds; i++ {
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
