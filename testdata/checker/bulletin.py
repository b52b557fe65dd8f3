"""Recomputes the figures of an annual report from the exported history.

It is written from the manual (chapters clerk, report, auditor), ledger/DECISIONS.md and
财会〔2017〕28号, not from the program, and shares no code with it. What it cannot recompute
it says, with why: it never passes over a figure in silence.
"""
import collections
import datetime
import html.parser
import json
import re
from fractions import Fraction

# --- the report as it is printed ---------------------------------------------

BASES = {"元": "yuan", "yuan": "yuan", "人": "persons", "person": "persons", "persons": "persons", "人次": "person_times",
         "person-time": "person_times", "person-times": "person_times", "%": "percent", "个月": "months", "月": "months", "month": "months",
         "months": "months", "件": "cases", "case": "cases", "cases": "cases", "家": "institutions", "institution": "institutions",
         "institutions": "institutions", "条": "facts", "fact": "facts", "facts": "facts"}
POWERS = [("100 million", 8), ("10,000", 4), ("billion", 9), ("million", 6), ("thousand", 3), ("亿", 8), ("万", 4)]
GROWTH = [("增长", 1), ("下降", -1), ("up ", 1), ("down ", -1)]


def unit_of(text):
    """(what is counted, one unit of it), or None."""
    text = text.strip()
    if text in BASES:
        return BASES[text], Fraction(1)
    for word, power in POWERS:
        if text.startswith(word) and text[len(word):].strip() in BASES:
            return BASES[text[len(word):].strip()], Fraction(10)**power
    return None


class Print:
    """One figure as it is printed: its value, and what one unit of its last digit is worth."""

    def __init__(self, key, text, unit, place):
        self.key, self.text, self.place, self.value, self.base = key, text, place, None, None
        number, sign = text.strip(), 1
        if number in ("持平", "unchanged"):
            number, sign = "0.00%", 1
        for word, of in GROWTH:
            if number.startswith(word):
                number, sign = number[len(word):], of
        found = re.fullmatch(r"(-?)([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)(\.[0-9]+)?\s*(.*)", number, re.S)
        if not found:
            return
        if found[4]:
            unit = unit_of(found[4]) or (found[4].strip(), Fraction(1))
        if unit is None:
            return
        digits = found[2].replace(",", "") + (found[3] or "")
        self.base, one = unit
        self.last = one / 10**len((found[3] or ".")[1:])
        self.value = sign * Fraction(found[1] + digits) * one

    def is_rounded(self, value):
        """Whether it is the value rounded half away from zero to its last digit."""
        n = abs(value) / self.last
        rounded = (2 * n.numerator + n.denominator) // (2 * n.denominator) * self.last
        return self.value == (rounded if value >= 0 else -rounded)


