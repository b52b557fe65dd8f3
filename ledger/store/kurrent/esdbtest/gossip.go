package esdbtest

import (
	"context"
	"encoding/binary"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/google/uuid"
)

// gossipService tells who is in the cluster. It asks for no credentials.
type gossipService struct {
	gossip.UnimplementedGossipServer
	node *node
}

// Read says of each node where it is, what it is, and whether it lives.
func (g *gossipService) Read(context.Context, *shared.Empty) (*gossip.ClusterInfo, error) {
	c := g.node.cluster
	c.mu.Lock()
	defer c.mu.Unlock()
	info := &gossip.ClusterInfo{}
	for _, n := range c.nodes {
		state := gossip.MemberInfo_Follower
		switch {
		case n.index == c.leader:
			state = gossip.MemberInfo_Leader
		case c.leader < 0:
			state = gossip.MemberInfo_Unknown
		}
		host, port := n.endpoint()
		info.Members = append(info.Members, &gossip.MemberInfo{
			InstanceId:   wireID(uuid.NewSHA1(uuid.NameSpaceOID, []byte{byte(n.index)}), true),
			TimeStamp:    c.latest(),
			State:        state,
			IsAlive:      n.up,
			HttpEndPoint: &gossip.EndPoint{Address: host, Port: uint32(port)},
		})
	}
	return info, nil
}

// latest is the time of the last event, in ticks: the cluster has no other.
func (h *history) latest() int64 {
	if len(h.records) == 0 {
		return 0
	}
	return ticks(h.records[len(h.records)-1].Created)
}

// featureService tells the version.
type featureService struct {
	serverfeatures.UnimplementedServerFeaturesServer
	node *node
}

// GetSupportedMethods tells the version, and the methods that the client looks for.
func (f *featureService) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{EventStoreServerVersion: f.node.cluster.options.Version}, nil
}

// wireID puts an id in one of its two forms.
func wireID(id uuid.UUID, structured bool) *shared.UUID {
	if !structured {
		return &shared.UUID{Value: &shared.UUID_String_{String_: id.String()}}
	}
	return &shared.UUID{Value: &shared.UUID_Structured_{Structured: &shared.UUID_Structured{
		MostSignificantBits: int64(binary.BigEndian.Uint64(id[:8])), LeastSignificantBits: int64(binary.BigEndian.Uint64(id[8:])),
	}}}
}

// parseID reads either form. It is uuid.Nil if there is none.
func parseID(id *shared.UUID) uuid.UUID {
	if s := id.GetStructured(); s != nil {
		var u uuid.UUID
		binary.BigEndian.PutUint64(u[:8], uint64(s.MostSignificantBits))
		binary.BigEndian.PutUint64(u[8:], uint64(s.LeastSignificantBits))
		return u
	}
	u, err := uuid.Parse(id.GetString_())
	if err != nil {
		return uuid.Nil
	}
	return u
}
