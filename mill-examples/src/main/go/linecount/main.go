// Counts the lines of files, four at a time, and says how far it has come; Ctrl-C ends it with what it has.
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

func count(ctx context.Context, name string) (lines int, err error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		lines++
	}
	return lines, scanner.Err()
}

func readAll(ctx context.Context, names []string, counts chan<- int) {
	defer close(counts)
	var readers sync.WaitGroup
	defer readers.Wait()
	places := make(chan struct{}, 4)
	for _, name := range names {
		select {
		case places <- struct{}{}:
		case <-ctx.Done():
			return
		}
		readers.Add(1)
		go func(name string) {
			defer readers.Done()
			defer func() { <-places }()
			n, err := count(ctx, name)
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				log.Fatal(err)
			}
			counts <- n
		}(name)
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	counts := make(chan int)
	go readAll(ctx, os.Args[1:], counts)
	second := time.NewTicker(time.Second)
	defer second.Stop()
	files, lines := 0, 0
	for counts != nil {
		select {
		case n, ok := <-counts:
			if !ok {
				counts = nil
				break
			}
			files++
			lines += n
		case <-second.C:
			fmt.Fprintf(os.Stderr, "%d files, %d lines\n", files, lines)
		}
	}
	fmt.Printf("%d files, %d lines\n", files, lines)
	if ctx.Err() != nil {
		os.Exit(130)
	}
}