class Page(html.parser.HTMLParser):
    """The figures of a page, and its page of proof."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.prints, self.proof = [], {}
        self.open, self.into, self.cell, self.heading, self.caption = [], None, None, "", ""
        self.titles, self.row, self.body, self.name, self.label = [], [], False, None, None
        self.unit, self.text = None, ""
        found = re.search(r"--region ([0-9]+)|region=([0-9]+)", text)
        self.region = found and (found[1] or found[2])
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "table":
            self.titles, self.body, self.caption, self.unit = [], False, "", None
        elif tag == "tbody":
            self.body = True
        elif tag == "tr":
            self.row = []
        elif tag in ("td", "th"):
            self.cell = {"text": "", "keys": []}
        elif tag in ("h2", "h3"):
            self.heading = ""
        elif tag in ("dt", "dd"):
            self.text = ""
        if "data-figure" in a:
            self.label = a.get("aria-label")
            self.into = {"key": a["data-figure"], "text": "", "tag": tag}
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass
        if self.into and tag == self.into["tag"]:
            self.figure(self.into)
            self.into = None
        if tag in ("td", "th") and self.cell is not None:
            (self.row if self.body else self.titles).append(self.cell)
            self.cell = None
        elif tag == "tr" and self.body:
            self.ended()
        elif tag == "table":
            self.body = False
        elif tag == "dt":
            self.name = self.text.strip()
        elif tag == "dd" and self.name:
            self.proof[self.name] = self.text.strip()

    def handle_data(self, data):
        if self.into and self.open[-1] != "title":
            self.into["text"] += data
        if self.cell is not None:
            self.cell["text"] += data
        if "caption" in self.open:
            self.caption += data
        elif self.open and self.open[-1] in ("h2", "h3"):
            self.heading += data
        if self.open and self.open[-1] in ("dt", "dd"):
            self.text += data

    def figure(self, into):
        if self.cell is not None:
            self.cell["keys"].append(into)
            return
        unit = None
        if self.label:  # of a bar: what is said of it, with its unit, and what stands beside it
            found = re.search(r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(10,000 yuan|100 million yuan|\D*)$", self.label)
            unit = unit_of(found[2]) if found else None
            self.prints.append(Print(into["key"], found[1] if found else self.label, unit, self.heading))
        if into["text"].strip() or not self.label:
            self.prints.append(Print(into["key"], into["text"], unit, self.heading))

    def ended(self):
        """A row has ended: the unit of a figure is that of its column, its row or the table."""
        titles = [t["text"].strip() for t in self.titles]
        of_row = next((i for i, t in enumerate(titles) if t.lower() in ("单位", "unit")), None)
        whole = re.search(r"(?:单位|unit)\s*[:：]\s*(.+)$", self.caption.strip())
        for i, cell in enumerate(self.row):
            for into in cell["keys"]:
                unit = unit_of(whole[1]) if whole else None
                if of_row is not None and of_row < len(self.row):
                    word = self.row[of_row]["text"].strip()
                    unit = unit_of(word) or (word and (word, Fraction(1))) or unit
                inside = re.search(r"[（(]([^（）()]+)[）)]$", titles[i]) if i < len(titles) else None
                if inside:
                    unit = unit_of(inside[1]) or unit
                self.prints.append(Print(into["key"], into["text"], unit, self.caption.strip()))

    def of_proof(self, *names):
        return next((self.proof[n] for n in names if n in self.proof), None)


# --- days --------------------------------------------------------------------

def day(text):
    return datetime.date.fromisoformat(text)


def span_of(text):
    """The first and the last day of 2025, 2021-2025, 2025H1, 2025Q3 or 2025-06."""
    year = int(text[:4])
    first, months = 1, 12
    if re.fullmatch("[0-9]{4}-[0-9]{4}", text):
        return datetime.date(year, 1, 1), datetime.date(int(text[5:]), 12, 31)
    if text[4:5] == "H":
        first, months = 6 * int(text[5]) - 5, 6
    elif text[4:5] == "Q":
        first, months = 3 * int(text[5]) - 2, 3
    elif text[4:5] == "-":
        first, months = int(text[5:]), 1
    elif text[4:]:
        raise ValueError(text)
    end = year * 12 + first - 1 + months
    return datetime.date(year, first, 1), datetime.date(end // 12, end % 12 + 1, 1) - datetime.timedelta(1)


def months_of(span):
    return 12 * (span[1].year - span[0].year) + span[1].month - span[0].month + 1


# --- the history: what it books, by 财会〔2017〕28号 ----------------------------

PARTS = {"pool": "pool", "personal": "personal"}


def cents(text):
    return int(Fraction(text) * 100) if text is not None else 0


class Line:
    """What a fact books on an account of income (+1) or expense (-1) of a fund."""

    __slots__ = ("fund", "side", "source", "care", "part", "fen", "booked", "assisted")

    def __init__(self, fund, side, source, fen, part="", care="", assisted=False):
        self.fund, self.side, self.source, self.fen, self.part, self.care, self.assisted = fund, side, source, fen, part, care, assisted


IN, OUT = 1, -1

# Facts that book the whole amount on one account: side, account, part where the statute fixes it.
PLAIN = {
    "premium.received": (IN, "premiums", None), "subsidy.received": (IN, "subsidy", "pool"), "interest.received": (IN, "interest", None),
    "penalty.received": (IN, "other", None), "other.received": (IN, "other", None), "other.paid": (OUT, "other", None),
    "grant.received": (IN, "grants", None), "grant.paid": (OUT, "grants", None), "insurer.paid": (OUT, "insurer", "pool"),
    "transfer.received": (IN, "transfers", "personal"), "transfer.paid": (OUT, "transfers", "personal"),
    "loan.assumed": (IN, "subsidy", "pool"), "suspense.forfeited": (IN, "other", None), "prepayment.written_off": (OUT, "other", None),
    "relief.paid": (OUT, "relief", None),
}
# Facts that are neither income nor expense, and families that move no money.
NO_RESULT = {"fund.established", "fund.opened", "account.opened", "limit.set", "numbering.declared", "money.moved", "claim.denied", "claim.corrected",
             "prepayment.paid", "prepayment.recovered", "suspense.received", "suspense.paid", "bond.bought", "loan.received", "penalty.charged",
             "settlement.suspended", "payment.held", "payment.released", "persons.insured", "recovery.reported", "statistic.reported", "period.closed",
             "clock.acknowledged", "report.issued", "fact.reversed"}
NO_MONEY = {"case", "finding", "loss", "fine", "surcharge", "gain", "institution", "agreement", "budget"}
BACK = {"insurer.returned": (OUT, "insurer", "pool"), "transfer.returned": (OUT, "transfers", "personal")}


class Unsure(Exception):
    """A fact whose booking this script does not know."""


class History:
    def __init__(self):
        self.opened, self.facts, self.dates = {}, [], {}
        self.months = collections.defaultdict(collections.Counter)  # by fund and month: what was booked on which account
        self.first = {}  # the first day of booking of a fund
        self.late = []  # of each fact with income or expense: its lines, its day, when it was recorded
        self.unsure = []  # (fund or None, day, why)
        self.reversed = set()
        self.days = {}  # by fund and day of booking
        self.moves = []  # of balances between the parts of a fund

    def add(self, event):
        kind, d = event["type"], event["data"]
        if kind == "fact.reversed":  # it carries the reversed fact as it is written in the log
            d = dict(d, of_data=json.loads(d["of_data"]))
        on = day(d["occurred_on"])
        booked = day(d["booked_on"]) if d.get("booked_on") else on
        fact = {"type": kind, "data": d, "on": on, "booked": booked, "id": event["id"], "counts": True}
        self.facts.append(fact)
        if kind == "fund.opened":
            when, held = self.opened.get(d["fund"], (on, collections.Counter()))
            held[d.get("part", "")] += cents(d["amount"])
            self.opened[d["fund"]] = (on, held)
        if d.get("document"):
            self.dates.setdefault((kind, d.get("fund") or d.get("region"), d["document"]), (on, booked))
        try:
            lines = self.reverse(d, booked) if kind == "fact.reversed" else [] if d.get("booked_for") else self.book(kind, d, on, booked)
        except Unsure as e:
            for fund in {d.get("fund"), d.get("aid_fund")} | ({(d.get("of_data") or {}).get("fund"), (d.get("of_data") or {}).get("aid_fund")}):
                if fund:
                    self.unsure.append((fund, booked, f"{kind} {d.get('document', '')}: {e}"))
            lines = []
        for line in lines:
            if line.fen:
                self.months[line.fund, booked.year * 12 + booked.month][line.side, line.source, line.care, line.part, line.assisted] += line.fen
                self.first[line.fund] = min(booked, self.first.get(line.fund, booked))
                self.days.setdefault(line.fund, {}).setdefault(booked, []).append(line)
        if lines:
            self.late.append((lines, kind, on, event["recorded_at"]))
        if kind == "fact.reversed":
            self.reversed.add(d["of_id"])

    def year_paid(self, kinds, d, on):
        """The year of the payment that a refund or a return is of."""
        if d.get("paid_on"):
            return day(d["paid_on"]).year
        for kind in kinds:
            if (kind, d["fund"], d.get("of")) in self.dates:
                return self.dates[kind, d["fund"], d["of"]][0].year
        raise Unsure("the payment that it names is not here")

    def book(self, kind, d, on, booked):
        fund, fen, part, care = d.get("fund", ""), cents(d.get("amount")), d.get("part", ""), d.get("care", "")
        if kind in PLAIN:
            side, source, fixed = PLAIN[kind]
            return [Line(fund, side, source, fen, part or (fixed or "") if is_split(fund) else "")]
        if kind in BACK:
            side, source, fixed = BACK[kind]
            return [Line(fund, side, source, -fen, fixed if is_split(fund) else "")]
        if kind == "participation.assisted":
            return [Line(fund, IN, "premiums", fen, assisted=True), Line(d["aid_fund"], OUT, "participation", fen)]
        if kind in ("reimbursement.paid", "prepayment.set_off"):
            return [Line(fund, OUT, "benefits", fen, part, care)]
        if kind == "loan.repaid":
            return [Line(fund, OUT, "other", cents(d.get("interest")), part)] if d.get("interest") else []
        if kind == "bond.redeemed":
            return [Line(fund, IN, "interest", fen - cents(d.get("cost", d["amount"])), part)]
        if kind in ("premium.split", "interest.split"):
            return [Line(fund, IN, kind[:-6].replace("premium", "premiums"), fen, part), Line(fund, IN, kind[:-6].replace("premium", "premiums"), -fen, "")]
        if kind == "balance.adjusted":  # past income and expense
            self.moves.append((fund, booked, part, fen))
            return []
        if kind == "split.corrected":  # neither income nor expense: a balance moves to this part
            other = {"pool": "personal", "personal": "pool"}[part]
            self.moves += [(fund, booked, part, fen), (fund, booked, other, -fen)]
            return []
        if kind in ("premium.refunded", "reimbursement.reversed", "relief.reversed"):
            return self.returned(kind, d, on, booked, fund, fen, part, care)
        if kind.startswith("clawback."):
            return self.clawback(kind, d, booked, fund, fen, part, care)
        if kind in NO_RESULT or kind.split(".")[0] in NO_MONEY:
            return []
        raise Unsure("a type that this script does not know")

    def returned(self, kind, d, on, booked, fund, fen, part, care):
        """Same year: less of what it was; an earlier year: other income, of premiums other expense."""
        if booked.year != on.year:
            raise Unsure("it is dated and booked in different years")
        paid = {"premium.refunded": ("premium.received", "participation.assisted"), "reimbursement.reversed": ("reimbursement.paid", "prepayment.set_off"),
                "relief.reversed": ("relief.paid",)}[kind]
        same = self.year_paid(paid, d, on) == on.year
        if kind == "premium.refunded":
            aid = d.get("aid_fund")
            lines = [Line(fund, IN, "premiums", -fen, part, assisted=bool(aid)) if same else Line(fund, OUT, "other", fen, part)]
            if aid:
                lines.append(Line(aid, OUT, "participation", -fen) if same else Line(aid, IN, "other", fen))
            return lines
        if same:
            return [Line(fund, OUT, "relief" if kind == "relief.reversed" else "benefits", -fen, part, care)]
        return [Line(fund, IN, "other", fen, part)]

    def clawback(self, kind, d, booked, fund, fen, part, care):
        """735 art. 45 and the statute: of the year of payment less benefits, else other income."""
        if fund[7:] == "610" and kind in ("clawback.received", "clawback.set_off", "clawback.refunded"):
            raise Unsure("a clawback of an aid fund")
        same = d.get("paid_year") == booked.year
        back = Line(fund, OUT, "benefits", -fen, part, care) if same else Line(fund, IN, "other", fen, part)
        if kind in ("clawback.received", "clawback.set_off") and booked.year != day(d["occurred_on"]).year:
            raise Unsure("it is dated and booked in different years")
        if kind == "clawback.received":
            return [back]
        if kind == "clawback.set_off":
            return [Line(fund, OUT, "benefits", fen, part, d.get("settled_care", care)), back]
        if kind == "clawback.refunded":
            if d.get("received_year") != booked.year or same:
                return [Line(fund, OUT, "benefits", fen, part, care)]
            return [Line(fund, IN, "other", -fen, part)]
        return []

    def reverse(self, d, booked):
        """Of the same year it is booked back, of an earlier year as other income or other expense. A correction
        in closed periods books the difference to the right fact, which itself books nothing."""
        year, lines = self.standing(d["of_type"], d["of_data"])
        for line in lines:
            line.fen = -line.fen
        if d.get("by_type"):
            other, right = self.standing(d["by_type"], json.loads(d["by_data"]))
            if other != year:
                raise Unsure("a correction from one year to another")
            lines += right
        if year == booked.year:
            return lines
        net = collections.Counter()
        for line in lines:
            net[line.fund, line.part] += line.side * line.fen
        return [Line(f, IN, "other", n, p) if n > 0 else Line(f, OUT, "other", -n, p) for (f, p), n in net.items() if n]

    def standing(self, kind, d):
        """The year in whose books a fact stands, and what it books there."""
        on = day(d["occurred_on"])
        was = day(d.get("booked_for") or d.get("booked_on") or d["occurred_on"])
        return was.year, self.book(kind, d, on, was)


def is_split(fund):
    return fund[7:] == "310"


# --- what the metrics of a report are ----------------------------------------

INCOME = {"income_premiums": "premiums", "income_subsidy": "subsidy", "income_interest": "interest", "income_transfers": "transfers",
          "income_grants": "grants", "income_other": "other"}
EXPENSE = {"relief": "relief", "participation": "participation", "critical_illness": "insurer", "transfers": "transfers", "grants": "grants",
           "other_expense": "other"}
# Statistics: the facts that are counted, and whether a figure is of their amounts or their number.
SUMS = {
    "benefits": ("reimbursement.paid prepayment.set_off clawback.set_off", "amount"), "benefit_visits": ("reimbursement.paid prepayment.set_off", "count"),
    "benefits_reversed": ("reimbursement.reversed", "amount"), "relief": ("relief.paid", "amount"), "relief_visits": ("relief.paid", "count"),
    "losses": ("loss.determined", "amount"), "ordered": ("clawback.ordered", "amount"), "annulled": ("clawback.annulled", "amount"),
    "recovered": ("clawback.received", "amount"), "set_off": ("clawback.set_off", "amount"), "refunded": ("clawback.refunded", "amount"),
    "prevented": ("claim.denied claim.corrected", "amount"), "penalties_received": ("penalty.received", "amount"),
    "visits": ("reimbursement.paid prepayment.set_off", "count"), "paid": ("reimbursement.paid prepayment.set_off", "amount"),
    "assisted": ("participation.assisted", "amount"), "assisted_visits": ("participation.assisted", "count"),
}
DETAIL = {"losses": "article", "ordered": "channel", "recovered": "channel", "set_off": "channel", "prevented": "channel", "visits": "care", "paid": "care"}
OF_REGION = {
    "fines_imposed": ("fine.imposed", "amount", ""), "fines_paid": ("fine.paid", "amount", ""), "fines_waived": ("fine.waived", "amount", ""),
    "confiscated": ("gain.confiscated", "amount", ""), "recovered_with_fines": ("recovery.reported", "amount", ""),
    "penalty_cases": ("fine.imposed", "document", ""), "findings": ("finding.recorded", "document", "article"),
    "cases_opened": ("case.opened", "case", "channel"),
    "cases_closed": ("case.closed", "case", "outcome"),
    "cases_published": ("case.published", "case", ""), "cases_handed_over": ("case.transferred", "case", "authority"),
    "agreements_terminated": ("institution.terminated", "institution", "kind"), "agreements_suspended": ("institution.suspended", "institution", "kind"),
    "designated": ("institution.designated", "institution", ""),
}
QUOTIENTS = {"benefit_per_visit": ("benefits", "benefit_visits", 1), "per_visit": ("paid", "visits", 1), "relief_per_visit": ("relief", "relief_visits", 1),
             "assisted_per_visit": ("assisted", "assisted_visits", 1), "surplus_rate": ("surplus", "income", 100),
             "pool_ratio": ("balance_pool", "balance", 100),
             "income_per_head": ("income", "insured", 1), "expense_per_head": ("expense", "insured", 1), "irregular_rate": ("losses", "expense", 100)}


class Cannot(Exception):
    """The figure cannot be judged, and why."""


class Figures:
    """Figures of a region by their keys, in yuan, persons, percents."""

    def __init__(self, history, region):
        self.history, self.region, self.known = history, region, {}
        self.funds = sorted({f["data"]["fund"] for f in history.facts if f["type"] == "fund.established"})
        self.funds = [f for f in self.funds if f.startswith(region)]
        self.by_type = collections.defaultdict(lambda: collections.defaultdict(list))
        self.reversals = [f for f in history.facts if f["type"] == "fact.reversed"]
        for fact in history.facts:
            fact["counts"] = fact["id"] not in history.reversed and fact["type"] != "fact.reversed"
            if fact["counts"]:
                self.by_type[fact["type"]][None if fact["data"].get("since") else fact["on"].year].append(fact)

    def of(self, key):
        if key not in self.known:
            name, scheme, span = key.rsplit(".", 2)
            try:
                self.known[key] = self.compute(name, scheme, span_of(span))
            except (Cannot, ValueError) as e:
                self.known[key] = e
        if isinstance(self.known[key], Exception):
            raise Cannot(str(self.known[key]))
        return self.known[key]

    def compute(self, name, scheme, span):
        metric, _, detail = name.partition("/")
        again = lambda m, s=span, d="": self.of(f"{m}{'/' + d if d else ''}.{scheme}.{text_of(s)}")
        if metric in QUOTIENTS:
            a, b, times = QUOTIENTS[metric]
            return divide(again(a, d=detail), again(b, d=detail if metric == "per_visit" else "")) * times
        if metric.endswith("_growth"):
            now, then = again(metric[:-7], d=detail), again(metric[:-7], before(span), detail)
            return divide(now - then, then) * 100
        if metric.endswith("_share"):
            return divide(again(metric[:-6], d=detail), again("expense" if metric == "expense_share" else "income")) * 100
        if metric in ("months", "months_pool"):
            return divide(again("balance" + metric[6:]), again("expense" + metric[6:])) * months_of(span)
        if metric == "hospitalization_rate":
            return divide(again("visits", d="inpatient"), again("insured")) * 100
        if metric == "recovered_headline":
            return self.sum(["recovered", "set_off", "prevented"], again)
        if metric == "reported":
            return self.reported(detail, span)
        if metric in OF_REGION:
            return self.of_region(metric, detail, span)
        return self.over(scheme, lambda fund: self.of_fund(metric, detail, fund, span))

    def over(self, scheme, value):
        """Of a kind of fund; over all: of the book that is not split, if it has any, else the sum over schemes."""
        own = [f for f in self.funds if f[7:] == scheme]
        if scheme != "all":
            return self.sum(own, value)
        try:
            return self.sum(own, value)
        except Cannot as e:
            if str(e) != NOTHING:
                raise
        return self.sum([f for f in self.funds if f[7:] != "all"], value)

    def sum(self, funds, value):
        out, some = Fraction(0), False
        for fund in funds:
            try:
                out, some = out + value(fund), True
            except Cannot as e:
                if str(e) != NOTHING:
                    raise
        if not some:
            raise Cannot(NOTHING)
        return out

    # -- books: by day of booking, net

    def of_fund(self, metric, detail, fund, span):
        root, _, part = metric.partition("_")
        if part not in ("pool", "personal"):
            root, part = metric, ""
        if root == "income_assisted":
            return self.flow(fund, span, lambda l: l.side == IN and l.assisted)
        if root in INCOME:
            return self.flow(fund, span, lambda l: l.side == IN and l.source == INCOME[root])
        if root == "income":
            return self.flow(fund, span, lambda l: l.side == IN and part in ("", l.part))
        if root == "expense":
            return self.flow(fund, span, lambda l: l.side == OUT and part in ("", l.part) and is_of(l, detail))
        if root == "surplus":
            return self.flow(fund, span, lambda l: part in ("", l.part), True)
        if root == "balance":
            return self.balance(fund, span[1], part)
        if root == "insured":
            return self.insured(fund, span)
        if metric in ("late_facts", "late_income", "late_expense"):
            return self.late(metric, fund, span)
        if metric == "outstanding":
            return self.outstanding(detail, fund, span[1])
        if metric in SUMS:
            return self.counted(metric, detail, fund, span)
        raise Cannot("this script does not recompute it")

    def flow(self, fund, span, is_in, signed=False):
        self.sure(fund, span[0], span[1])
        total, some = 0, False
        for month in range(span[0].year * 12 + span[0].month, span[1].year * 12 + span[1].month + 1):
            for (side, source, care, part, assisted), fen in self.history.months[fund, month].items():
                line = Line(fund, side, source, fen, part, care, assisted)
                if is_in(line):
                    total, some = total + fen * (side if signed else 1), True
        if not some:
            raise Cannot(NOTHING)
        return Fraction(total, 100)

    def sure(self, fund, first, last):
        for of, on, why in self.history.unsure:
            if of == fund and first <= on <= last:
                raise Cannot(why)

    def balance(self, fund, on, part):
        if fund not in self.history.opened or self.history.opened[fund][0] > on:
            raise Cannot(NOTHING)
        opened, held = self.history.opened[fund]
        if any(f["counts"] and f["data"].get("fund") == fund and day(f["data"].get("since") or d_of(f)) <= opened < f["on"] for f in self.history.facts):
            raise Cannot("a total covers days before and after the opening")
        self.sure(fund, opened, on)
        lines = (l for booked, of in self.history.days.get(fund, {}).items() if opened < booked <= on for l in of)
        moved = sum(l.side * l.fen for l in lines if part in ("", l.part))
        moved += sum(n for f, booked, p, n in self.history.moves if f == fund and opened < booked <= on and part in ("", p))
        return Fraction(moved + sum(n for p, n in held.items() if part in ("", p)), 100)

    # -- statistics: by business date, gross, without what was reversed

    def within(self, kinds, span, fund=None):
        """The facts that count, those of several years under these. What was reversed is left out of its year."""
        whole = months_of(span) % 12 == 0 and span[0].month == 1
        if not whole and any(f["data"]["of_type"] in kinds.split() and day(f["data"]["of_data"]["occurred_on"]).year == span[0].year for f in self.reversals):
            raise Cannot("part of a year, and facts of the kind were reversed")
        years = [None, *range(span[0].year, span[1].year + 1)]
        for fact in (f for kind in kinds.split() for year in years for f in self.by_type[kind][year]):
            d = fact["data"]
            first = day(d["since"]) if d.get("since") else fact["on"]
            if fund is not None and fund not in (d.get("fund"), d.get("aid_fund")) or fund is None and not self.place(d).startswith(self.region):
                continue
            if first > span[1] or fact["on"] < span[0]:
                continue
            if whole:
                if first.year < span[0].year or fact["on"].year > span[1].year:
                    raise Cannot("there is only a total that covers other days, too")
            elif first < span[0] or fact["on"] > span[1]:
                raise Cannot("there is only a total that covers other days, too")
            yield fact

    @staticmethod
    def place(d):
        return d.get("region") or (d.get("fund") or "")[:6] or (d.get("institution") or "")[1:7]

    def counted(self, metric, detail, fund, span):
        kinds, column = SUMS[metric]
        aid = metric in ("assisted", "assisted_visits")
        total, some = 0, False
        for fact in self.within(kinds, span, fund):
            d = fact["data"]
            own = "reminder" if fact["type"] == "claim.corrected" else d.get(DETAIL.get(metric, "")) or "unclassified"
            if aid != (d.get("aid_fund") == fund) or detail not in ("", own):
                continue
            some = True
            total += cents(d["amount"]) if column == "amount" else d.get("count", 0)
        if not some or column == "count" and total == 0:
            raise Cannot(NOTHING)
        return Fraction(total, 100 if column == "amount" else 1)

    def of_region(self, metric, detail, span):
        kind, column, by = OF_REGION[metric]
        total, some, seen = 0, False, set()
        for fact in self.within(kind, span):
            d = fact["data"]
            if detail and (d.get(by) or "") != detail or metric == "agreements_suspended" and d.get("scope", "whole") != "whole":
                continue
            if column == "amount" and "amount" not in d:
                continue
            some = True
            if column == "amount":
                total += cents(d["amount"])
            elif column == "institution" or d.get("since") or d.get("count", 1) != 1:
                total += d.get("count", 1)
            else:  # decisions go by their paper, other steps by their case
                seen.add(d.get(column))
        if not some:
            raise Cannot(NOTHING)
        return Fraction(total, 100 if column == "amount" else 1) + len(seen)

    def late(self, metric, fund, span):
        """What is dated in the span and was recorded after its end, in Shanghai."""
        end = (datetime.datetime(*span[1].timetuple()[:3]) + datetime.timedelta(1, -8 * 3600)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        self.sure(fund, *span)
        total = 0
        for lines, kind, on, recorded in self.history.late:
            own = [l for l in lines if l.fund == fund]
            if own and span[0] <= on <= span[1] and recorded >= end:
                if kind == "fact.reversed":
                    raise Cannot("a reversal came late")
                total += 100 if metric == "late_facts" else sum(l.fen for l in own if l.side == (IN if metric == "late_income" else OUT))
        if not total and fund not in self.history.first:
            raise Cannot(NOTHING)
        return Fraction(total, 100)

    def outstanding(self, detail, fund, on):
        """What was ordered back and is not in: by case and channel, against orders only."""
        due = collections.defaultdict(lambda: collections.Counter())
        for kind, sign in ("clawback.ordered", 1), ("clawback.received", -1), ("clawback.set_off", -1), ("clawback.annulled", -1), ("clawback.refunded", 1):
            for fact in (f for facts in self.by_type[kind].values() for f in facts):
                d = fact["data"]
                if d["fund"] != fund or fact["on"] > on:
                    continue
                if "channel" not in d:
                    raise Cannot("an order was annulled or refunded")
                due[d.get("case"), d["channel"]][kind] += sign * cents(d["amount"])
        if any(f["data"]["of_type"].startswith("clawback.") for f in self.reversals):
            raise Cannot("an order or a receipt was reversed")
        total, some = 0, False
        for (_, channel), of in due.items():
            if of["clawback.ordered"] and detail in ("", channel):
                some = True
                if sum(of.values()) < 0:
                    raise Cannot("more came in than was ordered")
                total += sum(of.values())
        if not some:
            raise Cannot(NOTHING)
        return Fraction(total, 100)

    def reported(self, detail, span):
        """A figure that was published: the latest of the span; behind @ stands its document."""
        topic, _, document = detail.partition("@")
        found = None
        for fact in (f for facts in self.by_type["statistic.reported"].values() for f in facts):
            d = fact["data"]
            first = day(d["since"]).year if d.get("since") else fact["on"].year
            if f'{d["topic"]}/{d["metric"]}' == topic and d["region"].startswith(self.region) and document in ("", d["document"]) and (
                    (first, fact["on"].year) == (span[0].year, span[1].year) and span[0] <= fact["on"] <= span[1]):
                found = fact if found is None or fact["on"] >= found["on"] else found
        if found is None:
            raise Cannot(NOTHING)
        word, times = found["data"]["unit"].rstrip("s"), 1
        for prefix, power in ("wan_", 10**4), ("yi_", 10**8):
            if word.startswith(prefix):
                times = power
        return Fraction(found["data"]["value"]) * times

    def insured(self, fund, span):
        latest = None
        for fact in (f for facts in self.by_type["persons.insured"].values() for f in facts):
            if fact["data"]["fund"] == fund and fact["on"] <= span[1] and fact["on"].year >= span[0].year:
                if latest is None or fact["on"] >= latest["on"]:
                    latest = fact
        if latest is None:
            raise Cannot(NOTHING)
        return Fraction(latest["data"]["count"])


NOTHING = "the history has no fact of it"


def d_of(fact):
    return fact["data"]["occurred_on"]


def is_of(line, detail):
    if not detail:
        return True
    if detail in EXPENSE:
        return line.source == EXPENSE[detail]
    return line.source == "benefits" and (line.care or "unclassified") == detail


def divide(a, b):
    if b <= 0:
        raise Cannot("there is no rate over what is not above zero")
    return a / b


def before(span):
    if months_of(span) > 12:
        raise Cannot("several years have no year before")
    last = span[0] - datetime.timedelta(1)
    if months_of(span) == 12:
        return datetime.date(span[0].year - 1, 1, 1), last
    end = span[1] + datetime.timedelta(1)
    return span[0].replace(year=span[0].year - 1), end.replace(year=end.year - 1) - datetime.timedelta(1)


def text_of(span):
    months, year = months_of(span), span[0].year
    if months == 1:
        return f"{year}-{span[0].month:02}"
    if months in (3, 6):
        return f"{year}{'Q' if months == 3 else 'H'}{(span[0].month + months - 1) // months}"
    return str(year) if months == 12 else f"{year}-{span[1].year}"


# --- the check ---------------------------------------------------------------

def check(page, events, root_at):
    """What is to be said of a report, and whether anything contradicts the history. events are those of the
    export; root_at gives the root of so many of the first, or None."""
    said, wrong = [], []
    size = page.of_proof("事项", "facts")
    root = page.of_proof("根哈希", "root")
    if size and root:
        n = int(size.replace(",", ""))
        if root_at(n) != root:
            wrong.append(f"contradicted: the page of proof has {n} facts with the root {root}, and these are not the first of the export")
        events = events[:n]
    if not page.region:
        raise ValueError("the report does not say of which region it is")
    history = History()
    for event in events:
        history.add(event)
    figures = Figures(history, page.region)
    confirmed, keys, unjudged = 0, set(), collections.defaultdict(set)
    for p in page.prints:
        if p.text.strip() in ("—", ""):
            continue
        try:
            value = figures.of(p.key)
        except Cannot as e:
            unjudged[str(e)].add(p.key)
            continue
        if p.value is None:
            wrong.append(f"contradicted: {p.key} is printed {p.text.strip()!r} in {p.place!r}, which is no figure")
        elif p.is_rounded(value):
            confirmed += 1
            keys.add(p.key)
        else:
            wrong.append(f"contradicted: {p.key} is printed {p.text.strip()} in {p.place!r}, the history gives {told(value)}")
    said.append(f"confirmed: {len(keys)} figures, printed {confirmed} times")
    for why, names in sorted(unjudged.items()):
        said.append(f"cannot judge {len(names)}: {why}: {', '.join(sorted(names))}")
    return said, wrong


def told(value):
    if value.denominator == 1:
        return str(value)
    return f"{float(value):.6f}".rstrip("0")
