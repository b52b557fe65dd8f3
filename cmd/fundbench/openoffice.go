package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/office"
	"github.com/fundledger/fundledger/cmd/internal/report"
	"github.com/fundledger/fundledger/ledger/lang"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/ledger/store"
	"github.com/fundledger/fundledger/projections/replay"
)

// counter is an office that is opened once and answers until it is closed, as that of a
// browser does: its views are current, and no question opens the ledger.
type counter struct {
	office *office.Office
	store  store.Store
	live   *office.Live
	now    office.Views
	kinds  map[string]kind
}

// said is the answer of an open office, in JSON.
type said struct {
	Nanoseconds int64
	Report      string
	Error       string `json:",omitempty"`
}

// serve opens the office of a ledger and answers the questions that it reads, one a line.
func serve(ctx context.Context, dir string, in io.Reader, out io.Writer) (err error) {
	ctx, stop := context.WithCancel(ctx)
	c := &counter{office: &office.Office{Location: dir, Now: time.Now, Random: rand.Reader}, kinds: map[string]kind{}}
	for _, k := range kinds() {
		c.kinds[k.name] = k
	}
	if err := errors.Join(c.office.Place()); err != nil {
		stop()
		return err
	}
	if c.store, err = c.office.Open(); err != nil {
		stop()
		return err
	}
	c.live = c.office.Live(c.now.All()...)
	current, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		first := true
		ended <- c.live.Follow(ctx, c.store, office.Axes{}, func(_ replay.Result, now bool) error {
			if now && first {
				first = false
				close(current)
			}
			return nil
		})
	}()
	defer func() {
		stop()
		if followed := <-ended; !errors.Is(followed, context.Canceled) {
			err = errors.Join(err, followed)
		}
		err = errors.Join(err, c.live.Close(), c.store.Close())
	}()
	select {
	case <-current:
	case err := <-ended:
		ended <- nil
		return err
	}
	write := json.NewEncoder(out)
	for read := json.NewDecoder(in); ; {
		var q query
		if err := read.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var a said
		began := time.Now()
		text, err := c.answer(ctx, q)
		a.Nanoseconds = int64(time.Since(began))
		if a.Report = string(text); err != nil {
			a.Error = err.Error()
		}
		if err := write.Encode(a); err != nil {
			return err
		}
	}
}

// answer answers a question as a report in JSON.
func (c *counter) answer(ctx context.Context, q query) ([]byte, error) {
	k, ok := c.kinds[q.Kind]
	if !ok {
		return nil, fmt.Errorf("there is no question %q", q.Kind)
	}
	t, err := c.table(ctx, k, q)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = t.Write(&text, report.JSON, report.Style{Lang: lang.EN, Unit: money.Yuan})
	return text.Bytes(), err
}

// table returns the answer of a question.
func (c *counter) table(ctx context.Context, k kind, q query) (t written, err error) {
	if k.page != nil {
		return k.page(ctx, c, q)
	}
	if !q.KnownAt.IsZero() {
		var then office.Views
		if _, err = c.office.Rebuild(ctx, c.store, office.Axes{KnownAt: q.KnownAt}, k.views(&then)...); err != nil {
			return nil, err
		}
		return k.table(&then, q)
	}
	err = c.live.Ask(func(replay.Result, bool) error {
		t, err = k.table(&c.now, q)
		return err
	})
	return t, err
}

func officeCommand() *cobra.Command {
	var ledger string
	cmd := &cobra.Command{
		Use:    "office",
		Short:  "keep the office of a ledger open, and answer the questions of standard input, each a line in JSON",
		Hidden: true, Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), ledger, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&ledger, "ledger", "books", "directory of the ledger")
	return cmd
}

// openOffice is a process that keeps an office open.
type openOffice struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	answer *json.Decoder
	said   bytes.Buffer
	opened time.Duration // until it answered the first question
}

// openOffice starts it. close must be called.
func (o ours) openOffice(ctx context.Context) (*openOffice, error) {
	c := o.fundbench("office", "--ledger", o.ledger())
	c.env = append(c.env, o.env()...)
	p := &openOffice{cmd: c.start(ctx)}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	p.cmd.Stderr = &p.said
	p.answer = json.NewDecoder(bufio.NewReaderSize(out, 1<<16))
	return p, p.cmd.Start()
}

// ask asks it, and returns the report in JSON and how long it took within the process.
func (p *openOffice) ask(q query) ([]byte, time.Duration, error) {
	began := time.Now()
	var a said
	if err := json.NewEncoder(p.in).Encode(q); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("the open office ended: %w", err), p.ended())
	}
	if err := p.answer.Decode(&a); err != nil {
		return nil, 0, errors.Join(fmt.Errorf("the open office ended: %w", err), p.ended())
	}
	if p.opened == 0 {
		p.opened = time.Since(began)
	}
	if a.Error != "" {
		return nil, 0, errors.New("the open office: " + a.Error)
	}
	return []byte(a.Report), time.Duration(a.Nanoseconds), nil
}

func (p *openOffice) ended() error {
	_, err := p.close()
	return err
}

// close closes it, and returns the most memory that it had.
func (p *openOffice) close() (int64, error) {
	if p.cmd.ProcessState != nil { // it has ended, and that was told
		return residentBytes(p.cmd.ProcessState), nil
	}
	err := errors.Join(p.in.Close(), p.cmd.Wait())
	if err != nil {
		err = fmt.Errorf("the open office: %w: %s", err, last(p.said.String()))
	}
	return residentBytes(p.cmd.ProcessState), err
}
