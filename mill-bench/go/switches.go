package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const turns = 3

// Goroutines started and ended. The starter waits for each hundred, lest they pile up; to give way
// to each of them, as a coroutine that runs at once would have it, is much slower in Go.
func spawn(count int) sample {
	var group sync.WaitGroup
	start := time.Now()
	for left := count; left > 0; left -= 100 {
		batch := min(left, 100)
		group.Add(batch)
		for i := 0; i < batch; i++ {
			go group.Done()
		}
		group.Wait()
	}
	return sample{count, time.Since(start), ""}
}

// Yields between two goroutines.
func ctxswitch(count int) sample {
	each := count/2 + count%2
	ended := make(chan bool)
	start := time.Now()
	go func() {
		yields(each)
		ended <- true
	}()
	yields(each)
	<-ended
	return sample{2 * each, time.Since(start), ""}
}

func yields(times int) {
	for i := 0; i < times; i++ {
		runtime.Gosched()
	}
}

// A row of goroutines, each of which adds one to what its right neighbour says.
func whispers(count int) sample {
	start := time.Now()
	leftmost := make(chan int)
	left := leftmost
	for i := 0; i < count; i++ {
		right := make(chan int)
		go func(left, right chan int) { left <- 1 + <-right }(left, right)
		left = right
	}
	left <- 1
	if heard := <-leftmost; heard != count+1 {
		panic(fmt.Sprintf("whispers: heard %d instead of %d", heard, count+1))
	}
	return sample{count, time.Since(start), ""}
}

// Goroutines parked at once in a receive from one channel, then resumed round robin.
func park(count int) sample {
	bell := make(chan int)
	before := memory()
	start := time.Now()
	for i := 0; i < count; i++ {
		go func() {
			for <-bell != 0 {
			}
		}()
	}
	runtime.Gosched()
	parking := time.Since(start)

	start = time.Now()
	for i := 0; i < turns*count; i++ {
		bell <- 1
	}
	resuming := time.Since(start)
	bytes := memory() - before
	for i := 0; i < count; i++ {
		bell <- 0
	}
	note := fmt.Sprintf("%.1f ns per park, %.1f ns per resume, %d bytes per parked coroutine",
		float64(parking.Nanoseconds())/float64(count),
		float64(resuming.Nanoseconds())/float64(turns*count), bytes/int64(count))
	return sample{turns * count, resuming, note}
}

// Heap and stacks in use after a collection.
func memory() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc + stats.StackInuse)
}

// Sleepers, all armed before the first one fires. Go's timers cannot be held back until the last deadline, so the
// time is that of the processor, which idles in between.
func timer(count int) sample {
	spread := min(1000, 10+count/1000)
	first := time.Now().Add(time.Duration(500+count/100) * time.Millisecond)
	finished := make(chan bool)
	asleep := int64(count)
	before := processorTime()
	for i := 0; i < count; i++ {
		deadline := first.Add(time.Duration(i*7919%spread) * time.Millisecond)
		go func() {
			time.Sleep(time.Until(deadline))
			if atomic.AddInt64(&asleep, -1) == 0 {
				finished <- true
			}
		}()
	}
	runtime.Gosched()
	if !time.Now().Before(first) {
		panic("timer: the machine is too slow to arm them in time")
	}
	<-finished
	return sample{count, processorTime() - before, ""}
}

// The time that this process has had the processor.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
