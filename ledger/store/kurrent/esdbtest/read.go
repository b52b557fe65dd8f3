package esdbtest

import (
	"errors"
	"fmt"
	"math"

	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// batch is how many events are taken from the log at once. What is appended
// during a read is seen by its later batches.
const batch = 32

// Read serves reads and subscriptions, of one stream and of $all.
func (s *streamService) Read(r *api.ReadReq, stream api.Streams_ReadServer) error {
	options, c := r.GetOptions(), s.node.cluster
	if options.GetUuidOption() == nil {
		return status.Error(codes.InvalidArgument, " `uuidOption` is a required argument of type UUIDOption")
	}
	name, kind, counter := "$all", "read", &c.counts.Reads
	if one := options.GetStream(); one != nil {
		name = string(one.GetStreamIdentifier().GetStreamName())
	} else if options.GetAll() == nil {
		return handlerFailed()
	}
	if options.GetSubscription() != nil {
		kind, counter = "subscribe", &c.counts.Subscriptions
	}
	c.begun(counter)
	ctx, p := stream.Context(), c.plan(kind, name)
	if err := c.allow(ctx, name, toRead); err != nil {
		return err
	}
	if err := s.node.blocked(ctx, p); err != nil {
		return err
	}
	pass, err := passes(options.GetFilter())
	if err != nil {
		return err
	}
	out := &outlet{node: s.node, stream: stream, plan: p, structured: options.GetUuidOption().GetString_() == nil, again: kind == "subscribe"}
	backwards := options.GetReadDirection() == api.ReadReq_Options_Backwards
	switch {
	case options.GetStream() != nil && options.GetFilter() != nil, kind == "subscribe" && backwards:
		err = status.Error(codes.InvalidArgument, "The combination of stream, count, direction and filter is invalid.")
	case kind == "read" && options.GetCount() == 0:
		err = handlerFailed()
	case kind == "subscribe" && options.GetAll() != nil:
		err = s.subscribeAll(out, options.GetAll(), options.GetFilter(), pass)
	case kind == "subscribe":
		err = s.subscribeStream(out, name, options.GetStream())
	case options.GetAll() != nil:
		err = s.readAll(out, options.GetAll(), backwards, options.GetCount(), pass)
	default:
		err = s.readStream(out, name, options.GetStream(), backwards, options.GetCount())
	}
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// readStream sends up to count events of a stream.
func (s *streamService) readStream(out *outlet, name string, o *api.ReadReq_Options_StreamOptions, backwards bool, count uint64) error {
	c := s.node.cluster
	from := int64(min(o.GetRevision(), math.MaxInt64)) // 0 if it is the start
	if o.GetEnd() != nil {
		from = math.MaxInt64
	}
	for first := true; ; first = false {
		read := c.forward
		if backwards {
			read = c.backward
		}
		c.mu.Lock()
		page, next, done, what := read(name, from, int(min(count, batch)), s.node.visible())
		c.mu.Unlock()
		done = done || count <= uint64(len(page))
		if first && done {
			out.expect(len(page))
		}
		switch what {
		case gone:
			return streamDeleted(out.stream.Context(), name)
		case never:
			return out.notFound(name)
		}
		for _, r := range page {
			if err := out.event(r); err != nil {
				return err
			}
		}
		if done {
			return out.interrupt()
		}
		from, count = next, count-uint64(len(page))
	}
}

// readAll sends up to count events of the whole log. Forwards, the first is
// the one at the position; backwards, it is the one before it.
func (s *streamService) readAll(out *outlet, o *api.ReadReq_Options_AllOptions, backwards bool, count uint64,
	pass func(*record) bool) error {
	c := s.node.cluster
	c.mu.Lock()
	at := 0
	switch {
	case o.GetEnd() != nil:
		at = s.node.visible()
	case o.GetPosition() != nil:
		if !c.boundary(o.GetPosition().GetCommitPosition()) {
			c.mu.Unlock()
			return invalidPosition(o.GetPosition().GetCommitPosition())
		}
		at = min(s.node.visible(), c.from(o.GetPosition()))
	}
	c.mu.Unlock()
	for first := true; ; first = false {
		c.mu.Lock()
		var page []*record
		for end := s.node.visible(); len(page) < int(min(count, batch)); {
			if backwards {
				if at--; at < 0 {
					break
				}
			} else if at >= end {
				break
			}
			if r := c.records[at]; !r.removed && pass(r) {
				page = append(page, r)
			}
			if !backwards {
				at++
			}
		}
		c.mu.Unlock()
		done := len(page) < batch
		if first && done {
			out.expect(len(page))
		}
		for _, r := range page {
			if err := out.event(r); err != nil {
				return err
			}
		}
		if count -= uint64(len(page)); done || count == 0 {
			return out.interrupt()
		}
	}
}

// from is the index of the first event that is not before a position.
func (h *history) from(p *api.ReadReq_Options_Position) int {
	i := h.after(p.GetCommitPosition())
	if i < len(h.records) && h.records[i].Commit == p.GetCommitPosition() && h.records[i].Prepare < p.GetPreparePosition() {
		i++
	}
	return i
}

func invalidPosition(p uint64) error {
	return status.Error(codes.InvalidArgument, fmt.Sprintf("Trying to read from an invalid position. (%d is not where an event begins.)", p))
}
