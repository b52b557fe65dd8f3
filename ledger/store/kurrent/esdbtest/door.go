package esdbtest

import (
	"errors"
	"net"
	"sync"
)

// door is the address of one node. It keeps its port as long as the cluster
// lives: while the node is stopped it takes connections and resets them at
// once, so no other process can take the port before the node is back.
type door struct {
	listener net.Listener
	done     sync.WaitGroup

	mu    sync.Mutex
	guest *guest              // where connections go; nil while the node is stopped
	conns map[string]net.Conn // by the address of the client
}

// guest is the net.Listener of one run of a node.
type guest struct {
	door *door
	came chan net.Conn
	left chan struct{}
	once sync.Once
}

func openDoor() (*door, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	d := &door{listener: listener, conns: map[string]net.Conn{}}
	d.done.Add(1)
	go d.accept()
	return d, nil
}

// accept hands every connection to the running node, or resets it.
func (d *door) accept() {
	defer d.done.Done()
	for {
		conn, err := d.listener.Accept()
		if err != nil {
			return // closed
		}
		d.mu.Lock()
		g := d.guest
		d.mu.Unlock()
		if g == nil {
			reset(conn)
			continue
		}
		select {
		case g.came <- conn:
		case <-g.left:
			reset(conn)
		}
	}
}

// open starts a run of the node.
func (d *door) open() *guest {
	g := &guest{door: d, came: make(chan net.Conn), left: make(chan struct{})}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.guest = g
	return g
}

// close frees the port.
func (d *door) close() {
	d.listener.Close()
	d.done.Wait()
}

// cut resets the connection from a client's address.
func (d *door) cut(address string) {
	d.mu.Lock()
	conn := d.conns[address]
	d.mu.Unlock()
	if conn != nil {
		reset(conn)
	}
}

// Accept gives the next connection to grpc.
func (g *guest) Accept() (net.Conn, error) {
	select {
	case conn := <-g.came:
		address := conn.RemoteAddr().String()
		g.door.mu.Lock()
		defer g.door.mu.Unlock()
		g.door.conns[address] = conn
		return &visitor{Conn: conn, door: g.door, address: address}, nil
	case <-g.left:
		return nil, errors.New("esdbtest: the node is stopped")
	}
}

// Close ends the run.
func (g *guest) Close() error {
	g.once.Do(func() {
		g.door.mu.Lock()
		if g.door.guest == g {
			g.door.guest = nil
		}
		g.door.mu.Unlock()
		close(g.left)
	})
	return nil
}

// Addr is the address of the node.
func (g *guest) Addr() net.Addr { return g.door.listener.Addr() }

// visitor is a connection that its door forgets when it is closed.
type visitor struct {
	net.Conn
	door    *door
	address string
}

// Close closes the connection.
func (v *visitor) Close() error {
	v.door.mu.Lock()
	if v.door.conns[v.address] == v.Conn {
		delete(v.door.conns, v.address)
	}
	v.door.mu.Unlock()
	return v.Conn.Close()
}

// reset closes abruptly: the other side sees a reset, not an orderly end.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // only how the end looks depends on it
	}
	conn.Close()
}
