package esdbtest

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// confirm is the first message of every subscription. It is never late.
func (o *outlet) confirm(id uuid.UUID) error {
	return o.stream.Send(&api.ReadResp{Content: &api.ReadResp_Confirmation{
		Confirmation: &api.ReadResp_SubscriptionConfirmation{SubscriptionId: id.String()},
	}})
}

// subscribeAll sends every event after a position that passes, for ever. With a
// filter it also tells, every so many events that it looked at, how far it is.
func (s *streamService) subscribeAll(out *outlet, o *api.ReadReq_Options_AllOptions,
	filter *api.ReadReq_Options_FilterOptions, pass func(*record) bool) error {
	c := s.node.cluster
	interval := 0
	if filter != nil {
		window := int(filter.GetMax())
		if filter.GetCount() != nil {
			window = batch
		}
		if interval = window * int(filter.GetCheckpointIntervalMultiplier()); interval <= 0 {
			return handlerFailed()
		}
	}
	c.mu.Lock()
	id, at, invalid := c.mint(), 0, false
	switch {
	case o.GetEnd() != nil:
		at = s.node.visible()
	case o.GetPosition() != nil:
		at = c.behind(o.GetPosition())
		invalid = !c.boundary(o.GetPosition().GetCommitPosition())
	}
	late := at < s.node.visible() // there is something to catch up with
	c.mu.Unlock()
	if err := out.confirm(id); err != nil {
		return err
	}
	if invalid {
		return invalidPosition(o.GetPosition().GetCommitPosition())
	}
	seen, position, live := 0, uint64(0), false
	for {
		c.mu.Lock()
		end, changed := s.node.visible(), c.changed
		page := slices.Clone(c.records[min(at, end):max(min(at, end), min(at+batch, end))])
		c.mu.Unlock()
		for _, r := range page {
			at++
			if r.removed {
				continue
			}
			if pass(r) {
				if err := out.event(r); err != nil {
					return err
				}
			}
			position = r.Commit
			if seen++; filter != nil && seen%interval == 0 {
				if err := out.checkpoint(position); err != nil {
					return err
				}
			}
		}
		if len(page) > 0 {
			continue
		}
		if !live {
			live = true
			if filter != nil && late && position > 0 && seen%interval != 0 {
				if err := out.checkpoint(position); err != nil {
					return err
				}
			}
			if err := out.caughtUp(); err != nil {
				return err
			}
		}
		select {
		case <-changed:
		case <-out.stream.Context().Done():
			return wait(out.stream.Context())
		}
	}
}

// subscribeStream sends every event of a stream after a number, for ever. The
// stream need not exist. A tombstone ends it.
func (s *streamService) subscribeStream(out *outlet, name string, o *api.ReadReq_Options_StreamOptions) error {
	c := s.node.cluster
	c.mu.Lock()
	id, next := c.mint(), int64(0)
	switch {
	case o.GetEnd() != nil:
		if last := c.last(name, s.node.visible()); last != deleted {
			next = last + 1
		}
	case o.GetStart() == nil:
		next = int64(min(o.GetRevision(), math.MaxInt64-1)) + 1
	}
	c.mu.Unlock()
	if err := out.confirm(id); err != nil {
		return err
	}
	live := false
	for {
		c.mu.Lock()
		page, after, done, what := c.forward(name, next, batch, s.node.visible())
		var tombstone *record
		if what == gone {
			tombstone = c.records[c.ended[name]]
		}
		changed := c.changed
		c.mu.Unlock()
		if what == gone {
			if live {
				if err := out.event(tombstone); err != nil {
					return err
				}
			}
			return streamDeleted(out.stream.Context(), name)
		}
		for _, r := range page {
			if err := out.event(r); err != nil {
				return err
			}
		}
		if next = max(next, after); !done {
			continue
		}
		if !live {
			live = true
			if err := out.caughtUp(); err != nil {
				return err
			}
		}
		select {
		case <-changed:
		case <-out.stream.Context().Done():
			return wait(out.stream.Context())
		}
	}
}

// behind is the index of the first event after a position.
func (h *history) behind(p *api.ReadReq_Options_Position) int {
	i := h.from(p)
	if i < len(h.records) && h.records[i].Commit == p.GetCommitPosition() && h.records[i].Prepare == p.GetPreparePosition() {
		i++
	}
	return i
}

// passes makes a filter of its description; none lets everything pass.
func passes(filter *api.ReadReq_Options_FilterOptions) (func(*record) bool, error) {
	if filter == nil {
		return func(*record) bool { return true }, nil
	}
	of, e := func(r *record) string { return r.Stream }, filter.GetStreamIdentifier()
	if filter.GetEventType() != nil {
		of, e = func(r *record) string { return r.Type }, filter.GetEventType()
	}
	if e == nil {
		return nil, status.Error(codes.InvalidArgument, "a filter of nothing is not valid")
	}
	if e.GetRegex() == "" {
		return func(r *record) bool {
			return slices.ContainsFunc(e.GetPrefix(), func(prefix string) bool { return strings.HasPrefix(of(r), prefix) })
		}, nil
	}
	pattern, err := regexp.Compile(e.GetRegex())
	if err != nil {
		return nil, status.Error(codes.Unknown, fmt.Sprintf("Exception was thrown by handler. %v", err))
	}
	return func(r *record) bool { return pattern.MatchString(of(r)) }, nil
}
