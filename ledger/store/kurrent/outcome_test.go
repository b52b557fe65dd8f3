package kurrent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// A read that fails before it begins, and a subscription, give the raw error of
// gRPC. It is understood like the client's own, also where it is wrapped. (Errors of
// the client's own cannot be made here; the other tests meet them.)
func TestD10_RawErrorsAreUnderstood(t *testing.T) {
	for _, test := range []struct {
		err  error
		want outcome
	}{
		{status.Error(codes.PermissionDenied, ""), denied},
		{status.Error(codes.Unauthenticated, ""), denied},
		{status.Error(codes.NotFound, ""), missing},
		{status.Error(codes.Unavailable, ""), unknown},
		{status.Error(codes.Aborted, ""), unknown},
		{status.Error(codes.DeadlineExceeded, ""), unknown},
		{status.Error(codes.Unknown, ""), unknown},
		{status.Error(codes.InvalidArgument, ""), unknown},
		{context.Canceled, unknown},
		{io.EOF, unknown},
		{errors.New("the client failed"), unknown},
	} {
		for _, err := range []error{test.err, fmt.Errorf("could not read: %w", test.err)} {
			if got := outcomeOf(err); got != test.want {
				t.Errorf("%v: outcome %d, want %d", err, got, test.want)
			}
		}
	}
}
