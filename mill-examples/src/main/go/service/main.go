// Tells each client how often its line was said before, by anybody.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"os"
	"sync"
	"time"
)

type service struct {
	mutex sync.Mutex
	said  map[string]int
}

func (s *service) say(line string) int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.said[line]++
	return s.said[line]
}

func (s *service) serve(client net.Conn) {
	defer client.Close()
	lines := bufio.NewScanner(client)
	client.SetDeadline(time.Now().Add(time.Minute))
	for lines.Scan() {
		client.SetDeadline(time.Now().Add(time.Second))
		if _, err := fmt.Fprintln(client, lines.Text(), s.say(lines.Text())); err != nil {
			log.Println(err)
			return
		}
		client.SetDeadline(time.Now().Add(time.Minute))
	}
	if err := lines.Err(); err != nil {
		log.Println(err)
	}
}

func main() {
	s := &service{said: map[string]int{}}
	listener, err := net.Listen("tcp", ":"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go s.serve(client)
	}
}
