package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// runAs has a command run as another user.
func runAs(cmd *exec.Cmd, u *userID) {
	if u != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: u.uid, Gid: u.gid}}
	}
}

// residentBytes returns the most memory that a program had at once. A program
// inherits what its parent had when it began, so no figure is below fundbench's
// own few megabytes.
func residentBytes(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss * 1024
}

// deviceOf returns the number of the device that a directory is on, as Linux
// writes it in /proc and /sys; "" if it cannot be found out.
func deviceOf(dir string) string {
	var stat syscall.Stat_t
	if syscall.Stat(dir, &stat) != nil {
		return ""
	}
	return fmt.Sprintf("%d:%d", stat.Dev>>8&0xfff, stat.Dev&0xff|stat.Dev>>12&0xfff00)
}

// syncFile waits until the disk has a file; with only its data, not its times.
func syncFile(f *os.File, only bool) error {
	if only {
		return syscall.Fdatasync(int(f.Fd()))
	}
	return f.Sync()
}
