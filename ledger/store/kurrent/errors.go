package kurrent

import (
	"context"
	"errors"
	"fmt"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// NotFoundError says that the cluster has no ledger of that name.
type NotFoundError struct{ Where string }

func (e *NotFoundError) Error() string { return e.Where + ": there is no such ledger; create it first" }

// ExistsError says that the cluster has a ledger of that name already.
type ExistsError struct{ Where string }

func (e *ExistsError) Error() string { return e.Where + ": there is such a ledger already; open it" }

// NewerFormatError says that a newer program made the ledger.
type NewerFormatError struct{ Where string }

func (e *NewerFormatError) Error() string {
	return e.Where + ": was made by a newer program; open it with that one"
}

// UnreachableError says that no node answered. Nothing was sent, so nothing was
// changed; retry when the cluster is back.
type UnreachableError struct {
	Where string
	Cause error
}

func (e *UnreachableError) Error() string {
	return fmt.Sprintf("%s: the cluster does not answer: %v; check the address, the certificate and the nodes, and retry", e.Where, e.Cause)
}

// Unwrap returns the cause.
func (e *UnreachableError) Unwrap() error { return e.Cause }

// VersionError says that the client does not understand which version a server is.
// Nothing was sent. Retrying does not help.
type VersionError struct {
	Where string
	Part  string // the part of the version that is no number
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s: the server's version has a part %q, where the client knows numbers only; it is a build of its own: empty version_suffix in version.properties beside the server's program and restart it", e.Where, e.Part)
}

// DeniedError says that the cluster does not let this user do what was asked.
// Nothing was changed. Retrying does not help.
type DeniedError struct {
	Where, What string
	Cause       error
}

func (e *DeniedError) Error() string {
	return fmt.Sprintf("%s: %s: not allowed: %v; check the user, the password and the access rights", e.Where, e.What, e.Cause)
}

// Unwrap returns the cause.
func (e *DeniedError) Unwrap() error { return e.Cause }

// outcome is what an error of the client says of the operation.
type outcome int

const (
	unknown outcome = iota // it may have been performed or not
	wrongVersion
	missing // the stream does not exist
	deleted // the stream was deleted for ever
	denied
	notLeader // another node would have done it; nothing was performed
)

// outcomeOf classifies an error of the client. It looks through wrapping, which the
// client's own FromError does not, and knows the raw gRPC errors of reads and
// subscriptions. What it does not know is unknown, and safe to do again with the
// same ids: among it the io.EOF behind which the client hides a server's refusal.
func outcomeOf(err error) outcome {
	var e *esdb.Error
	if errors.As(err, &e) {
		switch e.Code() {
		case esdb.ErrorCodeWrongExpectedVersion:
			return wrongVersion
		case esdb.ErrorCodeResourceNotFound:
			return missing
		case esdb.ErrorCodeStreamDeleted:
			return deleted
		case esdb.ErrorCodeAccessDenied, esdb.ErrorCodeUnauthenticated:
			return denied
		case esdb.ErrorCodeNotLeader:
			return notLeader
		}
	}
	switch status.Code(err) {
	case codes.PermissionDenied, codes.Unauthenticated:
		return denied
	case codes.NotFound:
		return missing
	}
	return unknown
}

// ended returns the error of a context that has ended, else err.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
