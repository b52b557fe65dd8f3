package esdbtest

import (
	"context"
	"strconv"

	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Delete hides a stream until something is appended to it again.
func (s *streamService) Delete(ctx context.Context, r *api.DeleteReq) (*api.DeleteResp, error) {
	at, err := s.remove(ctx, r.GetOptions(), r.GetOptions().GetExpectedStreamRevision() != nil, false)
	if err != nil {
		return nil, err
	}
	return &api.DeleteResp{PositionOption: &api.DeleteResp_Position_{Position: &api.DeleteResp_Position{CommitPosition: at,
		PreparePosition: at}}}, nil
}

// Tombstone ends a stream for ever.
func (s *streamService) Tombstone(ctx context.Context, r *api.TombstoneReq) (*api.TombstoneResp, error) {
	at, err := s.remove(ctx, r.GetOptions(), r.GetOptions().GetExpectedStreamRevision() != nil, true)
	if err != nil {
		return nil, err
	}
	position := &api.TombstoneResp_Position{CommitPosition: at, PreparePosition: at}
	return &api.TombstoneResp{PositionOption: &api.TombstoneResp_Position_{Position: position}}, nil
}

// remove performs a deletion and returns its position.
func (s *streamService) remove(ctx context.Context, e expectation, complete, hard bool) (uint64, error) {
	if !complete {
		return 0, handlerFailed()
	}
	c, name, expect := s.node.cluster, string(e.GetStreamIdentifier().GetStreamName()), expected(e)
	p := c.plan("delete", name)
	if err := c.allow(ctx, name, toRemove); err != nil {
		return 0, err
	}
	if err := s.node.blocked(ctx, p); err != nil {
		return 0, err
	}
	if p.refuse {
		c.injected("RefuseAppend")
		return 0, status.Error(codes.Unavailable, "Server Is Too Busy")
	}
	c.mu.Lock()
	result := c.history.remove(name, expect, hard)
	c.mu.Unlock()
	switch result.outcome {
	case ended:
		return 0, streamDeleted(ctx, name)
	case wrong:
		trailer(ctx, "exception", "wrong-expected-version", "stream-name", name,
			"expected-version", strconv.FormatInt(expect, 10), "actual-version", strconv.FormatInt(result.last, 10))
		return 0, status.Errorf(codes.FailedPrecondition,
			"Delete failed due to WrongExpectedVersion. Stream: %s, Expected version: %d, Actual version: %d", name, expect, result.last)
	}
	return result.position, nil
}
