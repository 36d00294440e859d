// SPDX-License-Identifier: MIT

// The same as setup.c with go-landlock.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/landlock-lsm/go-landlock/landlock"
)

const (
	readFile = landlock.AccessFSSet(1 << 2)
	readDir  = landlock.AccessFSSet(1 << 3)
	// As in raw.c.
	write = landlock.AccessFSSet(0x77b2)
)

func readList(name string) (rules []landlock.Rule) {
	text, err := os.ReadFile(name)
	if err != nil {
		log.Fatal(err)
	}
	var dirs, files, written []string
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		switch line[0] {
		case 'd':
			dirs = append(dirs, line[2:])
		case 'f':
			files = append(files, line[2:])
		case 'w':
			written = append(written, line[2:])
		case 'p':
			port, err := strconv.ParseUint(line[2:], 10, 16)
			if err != nil {
				log.Fatal(err)
			}
			rules = append(rules, landlock.ConnectTCP(uint16(port)))
		}
	}
	if len(dirs) > 0 {
		rules = append(rules, landlock.PathAccess(readFile|readDir, dirs...))
	}
	if len(written) > 0 {
		rules = append(rules, landlock.PathAccess(readFile|readDir|write, written...))
	}
	if len(files) > 0 {
		rules = append(rules, landlock.PathAccess(readFile, files...))
	}
	return rules
}

func main() {
	var before, after runtime.MemStats

	rules := readList(os.Args[1])
	if len(os.Args) > 2 {
		runtime.ReadMemStats(&before)
	}
	start := time.Now()
	if err := landlock.V7.BestEffort().Restrict(rules...); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("setup %d\n", time.Since(start).Nanoseconds())
	if len(os.Args) > 2 {
		runtime.ReadMemStats(&after)
		fmt.Printf("allocations %d\n", after.Mallocs-before.Mallocs)
	}
}
