// Command asking has its command line run by a process that waits for such: it gives its
// name, arguments, environment, directory, input and outputs to the socket that SOCKET
// names, and ends with the exit code that it is given.
package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	code, err := ask(os.Getenv("SOCKET"))
	if err != nil {
		_, _ = os.Stderr.WriteString("nobody ran the command to its end: " + err.Error() + "\n")
		code = 99
	}
	os.Exit(code)
}

func ask(socket string) (code int, err error) {
	dir, err := os.Getwd()
	if err != nil {
		return 0, err
	}
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return 0, err
	}
	if err := syscall.Connect(fd, &syscall.SockaddrUnix{Name: socket}); err != nil {
		return 0, err
	}
	words := append([]string{dir, strconv.Itoa(len(os.Args))}, append(os.Args, os.Environ()...)...)
	request := []byte(strings.Join(words, "\x00"))
	n, err := syscall.SendmsgN(fd, request, syscall.UnixRights(0, 1, 2), nil, 0)
	for request = request[n:]; err == nil && len(request) > 0; request = request[n:] {
		n, err = syscall.Write(fd, request)
	}
	if err != nil {
		return 0, err
	}
	if err := syscall.Shutdown(fd, syscall.SHUT_WR); err != nil {
		return 0, err
	}
	answer := make([]byte, 1)
	if n, err := syscall.Read(fd, answer); err != nil || n < 1 {
		return 0, syscall.ECONNRESET
	}
	return int(answer[0]), nil
}
