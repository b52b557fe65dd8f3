package esdbtest

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// streamService is the service that holds events. BatchAppend is not there:
// the client never calls it.
type streamService struct {
	api.UnimplementedStreamsServer
	node *node
}

// expectation is how requests say what they expect; append, delete and
// tombstone have a type each for it.
type expectation interface {
	GetRevision() uint64
	GetNoStream() *shared.Empty
	GetAny() *shared.Empty
	GetStreamExists() *shared.Empty
	GetStreamIdentifier() *shared.StreamIdentifier
}

func expected(e expectation) int64 {
	switch {
	case e.GetNoStream() != nil:
		return expectNone
	case e.GetAny() != nil:
		return expectAny
	case e.GetStreamExists() != nil:
		return expectExists
	}
	return int64(min(e.GetRevision(), deleted))
}

// Append takes a header and then events, and answers once. As on the server,
// whether the caller may write is decided before the first event is read.
func (s *streamService) Append(stream api.Streams_AppendServer) error {
	ctx, c := stream.Context(), s.node.cluster
	request, err := stream.Recv()
	if err != nil {
		return err
	}
	header := request.GetOptions()
	if header == nil || header.ExpectedStreamRevision == nil {
		return handlerFailed()
	}
	name := string(header.GetStreamIdentifier().GetStreamName())
	c.begun(&c.counts.Appends)
	p := c.plan("append", name)
	if err := c.allow(ctx, name, toWrite); err != nil {
		return err
	}
	if p.early {
		c.injected("EarlyReject")
		return status.Error(codes.Unavailable, "Server Is Too Busy")
	}
	events, err := s.proposals(stream)
	if err != nil {
		return err
	}
	if name == "" || name == "$$" {
		return handlerFailed()
	}
	if err := s.node.blocked(ctx, p); err != nil {
		return err
	}
	if p.refuse {
		c.injected("RefuseAppend")
		return status.Error(codes.Unavailable, "Server Is Too Busy")
	}
	if err := s.interrupt(ctx, p, false); err != nil {
		return err
	}
	c.mu.Lock()
	result := c.commit(name, expected(header), events)
	c.postpone(name, events, &result, p)
	c.mu.Unlock()
	if (result.outcome == written && !result.empty || result.outcome == repeated) && p.lose {
		c.injected("LoseAck")
		if p.silent {
			return s.node.kill(ctx)
		}
		return status.Error(codes.Unavailable, "Server Is Not Ready")
	}
	if err := s.interrupt(ctx, p, true); err != nil {
		return err
	}
	switch result.outcome {
	case ended:
		return streamDeleted(ctx, name)
	case unfinished:
		c.injected("NotReady")
		return status.Error(codes.Aborted, "Operation timed out: Commit phase timeout")
	}
	return stream.SendAndClose(appendResponse(header, result))
}

// proposals reads the events of an append. Errors: InvalidArgument.
func (s *streamService) proposals(stream api.Streams_AppendServer) ([]proposal, error) {
	limit, size := s.node.cluster.options.MaxAppend, 0
	var events []proposal
	for {
		request, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return events, nil
		}
		if err != nil {
			return nil, err
		}
		m := request.GetProposedMessage()
		if m == nil {
			return nil, handlerFailed()
		}
		for _, key := range []string{"type", "content-type"} {
			if _, ok := m.Metadata[key]; !ok {
				trailer(stream.Context(), "exception", "missing-required-metadata-property", "required-metadata-properties", "type,content-type")
				return nil, status.Errorf(codes.InvalidArgument, "Required Metadata Property '%s' is missing", key)
			}
		}
		e := proposal{id: parseID(m.Id), kind: m.Metadata["type"], json: m.Metadata["content-type"] == asJSON, data: m.Data, metadata: m.CustomMetadata}
		if size += e.size(); size > limit {
			trailer(stream.Context(), "exception", "maximum-append-size-exceeded", "maximum-append-size", strconv.Itoa(limit))
			return nil, status.Errorf(codes.InvalidArgument, "Maximum Append Size of %d Exceeded.", limit)
		}
		if e.id == uuid.Nil || e.kind == "" {
			return nil, handlerFailed()
		}
		events = append(events, e)
	}
}

