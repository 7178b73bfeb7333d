// hello|echo|delay|fanout ADDRESS: the peer in Go. One processor, as the others have one loop.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

func main() {
	address := os.Args[2]
	switch os.Args[1] {
	case "hello":
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello, world!") })
		http.ListenAndServe(address, nil)
	case "delay":
		http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(50 * time.Millisecond)
			io.WriteString(w, "hello, world!")
		})
		http.ListenAndServe(address, nil)
	case "echo":
		listener, _ := net.Listen("tcp", address)
		for {
			connection, _ := listener.Accept()
			go io.Copy(struct{ io.Writer }{connection}, struct{ io.Reader }{connection})
		}
	case "ping":
		ping(address)
	case "fanout":
		fanout("http://" + address + "/")
	}
}

// 100 connections send 64 bytes and wait for them to come back, for so many seconds; prints how often.
func ping(address string) {
	seconds, _ := strconv.Atoi(os.Args[3])
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	counts := make([]int, 100)
	var all sync.WaitGroup
	for i := range counts {
		all.Add(1)
		go func() {
			defer all.Done()
			connection, err := net.Dial("tcp", address)
			if err != nil {
				panic(err)
			}
			buffer := make([]byte, 64)
			for time.Now().Before(end) {
				connection.Write(buffer)
				io.ReadFull(connection, buffer)
				counts[i]++
			}
		}()
	}
	all.Wait()
	total := 0
	for _, count := range counts {
		total += count
	}
	fmt.Println(total)
}

func cpu() time.Duration {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func fanout(url string) {
	rounds, _ := strconv.Atoi(os.Args[3])
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, MaxConnsPerHost: 100}}
	for round := 0; round < rounds; round++ {
		start, used := time.Now(), cpu()
		slots := make(chan bool, 100)
		var all sync.WaitGroup
		for i := 0; i < 1000; i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				slots <- true
				defer func() { <-slots }()
				response, err := client.Get(url)
				if err != nil {
					panic(err)
				}
				io.ReadAll(response.Body)
				response.Body.Close()
			}()
		}
		all.Wait()
		fmt.Printf("%.1f %.1f\n", time.Since(start).Seconds()*1e3, (cpu()-used).Seconds()*1e3)
	}
}
