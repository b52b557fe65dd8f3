package main

import (
	"context"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fundledger/fundledger/cmd/internal/cluster"
	"github.com/fundledger/fundledger/cmd/internal/fault"
)

// makeCluster writes the folder of a new cluster and tells what comes next.
func (p *program) makeCluster(dir string, c cluster.Config) error {
	now := p.Now()
	files, err := cluster.Files(c, now, p.Random)
	if err != nil {
		return err
	}
	if err := cluster.Write(dir, files); err != nil {
		return err
	}
	folder, err := cluster.Open(dir)
	if err != nil {
		return err
	}
	licence, err := cluster.Licence(c.Image)
	if err != nil {
		return err
	}
	authority, err := filepath.Abs(folder.Authority)
	if err != nil {
		return fmt.Errorf("find the cluster's folder: %w", err)
	}
	fmt.Fprintln(p.out, p.say("已写出集群：%s", "wrote a cluster: %s", dir))
	fmt.Fprintln(p.out, p.say("服务器镜像：%s（%s）", "image of the server: %s (%s)", c.Image, licence.In(p.lang)))
	fmt.Fprintln(p.out, p.say("密码：%s（请另行备份；只有记账、审计用户的密码交出去）", "passwords: %s (back them up elsewhere; hand out only those of ledger and auditor)", filepath.Join(dir, "passwords")))
	fmt.Fprintln(p.out, p.say("证书有效至 %s；届时用同样的选项另写一个集群，换上它的 certs 目录，再启动并加 --force-recreate", "the certificates end on %s; before then write another cluster with the same options, take over its folder certs, and start with --force-recreate", now.AddDate(0, 0, c.Days).UTC().Format(time.DateOnly)))
	fmt.Fprintln(p.out, p.say("连接：%s&tlsCAFile=%s", "connection: %s&tlsCAFile=%s", folder.Connection, authority))
	if len(c.Hosts) == 0 {
		fmt.Fprintln(p.out, p.say("下一步：docker compose --file %s up --detach --wait", "next: docker compose --file %s up --detach --wait", filepath.Join(dir, "compose.yaml")))
	} else {
		for i, host := range c.Hosts {
			fmt.Fprintln(p.out, p.say("下一步：把 %[1]s 复制到 %[2]s，在那里运行 docker compose --file node%[3]d/compose.yaml up --detach --wait", "next: copy %[1]s to %[2]s, and run there docker compose --file node%[3]d/compose.yaml up --detach --wait", filepath.Join(dir, fmt.Sprintf("node%d", i+1)), host, i+1))
		}
		fmt.Fprintln(p.out, p.say("三台须在两分钟内相继启动", "start all three within two minutes: one alone is not ready"))
	}
	fmt.Fprintln(p.out, p.say("然后：fundledger cluster users %s", "then: fundledger cluster users %s", dir))
	return nil
}

// addresses reads a list of IP addresses. Error: bad input.
func addresses(list []string) ([]netip.Addr, error) {
	var all []netip.Addr
	for _, text := range list {
		a, err := netip.ParseAddr(strings.TrimSpace(text))
		if err != nil {
			return nil, fault.Input("--hosts：%s 不是 IP 地址；写成 10.0.0.1,10.0.0.2,10.0.0.3", "--hosts: %s is no IP address; write 10.0.0.1,10.0.0.2,10.0.0.3", text)
		}
		all = append(all, a)
	}
	return all, nil
}

// makeUsers makes both users on the cluster of a folder.
func (p *program) makeUsers(ctx context.Context, dir string) error {
	folder, err := cluster.Open(dir)
	if err != nil {
		return err
	}
	for _, login := range []string{cluster.Application, cluster.Auditor} {
		made, err := folder.MakeUser(ctx, login)
		if err != nil {
			return err
		}
		if made {
			fmt.Fprintln(p.out, p.say("已建立用户 %s", "made the user %s", login))
		} else {
			fmt.Fprintln(p.out, p.say("用户 %s 已有，密码相符", "the user %s was there already, with this password", login))
		}
	}
	return nil
}

func (p *program) clusterUsersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "users DIR",
		Short: p.say("在已启动的集群上建立记账用户 ledger 和审计用户 auditor", "make the users ledger and auditor on a cluster that runs"),
		Long: p.say("用 DIR 中管理员的密码，经 HTTP 接口（POST /users）建立用户 ledger（记账程序用）和 auditor（审计用），密码取自 DIR。\n已有的用户只核对密码；可重复运行。二者都不是管理员。",
			"Make the users ledger, for this program, and auditor, with the passwords in DIR, by the HTTP interface (POST /users) and\nthe administrator's password in DIR. Of a user that is there already the password is checked; running it again does\nno harm. Neither is an administrator."),
		Example: "  fundledger cluster users nodes",
		Args:    p.arguments("DIR", 1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.makeUsers(cmd.Context(), args[0]) },
	}
}
