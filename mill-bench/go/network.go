package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"time"
)

const echoBuffer = 32 * 1024

// Echoes what comes at a port of 127.0.0.1, which it prints, until standard input ends.
func echoServer() {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	go func() {
		for {
			connection, err := listener.Accept()
			check(err)
			go echo(connection)
		}
	}()
	fmt.Printf("listening %d\n", listener.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
}

// The same with TLS.
func tlsEchoServer(certificate, key string) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	check(err)
	listener, err := tls.Listen("tcp4", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}})
	check(err)
	go func() {
		for {
			connection, err := listener.Accept()
			check(err)
			go echo(connection)
		}
	}()
	fmt.Printf("listening %d\n", listener.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
}

func echo(connection net.Conn) {
	defer connection.Close()
	buffer := make([]byte, echoBuffer)
	for {
		n, err := connection.Read(buffer)
		if err != nil {
			return // The client has gone.
		}
		if _, err = connection.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// The connections of c10k: round trips over one, while a goroutine each waits at the others. Both
// ends of all are in this process.
type c10k struct {
	talker net.Conn
	idle   []net.Conn
}

func open10k(connections int) *c10k {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	defer listener.Close()
	connect := func(loop func(net.Conn)) net.Conn {
		go func() {
			connection, err := net.Dial("tcp4", listener.Addr().String())
			check(err)
			loop(connection)
		}()
		accepted, err := listener.Accept()
		check(err)
		return accepted
	}
	c := &c10k{}
	for i := 1; i < connections; i++ {
		c.idle = append(c.idle, connect(sit))
	}
	c.talker = connect(echo)
	return c
}

func sit(connection net.Conn) {
	connection.Read(make([]byte, 1))
	panic("c10k: an idle connection received something")
}

func (c *c10k) roundTrips(count int) sample {
	buffer := []byte{'A'}
	start := time.Now()
	for i := 0; i < count; i++ {
		_, err := c.talker.Write(buffer)
		check(err)
		_, err = io.ReadFull(c.talker, buffer)
		check(err)
	}
	return sample{count, time.Since(start), ""}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
