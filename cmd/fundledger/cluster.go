package main

import (
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/cluster"
	"github.com/fundledger/fundledger/cmd/internal/fault"
)

func (p *program) clusterCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cluster",
		Short: p.say("一台机器不够时：三个节点的 KurrentDB 集群", "when one machine is not enough: three nodes of KurrentDB"),
		Long: p.say("一台机器不够时，账本放在三个节点的 KurrentDB（EventStoreDB）上：一个节点坏了照常记账。\ninit 写出用 Docker 启动它们所需的一切，users 在启动后建立记账和审计用户。",
			"When one machine is not enough the ledger lives on three nodes of KurrentDB (EventStoreDB), one of which may fail.\ninit writes all that Docker needs to start them; users makes the application's and the auditor's account afterwards."),
		Example: "  fundledger cluster init nodes\n  docker compose --file nodes/compose.yaml up --detach --wait\n  fundledger cluster users nodes",
		Args:    noSubcommand,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.clusterInitCommand(), p.clusterUsersCommand())
	return cmd
}

func (p *program) clusterInitCommand() *cobra.Command {
	c := cluster.Default()
	var hosts []string
	var address, subnet string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: p.say("写出启动集群所需的一切：compose.yaml、证书、密码", "write all that starts a cluster: compose.yaml, certificates, passwords"),
		Long: p.say("在新目录 DIR 中写出三个加密通信节点的 compose.yaml、它们的证书和随机密码（passwords 目录，只有本人可读，不显示）。\n"+
			"默认三个节点都在本机，只有本机能连；这样不怕一个进程坏，怕这台机器坏。--hosts 写三台机器，每台一个目录，各自启动。\n"+
			"默认镜像 "+cluster.DefaultImage+"，许可证 Kurrent License v1：可自用，不得作为服务提供给他人。",
			"Write into a new folder DIR the compose.yaml of three nodes that speak TLS, their certificates, and random passwords\n"+
				"(folder passwords, for your eyes only; they are not shown). All nodes are on this machine, for this machine only,\n"+
				"unless told otherwise: that survives the failure of a process, not of the machine. --hosts names three machines; each\n"+
				"gets a folder of its own and is started by itself.\n"+
				"The image is "+cluster.DefaultImage+" under the Kurrent License v1: free to\nuse, not to be offered to others as a service."),
		Example: "  fundledger cluster init nodes && docker compose --file nodes/compose.yaml up --detach --wait\n" +
			"  fundledger cluster init nodes --hosts 10.0.0.1,10.0.0.2,10.0.0.3\n" +
			"  fundledger cluster init nodes --image eventstore/eventstore:24.10.14",
		Args: p.arguments("DIR", 1, 1),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			if c.Hosts, err = addresses(hosts); err != nil {
				return err
			}
			if c.Address, err = netip.ParseAddr(address); err != nil {
				return fault.Input("--address：%s 不是 IP 地址；写成 127.0.0.1", "--address: %s is no IP address; write 127.0.0.1", address)
			}
			if c.Subnet, err = netip.ParsePrefix(subnet); err != nil {
				return fault.Input("--subnet：%s 不是网段；写成 172.30.240.0/24", "--subnet: %s is no network; write 172.30.240.0/24", subnet)
			}
			return p.makeCluster(args[0], c)
		},
	}
	f := cmd.Flags()
	f.StringVar(&c.Image, "image", c.Image, p.say("服务器镜像，须写明版本；名称以 kurrentdb 或 eventstore 开头", "image of the server, with its version; its name begins with kurrentdb or eventstore"))
	f.StringSliceVar(&hosts, "hosts", nil, p.say("三台机器的 IPv4 地址，每台一个节点", "IPv4 addresses of three machines, for one node each"))
	f.StringVar(&address, "address", c.Address.String(), p.say("三个节点同在的机器的地址，客户端连它", "address of the one machine with all nodes, where clients find them"))
	f.IntVar(&c.Port, "port", c.Port, p.say("第一个节点在那里的端口，其余依次加一", "port of the first node there; the others have the next ones"))
	f.StringVar(&subnet, "subnet", c.Subnet.String(), p.say("容器之间的网段，与已有网络冲突时另选", "network between the containers; choose another if this one is in use"))
	f.IntVar(&c.Days, "days", c.Days, p.say("证书有效天数", "how many days the certificates are valid"))
	return cmd
}
