package main

import (
	"context"
	"runtime"
	"sync"
	"time"
)

const (
	forks      = 10
	tickersMax = 1000
	period     = 10 * time.Millisecond
)

// A group is what golang.org/x/sync/errgroup has: goroutines that are waited for, of which the first error cancels the
// others. It is written out, since Go's own library has none.
type group struct {
	wait   sync.WaitGroup
	once   sync.Once
	err    error
	cancel context.CancelFunc
}

func newGroup() (*group, context.Context) {
	ctx, cancel := context.WithCancel(context.Background())
	return &group{cancel: cancel}, ctx
}

func (g *group) start(work func() error) {
	g.wait.Add(1)
	go func() {
		defer g.wait.Done()
		if err := work(); err != nil {
			g.once.Do(func() {
				g.err = err
				g.cancel()
			})
		}
	}()
}

func (g *group) end() error {
	g.wait.Wait()
	g.cancel()
	return g.err
}

// Groups with one goroutine.
func scopes(count int) sample {
	start := time.Now()
	for i := 0; i < count; i++ {
		g, _ := newGroup()
		g.start(func() error { return nil })
		if err := g.end(); err != nil {
			panic(err)
		}
	}
	return sample{count, time.Since(start), ""}
}

// Groups with ten goroutines, whose results are added up.
func forkTen(count int) sample {
	start := time.Now()
	sum := 0
	for i := 0; i < count; i++ {
		g, _ := newGroup()
		var results [forks]int
		for f := range results {
			f := f
			g.start(func() error {
				results[f] = 1
				return nil
			})
		}
		if err := g.end(); err != nil {
			panic(err)
		}
		for _, result := range results {
			sum += result
		}
	}
	return sample{sum / forks, time.Since(start), ""}
}

// Contexts with a deadline that does not come.
func within(count int) sample {
	start := time.Now()
	sum := 0
	for i := 0; i < count; i++ {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		if ctx.Err() == nil {
			sum++
		}
		cancel()
	}
	return sample{sum, time.Since(start), ""}
}

// Races of three goroutines, of which two wait for a message that never comes.
func races(count int) sample {
	never := make(chan int)
	start := time.Now()
	sum := 0
	for i := 0; i < count; i++ {
		sum += race(never)
	}
	return sample{sum, time.Since(start), ""}
}

func race(never <-chan int) int {
	g, ctx := newGroup()
	results := make(chan int, 3)
	loser := func() error {
		select {
		case result := <-never:
			results <- result
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	g.start(loser)
	g.start(loser)
	g.start(func() error {
		results <- 1
		return nil
	})
	winning := <-results
	g.cancel()
	g.wait.Wait()
	return winning
}

// A channel as a semaphore, which is free whenever it is asked for.
func semaphore(count int) sample {
	permits := make(chan struct{}, 1)
	start := time.Now()
	for i := 0; i < count; i++ {
		permits <- struct{}{}
		<-permits
	}
	return sample{count, time.Since(start), ""}
}

// A channel as a semaphore between two goroutines, each of which gives way while it has the permit.
func contended(count int) sample {
	permits := make(chan struct{}, 1)
	each := count / 2
	if each == 0 {
		each = 1
	}
	hold := func() {
		for i := 0; i < each; i++ {
			permits <- struct{}{}
			runtime.Gosched()
			<-permits
		}
	}
	start := time.Now()
	var other sync.WaitGroup
	other.Add(1)
	go func() {
		hold()
		other.Done()
	}()
	hold()
	other.Wait()
	return sample{2 * each, time.Since(start), ""}
}

// A mutex that is free whenever it is asked for.
func mutex(count int) sample {
	var mutex sync.Mutex
	start := time.Now()
	for i := 0; i < count; i++ {
		mutex.Lock()
		mutex.Unlock()
	}
	return sample{count, time.Since(start), ""}
}

// A thousand goroutines that listen to tickers, one each. They mostly wait: the time is that of the processor.
func tickers(count int) sample {
	listeners := min(count, tickersMax)
	var ended sync.WaitGroup
	ended.Add(listeners)
	before := processorTime()
	for i := 0; i < listeners; i++ {
		ticks := count / listeners
		if i < count%listeners {
			ticks++
		}
		go func() {
			ticker := time.NewTicker(period)
			defer ticker.Stop()
			for t := 0; t < ticks; t++ {
				<-ticker.C
			}
			ended.Done()
		}()
	}
	ended.Wait()
	return sample{count, processorTime() - before, ""}
}
