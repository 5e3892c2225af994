package main

import "time"

const batchMax = 1000000

// A value sent to a goroutine and back; a round trip is two messages.
func roundTrips(count int) sample {
	to, from := make(chan int), make(chan int)
	start := time.Now()
	go func() {
		for v := range to {
			from <- v
		}
	}()
	value := 0
	for i := 0; i < count; i++ {
		to <- value
		value = <-from
	}
	elapsed := time.Since(start)
	close(to)
	return sample{2 * count, elapsed, ""}
}

// Sends into a channel that has room, or receives from one that has values.
func batches(count int, sending bool) sample {
	channel := make(chan int, min(count, batchMax))
	var elapsed time.Duration
	for left := count; left > 0; left -= batchMax {
		batch := min(left, batchMax)
		start := time.Now()
		fill(channel, batch)
		filled := time.Now()
		drain(channel, batch)
		if sending {
			elapsed += filled.Sub(start)
		} else {
			elapsed += time.Since(filled)
		}
	}
	return sample{count, elapsed, ""}
}

func fill(channel chan<- int, count int) {
	for i := 0; i < count; i++ {
		channel <- 0
	}
}

func drain(channel <-chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		sum += <-channel
	}
	return sum
}

// Messages from one goroutine to another.
func stream(count, capacity int) sample {
	channel := make(chan int, capacity)
	start := time.Now()
	go fill(channel, count)
	drain(channel, count)
	return sample{count, time.Since(start), ""}
}

// Selects over two channels that have values.
func choose(count int) sample {
	half := (min(count, batchMax) + 1) / 2
	a, b := make(chan int, half), make(chan int, half)
	var elapsed time.Duration
	for left := count; left > 0; left -= batchMax {
		batch := min(left, batchMax)
		fill(a, batch/2)
		fill(b, batch-batch/2)
		start := time.Now()
		receiveEither(a, b, batch)
		elapsed += time.Since(start)
	}
	return sample{count, elapsed, ""}
}

func receiveEither(a, b <-chan int, count int) (sum int) {
	for i := 0; i < count; i++ {
		select {
		case v := <-a:
			sum += v
		case v := <-b:
			sum += v
		}
	}
	return sum
}

// Messages with a select of two clauses on each side.
func selects(count int) sample {
	a, b := make(chan int), make(chan int)
	start := time.Now()
	go func() {
		for i := 0; i < count; i++ {
			select {
			case a <- 1:
			case b <- 1:
			}
		}
	}()
	receiveEither(a, b, count)
	return sample{count, time.Since(start), ""}
}

// Channels made, closed and received from.
func done(count int) sample {
	closed := 0
	start := time.Now()
	for i := 0; i < count; i++ {
		channel := make(chan int)
		close(channel)
		if _, open := <-channel; !open {
			closed++
		}
	}
	return sample{closed, time.Since(start), ""}
}
