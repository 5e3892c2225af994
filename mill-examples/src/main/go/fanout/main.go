// Asks back ends on this machine, by their ports, and makes do with what they answer within 200 ms.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

func ask(ctx context.Context, port string) (string, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", "127.0.0.1:"+port)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	fmt.Fprintln(conn, "price?")
	return bufio.NewReader(conn).ReadString('\n')
}

func askAll(ctx context.Context, ports []string) map[string]string {
	answers := map[string]string{}
	var mutex sync.Mutex
	var all sync.WaitGroup
	for _, port := range ports {
		all.Add(1)
		go func(port string) {
			defer all.Done()
			answer, err := ask(ctx, port)
			if ctx.Err() != nil || errors.Is(err, os.ErrDeadlineExceeded) {
				return
			}
			if err != nil {
				answer = "is down"
			}
			mutex.Lock()
			defer mutex.Unlock()
			answers[port] = strings.TrimSpace(answer)
		}(port)
	}
	all.Wait()
	return answers
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	answers := askAll(ctx, os.Args[1:])
	for _, port := range os.Args[1:] {
		answer, ok := answers[port]
		if !ok {
			answer = "is late"
		}
		fmt.Println(port, answer)
	}
}
