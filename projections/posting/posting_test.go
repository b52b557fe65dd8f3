package posting_test

import (
	"slices"
	"testing"

	"github.com/fundledger/fundledger/ledger"
	"github.com/fundledger/fundledger/ledger/event"
	"github.com/fundledger/fundledger/ledger/event/eventtest"
	"github.com/fundledger/fundledger/ledger/fund"
	"github.com/fundledger/fundledger/ledger/money"
	"github.com/fundledger/fundledger/projections/balances"
	"github.com/fundledger/fundledger/projections/posting"
)

const (
	resident = fund.ID("441300.390")
	aid      = fund.ID("441300.610")
	amount   = money.Fen(506_87)
)

func on(year int) event.Fact {
	return event.Fact{Document: "1", OccurredOn: fund.NewDate(year, 1, 1), Count: 1}
}

func day(year int) fund.Date { return fund.NewDate(year, 1, 1) }

// rows is the whole table: every type, each with the rule it follows. KJ is
// 财会〔2017〕28号, 735 is 国务院令第735号.
var rows = []struct {
	name   string
	source string
	event  event.Event
	want   []posting.Line
}{
	{"books established", "moves no money", event.FundEstablished{Fact: on(2025), Fund: resident, Name: "x"}, nil},
	{"books opened", "a state, not a movement", event.FundOpened{Fact: on(2025), Fund: resident, Amount: amount}, nil},
	{"limit", "moves no money", event.LimitSet{Fact: on(2025), Region: "441300", Limit: event.ReliefAnnualCap, Amount: amount}, nil},

	{"premium", "KJ 4001", event.PremiumReceived{Fact: on(2025), Fund: resident, Amount: amount},
		[]posting.Line{{Fund: resident, Account: "4001", Amount: amount}}},
	{"premium refunded, same year", "KJ 4001: 退回当年的保险费冲减收入", event.PremiumRefunded{Fact: on(2025), Fund: resident, Amount: amount, PaidOn: day(2025)},
		[]posting.Line{{Fund: resident, Account: "4001", Amount: -amount}}},
	{"premium refunded, earlier year", "KJ 5401: 退回以前年度的保险费", event.PremiumRefunded{Fact: on(2025), Fund: resident, Amount: amount, PaidOn: day(2024)},
		[]posting.Line{{Fund: resident, Account: "5401", Amount: amount}}},
	{"assisted participation", "KJ 4001 §1: 资助参保是保险费收入，不是财政补贴", event.ParticipationAssisted{Fact: on(2025), AidFund: aid, Fund: resident, Amount: amount},
		[]posting.Line{{Fund: aid, Account: "participation", Amount: amount}, {Fund: resident, Account: "4001", Amount: amount}}},
	{"subsidy", "KJ 4101", event.SubsidyReceived{Fact: on(2025), Fund: resident, Amount: amount},
		[]posting.Line{{Fund: resident, Account: "4101", Amount: amount}}},
	{"interest", "KJ 4201", event.InterestReceived{Fact: on(2025), Fund: resident, Amount: amount},
		[]posting.Line{{Fund: resident, Account: "4201", Amount: amount}}},
	{"contract penalty", "KJ 4501: 违约金是其他收入", event.PenaltyReceived{Fact: on(2025), Fund: resident, Amount: amount},
		[]posting.Line{{Fund: resident, Account: "4501", Amount: amount}}},

	{"reimbursement", "KJ 5001", event.ReimbursementPaid{Fact: on(2025), Fund: resident, Amount: amount},
		[]posting.Line{{Fund: resident, Account: "5001", Amount: amount}}},
	{"reimbursement reversed, same year", "KJ 5001 §3(2)", event.ReimbursementReversed{Fact: on(2025), Fund: resident, Amount: amount, PaidOn: day(2025)},
		[]posting.Line{{Fund: resident, Account: "5001", Amount: -amount}}},
	{"reimbursement reversed, earlier year", "KJ 4501 §1", event.ReimbursementReversed{Fact: on(2025), Fund: resident, Amount: amount, PaidOn: fund.NewDate(2024, 12, 31)},
		[]posting.Line{{Fund: resident, Account: "4501", Amount: amount}}},
	{"claim denied", "KJ Part 1 §5: 收付实现制，未付款不记账", event.ClaimDenied{Fact: on(2025), Fund: resident, Channel: event.SmartAudit, Amount: amount}, nil},
	{"claim corrected", "KJ Part 1 §5", event.ClaimCorrected{Fact: on(2025), Fund: resident, Amount: amount}, nil},

	{"relief", "财社〔2013〕217号: 医疗救助基金单独核算", event.ReliefPaid{Fact: on(2025), Fund: aid, Amount: amount},
		[]posting.Line{{Fund: aid, Account: "relief", Amount: amount}}},
	{"relief reversed, same year", "as KJ 5001 §3(2)", event.ReliefReversed{Fact: on(2025), Fund: aid, Amount: amount, PaidOn: day(2025)},
		[]posting.Line{{Fund: aid, Account: "relief", Amount: -amount}}},
	{"relief reversed, earlier year", "as KJ 4501 §1", event.ReliefReversed{Fact: on(2025), Fund: aid, Amount: amount, PaidOn: day(2024)},
		[]posting.Line{{Fund: aid, Account: "4501", Amount: amount}}},

	{"clawback ordered", "KJ Part 1 §5: 应退未到账，不记账", event.ClawbackOrdered{Fact: on(2025), Case: "1", Fund: resident, Amount: amount}, nil},
	{"clawback received, same year", "735 art. 45; KJ 5001 §3(2)", event.ClawbackReceived{Fact: on(2025), Case: "1", Fund: resident, Amount: amount, PaidYear: 2025},
		[]posting.Line{{Fund: resident, Account: "5001", Amount: -amount}}},
	{"clawback received, earlier year", "735 art. 45; KJ 4501 §1", event.ClawbackReceived{Fact: on(2025), Case: "1", Fund: resident, Amount: amount, PaidYear: 2024},
		[]posting.Line{{Fund: resident, Account: "4501", Amount: amount}}},
	{"clawback received, year not known", "735 art. 45; KJ 4501 §1", event.ClawbackReceived{Fact: on(2025), Case: "1", Fund: resident, Amount: amount},
		[]posting.Line{{Fund: resident, Account: "4501", Amount: amount}}},
	{"clawback received by the aid fund, same year", "735 art. 2, 45", event.ClawbackReceived{Fact: on(2025), Case: "1", Fund: aid, Amount: amount, PaidYear: 2025},
		[]posting.Line{{Fund: aid, Account: "relief", Amount: -amount}}},
	{"fine imposed", "735 art. 45: 罚款上缴国库", event.FineImposed{Fact: on(2025), Case: "1", Region: "441300", Amount: amount}, nil},
	{"fine paid", "735 art. 45; 行政处罚法 art. 67, 74", event.FinePaid{Fact: on(2025), Case: "1", Region: "441300", Amount: amount}, nil},

	{"institution designated", "moves no money", event.InstitutionDesignated{Fact: on(2025)}, nil},
	{"institution suspended", "moves no money", event.InstitutionSuspended{Fact: on(2025)}, nil},
	{"institution resumed", "moves no money", event.InstitutionResumed{Fact: on(2025)}, nil},
	{"institution terminated", "moves no money", event.InstitutionTerminated{Fact: on(2025)}, nil},
	{"headcount", "moves no money", event.PersonsInsured{Fact: on(2025), Fund: resident}, nil},
	{"statistic", "never money of a fund", event.StatisticReported{Fact: on(2025), Unit: "yuan", Value: "506.87"}, nil},
}

