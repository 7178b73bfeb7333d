// Go's side of compare.py: loops WORK ROUNDS prints one figure for each round. One processor, as the others have one thread.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"time"
)

const timers = 100_000

func nanos(count int, start time.Time) string {
	return fmt.Sprint(float64(time.Since(start).Nanoseconds()) / float64(count))
}

func all(count int, body func()) {
	var done sync.WaitGroup
	done.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			body()
			done.Done()
		}()
	}
	done.Wait()
}

func cpu() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func used() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse + stats.StackInuse
}

func channel(capacity int) {
	items := make(chan int, capacity)
	go func() {
		for i := 0; i < 100_000; i++ {
			items <- i
		}
		close(items)
	}()
	for range items {
	}
}

func measure(work string) string {
	start := time.Now()
	switch work {
	case "switch-2", "switch-1000":
		tasks, _ := strconv.Atoi(work[7:])
		all(tasks, func() {
			for i := 0; i < 400_000/tasks; i++ {
				runtime.Gosched()
			}
		})
		return nanos(400_000, start)
	case "spawn-100k":
		all(100_000, func() {})
		return nanos(100_000, start)
	case "spawn-1M":
		all(1_000_000, func() {})
		return nanos(1_000_000, start)
	case "parked-bytes":
		before, gate := used(), make(chan bool)
		var done sync.WaitGroup
		done.Add(100_000)
		for i := 0; i < 100_000; i++ {
			go func() { <-gate; done.Done() }()
		}
		time.Sleep(50 * time.Millisecond)
		after := used()
		close(gate)
		done.Wait()
		return fmt.Sprint(float64(after-before) / 100_000)
	case "timers":
		before := cpu()
		all(timers, func() { time.Sleep(time.Second) })
		late := time.Since(start) - time.Second
		return fmt.Sprint(float64(late.Nanoseconds())/timers, " ", float64(cpu()-before)/timers)
	case "channel-1":
		channel(1)
		return nanos(100_000, start)
	case "channel-100":
		channel(100)
		return nanos(100_000, start)
	case "cancel-10k":
		ctx, cancel := context.WithCancel(context.Background())
		var done sync.WaitGroup
		done.Add(10_000)
		for i := 0; i < 10_000; i++ {
			go func() {
				select {
				case <-ctx.Done():
				case <-time.After(1000 * time.Second):
				}
				done.Done()
			}()
		}
		time.Sleep(10 * time.Millisecond)
		start = time.Now()
		cancel()
		done.Wait()
		return nanos(10_000, start)
	case "gather-10k":
		results := make([]int, 10_000)
		var done sync.WaitGroup
		done.Add(10_000)
		for i := range results {
			go func() { results[i] = 1; done.Done() }()
		}
		done.Wait()
		return nanos(10_000, start)
	}
	panic(work)
}

func main() {
	runtime.GOMAXPROCS(1)
	rounds, _ := strconv.Atoi(os.Args[2])
	for ; rounds > 0; rounds-- {
		fmt.Println(measure(os.Args[1]))
	}
}