// interrupt hangs or cuts the connection, if that is planned for before or
// after the append is performed.
func (s *streamService) interrupt(ctx context.Context, p plan, performed bool) error {
	if p.late != performed {
		return nil
	}
	switch {
	case p.hang:
		s.node.cluster.injected("Hang")
		return wait(ctx)
	case p.kill:
		s.node.cluster.injected("KillConnection")
		return s.node.kill(ctx)
	}
	return nil
}

// postpone turns the recognition of a repeated append into no answer, as many
// times as Faults.NotReady says. The caller holds the lock.
func (c *Cluster) postpone(stream string, events []proposal, result *answer, p plan) {
	if len(events) == 0 {
		return
	}
	key := events[0].id.String() + " " + stream
	switch {
	case result.outcome == written && p.lose && p.NotReady > 0:
		c.unready[key] = p.NotReady
	case result.outcome == repeated && c.unready[key] > 0:
		if c.unready[key]--; c.unready[key] == 0 {
			delete(c.unready, key)
		}
		result.outcome = unfinished
	}
}

func appendResponse(header *api.AppendReq_Options, result answer) *api.AppendResp {
	if result.outcome == wrong {
		return &api.AppendResp{Result: &api.AppendResp_WrongExpectedVersion_{WrongExpectedVersion: wrongVersion(header, result.last)}}
	}
	success := &api.AppendResp_Success{
		CurrentRevisionOption: &api.AppendResp_Success_CurrentRevision{CurrentRevision: uint64(result.last)},
		PositionOption: &api.AppendResp_Success_Position{Position: &api.AppendResp_Position{
			CommitPosition: result.position, PreparePosition: result.position,
		}},
	}
	if result.last < 0 {
		success.CurrentRevisionOption = &api.AppendResp_Success_NoStream{NoStream: &shared.Empty{}}
	}
	return &api.AppendResp{Result: &api.AppendResp_Success_{Success: success}}
}

func wrongVersion(header *api.AppendReq_Options, last int64) *api.AppendResp_WrongExpectedVersion {
	w := &api.AppendResp_WrongExpectedVersion{}
	switch e := header.ExpectedStreamRevision.(type) {
	case *api.AppendReq_Options_Any:
		w.ExpectedRevisionOption = &api.AppendResp_WrongExpectedVersion_ExpectedAny{ExpectedAny: &shared.Empty{}}
	case *api.AppendReq_Options_StreamExists:
		w.ExpectedRevisionOption = &api.AppendResp_WrongExpectedVersion_ExpectedStreamExists{ExpectedStreamExists: &shared.Empty{}}
	case *api.AppendReq_Options_NoStream:
		w.ExpectedRevisionOption = &api.AppendResp_WrongExpectedVersion_ExpectedNoStream{ExpectedNoStream: &shared.Empty{}}
	case *api.AppendReq_Options_Revision:
		w.ExpectedRevisionOption = &api.AppendResp_WrongExpectedVersion_ExpectedRevision{ExpectedRevision: e.Revision}
	}
	if last < 0 {
		w.CurrentRevisionOption = &api.AppendResp_WrongExpectedVersion_CurrentNoStream{CurrentNoStream: &shared.Empty{}}
	} else {
		w.CurrentRevisionOption = &api.AppendResp_WrongExpectedVersion_CurrentRevision{CurrentRevision: uint64(last)}
	}
	return w
}

// begun counts an operation.
func (c *Cluster) begun(counter *int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*counter++
}

func streamDeleted(ctx context.Context, stream string) error {
	trailer(ctx, "exception", "stream-deleted", "stream-name", stream)
	return status.Errorf(codes.FailedPrecondition, "Event stream '%s' is deleted.", stream)
}

// handlerFailed is what the server answers to a request that makes it throw.
func handlerFailed() error { return status.Error(codes.Unknown, "Exception was thrown by handler.") }

func trailer(ctx context.Context, pairs ...string) {
	_ = grpc.SetTrailer(ctx, metadata.Pairs(pairs...)) // fails outside of a call only
}