func TestOf(t *testing.T) {
	covered := map[string]bool{}
	for _, row := range rows {
		covered[event.Wire(row.event)] = true
		if got := posting.Of(row.event); !slices.Equal(got, row.want) {
			t.Errorf("%s (%s): %+v, want %+v", row.name, row.source, got, row.want)
		}
	}
	for _, typ := range event.Types() {
		if !covered[typ.Wire] {
			t.Errorf("%s has no row", typ.Wire)
		}
	}
}

// What an account is must not depend on who asks.
func TestAccounts(t *testing.T) {
	used := map[posting.Account]bool{}
	for _, row := range rows {
		for _, line := range row.want {
			used[line.Account] = true
		}
	}
	income := true
	for _, a := range posting.Accounts() {
		if a.Name().ZH == "" || a.Name().EN == "" {
			t.Errorf("%s has no name", a)
		}
		if a.IsIncome() && !income {
			t.Errorf("%s is income and stands after an expense", a)
		}
		if a[0] == '4' && !a.IsIncome() || a[0] == '5' && a.IsIncome() {
			t.Errorf("%s: 4xxx is income, 5xxx expense", a)
		}
		income = a.IsIncome()
		if !used[a] {
			t.Errorf("no row of the table books on %s", a)
		}
		delete(used, a)
	}
	for a := range used {
		t.Errorf("%s is booked on and not listed", a)
	}
}

// No sequence of fines, of whatever size and order, touches a fund.
func TestFinesNeverTouchAFund(t *testing.T) {
	for seed := range uint64(20) {
		world, view := eventtest.NewWorld(seed), new(balances.View)
		empty := string(view.AppendState(nil))
		for fines := 0; fines < 50; {
			e := world.Next()
			switch e.(type) {
			case event.FineImposed, event.FinePaid:
				fines++
			default:
				world.Recorded(e)
				continue
			}
			world.Recorded(e)
			if lines := posting.Of(e); len(lines) != 0 {
				t.Fatalf("seed %d: %+v books %+v", seed, e, lines)
			}
			if err := view.Apply(ledger.Entry{Event: e}); err != nil {
				t.Fatal(err)
			}
		}
		if state := string(view.AppendState(nil)); state != empty {
			t.Fatalf("seed %d: fines left in the balances:\n%s", seed, state)
		}
	}
}

// Money between two funds is neither made nor lost.
func TestParticipationIsExpenseOfOneAndIncomeOfTheOther(t *testing.T) {
	var sum money.Fen
	for _, line := range posting.Of(event.ParticipationAssisted{Fact: on(2025), AidFund: aid, Fund: resident, Amount: amount}) {
		if line.Account.IsIncome() {
			sum += line.Amount
		} else {
			sum -= line.Amount
		}
	}
	if sum != 0 {
		t.Errorf("off by %s", sum)
	}
}
