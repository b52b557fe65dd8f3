package main

import "github.com/fundledger/fundledger/ledger/lang"

// What the figures of a report count, where another report has another value for the
// same thing. Between two of them leads: fundledger bridge.
var (
	balanceBasis = lang.Text{
		ZH: "业务日期；净额，退回和追回已扣减，冲销计入冲销日。收支表按记账日，年度统计为发生额；差额见 bridge",
		EN: "business date; net of what came back, a reversal on its own date. The statement counts by day of booking, statistics gross; see bridge",
	}
	statementBasis = lang.Text{
		ZH: "记账日；净额，注中另有说明的除外；已结账的期间不再变动。收支余额和年度统计按业务日期；差额见 bridge",
		EN: "day of booking; net unless a note says otherwise; a closed period never changes. Balance and statistics go by business date; see bridge",
	}
	bookedBasis = lang.Text{
		ZH: "记账日；已结账期间的事项记入第一个未结账的日子",
		EN: "day of booking; what is found later of a closed period is booked on the first open day",
	}
	statisticsBasis = lang.Text{
		ZH: "业务日期；发生额，退回、追回另列；已冲销的事项在原年度剔除。收支余额和收支表为净额；差额见 bridge",
		EN: "business date; gross, what came back stands in lines of its own; what was reversed is left out of its own year. Balance and statement are net; see bridge",
	}
	recoveriesBasis = lang.Text{
		ZH: "业务日期；到账为现金，抵扣和支付前避免没有现金；年度为责令年度",
		EN: "business date; received is cash, set off and prevented are not; the year is that of the order",
	}
	reliefBasis = lang.Text{
		ZH: "业务日期；支付为发生额，净支付为支付减冲销；人次为支付的人次",
		EN: "business date; paid is gross, net is paid less reversed; times are those of payments",
	}
)
