package esdbtest

import (
	"errors"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// errEnough ends a read in good order.
var errEnough = errors.New("esdbtest: the read ends here")

// outlet sends what is read to one caller, and lets it go wrong as planned.
type outlet struct {
	node       *node
	stream     api.Streams_ReadServer
	plan       plan
	structured bool // how ids are written
	again      bool // it is a subscription, which may deliver twice
	sent       int
	last       []*record // the last three events sent
}

// send sends one message, or fails as planned.
func (o *outlet) send(m *api.ReadResp) error {
	if err := o.interrupt(); err != nil {
		return err
	}
	o.sent++
	return o.stream.Send(m)
}

// interrupt fails if that is planned for now.
func (o *outlet) interrupt() error {
	c, p := o.node.cluster, &o.plan
	if o.sent < p.events {
		return nil
	}
	switch {
	case p.cut:
		c.injected("CutRead")
		return status.Error(codes.Unavailable, "the read was cut")
	case p.end:
		c.injected("EndReadEarly")
		return errEnough
	case p.hang:
		c.injected("Hang")
		return wait(o.stream.Context())
	case p.kill:
		c.injected("KillConnection")
		return o.node.kill(o.stream.Context())
	}
	return nil
}

// expect tells how many events are at hand if that is all there will be, so
// that what is planned falls among them.
func (o *outlet) expect(events int) {
	most := events
	if o.plan.end && !o.plan.cut {
		most-- // strictly early, or nobody would notice
	}
	o.plan.events %= max(1, most+1)
}

// event sends an event, and in a subscription perhaps the last ones again.
func (o *outlet) event(r *record) error {
	if err := o.send(o.wire(r)); err != nil {
		return err
	}
	if !o.again || o.plan.DuplicateDelivery == 0 {
		return nil
	}
	o.last = append(o.last, r)
	o.last = o.last[max(0, len(o.last)-3):]
	if o.plan.random.Float64() >= o.plan.DuplicateDelivery {
		return nil
	}
	o.node.cluster.injected("DuplicateDelivery")
	for _, r := range o.last[o.plan.random.IntN(len(o.last)):] {
		if err := o.send(o.wire(r)); err != nil {
			return err
		}
	}
	return nil
}

// wire is an event as it is sent.
func (o *outlet) wire(r *record) *api.ReadResp {
	m := map[string]string{"type": r.Type, "content-type": r.ContentType}
	if p := o.plan.NoCreated; p > 0 && o.plan.random.Float64() < p {
		o.node.cluster.injected("NoCreated")
	} else {
		m["created"] = strconv.FormatInt(ticks(r.Created), 10)
	}
	return &api.ReadResp{Content: &api.ReadResp_Event{Event: &api.ReadResp_ReadEvent{
		Event: &api.ReadResp_ReadEvent_RecordedEvent{
			Id: wireID(r.ID, o.structured), StreamIdentifier: wireName(r.Stream), StreamRevision: r.Number,
			CommitPosition: r.Commit, PreparePosition: r.Prepare, Metadata: m, Data: r.Data, CustomMetadata: r.Metadata,
		},
		Position: &api.ReadResp_ReadEvent_CommitPosition{CommitPosition: r.Commit},
	}}}
}

func (o *outlet) checkpoint(position uint64) error {
	return o.send(&api.ReadResp{Content: &api.ReadResp_Checkpoint_{
		Checkpoint: &api.ReadResp_Checkpoint{CommitPosition: position, PreparePosition: position},
	}})
}

func (o *outlet) caughtUp() error {
	return o.send(&api.ReadResp{Content: &api.ReadResp_CaughtUp_{CaughtUp: &api.ReadResp_CaughtUp{}}})
}

func (o *outlet) notFound(stream string) error {
	return o.send(&api.ReadResp{Content: &api.ReadResp_StreamNotFound_{
		StreamNotFound: &api.ReadResp_StreamNotFound{StreamIdentifier: wireName(stream)},
	}})
}

func wireName(stream string) *shared.StreamIdentifier {
	return &shared.StreamIdentifier{StreamName: []byte(stream)}
}
