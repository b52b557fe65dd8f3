#!/usr/bin/env python3
"""Check a fundledger export, proof or checkpoint without trusting fundledger.

It shares no code with the program. It is written from RFC 9162 section 2.1
(tree and proofs), RFC 8032 (Ed25519), RFC 8785 (canonical JSON), RFC 4122
(UUIDv5) and C2SP signed-note and tlog-checkpoint, and needs Python 3.8 only.

  check.py export FILE.jsonl[.gz] [--checkpoint CP --key VKEY]
      every line is canonical, its id and revision are right; the root of the
      first events is that of the checkpoint
  check.py proof FILE --key VKEY
      the event in the file is in the ledger, or the newer checkpoint in the
      file continues the older one
  check.py checkpoint FILE --key VKEY [--old OLDCP --consistency PROOF]
      the ledger signed the checkpoint, and it continues one that you kept
  check.py report FILE.jsonl[.gz] REPORT.html
      the figures of an annual report are those of the exported history; which
      it cannot judge, and why, it says (bulletin.py recomputes them)
  check.py vectors DIR
      what this script answers to test vectors

--key and --witness may be given more than once. --rotation FILE is a statement
that a new key replaces a known one; give them oldest first.
Exit status: 0 good, 1 a fault was found (it is named), 2 wrong usage.
"""
import argparse
import base64
import datetime
import gzip
import hashlib
import json
import os
import re
import sys
import uuid
import zlib

MAX_SIZE, MAX_LINE, MAX_NOTE, MAX_SIGNATURES = 2**53 - 1, 1 << 17, 1 << 15, 32
MAX_HASHES, MAX_FILE = 54, (1 << 17) + 3 * (1 << 15)
NAMESPACE = uuid.UUID("6f0a3a52-7b0e-5c53-9a0b-2f6f5a1d9c11")


class Fault(Exception):
    """Something is wrong: a word that says which kind, and a sentence."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


def malformed(what):
    return Fault("malformed", "malformed: " + what)


# --- the tree: RFC 9162 section 2.1 ------------------------------------------

def sha(data):
    return hashlib.sha256(data).digest()


def leaf_hash(line):
    return sha(b"\x00" + line)


def node_hash(left, right):
    return sha(b"\x01" + left + right)


class Tree:
    """Section 2.1.2: a stack of the roots of perfect subtrees."""

    def __init__(self):
        self.size, self.stack = 0, []

    def append(self, line):
        self.stack.append(leaf_hash(line))
        self.size += 1
        merges = self.size
        while merges % 2 == 0:
            right = self.stack.pop()
            self.stack.append(node_hash(self.stack.pop(), right))
            merges //= 2

    def root(self):
        stack = list(self.stack)
        while len(stack) > 1:
            right = stack.pop()
            stack.append(node_hash(stack.pop(), right))
        return stack[0] if stack else sha(b"")


def check_inclusion(size, root, index, line, path):
    """Section 2.1.3.2."""
    if not 0 <= index < size <= MAX_SIZE:
        raise Fault("refused", f"there is no event {index} in a tree of {size}")
    fn, sn, r = index, size - 1, leaf_hash(line)
    for p in path:
        if sn == 0:
            raise Fault("refused", "the proof has too many hashes")
        if fn % 2 == 1 or fn == sn:
            r = node_hash(p, r)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or r != root:
        raise Fault("refused", f"the proof does not show that this is event {index} of the tree of {size}")


def check_consistency(old_size, old_root, new_size, new_root, path):
    """Section 2.1.4.2; the empty tree is the beginning of every tree."""
    if not 0 <= old_size <= new_size <= MAX_SIZE:
        raise Fault("refused", f"there were {old_size} events and there are {new_size}")
    for size, root in (old_size, old_root), (new_size, new_root):
        if size == 0 and root != sha(b""):
            raise Fault("refused", "the root of the empty tree is wrong")
    if old_size in (0, new_size):
        if path or old_size == new_size and old_root != new_root:
            raise Fault("refused", "two different trees of one size, or hashes where none are needed")
        return
    if not path:
        raise Fault("refused", "the proof has no hashes")
    if old_size & (old_size - 1) == 0:
        path = [old_root] + path
    fn, sn = old_size - 1, new_size - 1
    while fn % 2 == 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise Fault("refused", "the proof has too many hashes")
        if fn % 2 == 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn % 2 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0 or fr != old_root or sr != new_root:
        raise Fault("refused", f"the tree of {new_size} does not continue the tree of {old_size}, or the proof was altered")


# --- Ed25519: RFC 8032 section 5.1 -------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
IDENTITY = (0, 1, 1, 0)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(n, point):
    out = IDENTITY
    while n:
        if n & 1:
            out = add(out, point)
        point, n = add(point, point), n >> 1
    return out


def decompress(data):
    """The point, or None."""
    n = int.from_bytes(data, "little")
    sign, y = n >> 255, n & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or x == 0 and sign:
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def compress(point):
    z = pow(point[2], P - 2, P)
    x, y = point[0] * z % P, point[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_is_good(public, message, signature):
    a, s = decompress(public), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus_a = (P - a[0], a[1], a[2], P - a[3])
    return compress(add(multiply(s, BASE), multiply(h, minus_a))) == signature[:32]


# --- keys and signed notes ---------------------------------------------------

def decode64(text):
    """The bytes of canonical base64, or None."""
    try:
        data = base64.b64decode(text, validate=True)
        return data if base64.b64encode(data).decode() == text else None
    except ValueError:
        return None


def name_is_good(name):
    return 1 <= len(name.encode("utf-8", "replace")) <= 100 and re.fullmatch("[!-*,-~\u4e00-\u9fff]+", name) is not None


def parse_key(text):
    """((name, hash), public key) of a verifier key name+hash+base64."""
    name, _, rest = text.partition("+")
    hash_, _, key64 = rest.partition("+")
    data = decode64(key64)
    if not (name_is_good(name) and data and len(data) == 33 and data[0] == 1 and sha(name.encode() + b"\n" + data)[:4].hex() == hash_):
        raise Fault("key", f"not a verifier key: {text!r}")
    y = int.from_bytes(data[1:], "little") & (2**255 - 1)
    point = decompress(y.to_bytes(32, "little"))
    if y >= P or point and compress(multiply(8, point)) == compress(IDENTITY):
        raise Fault("key", f"anybody can sign under this key: {text}")
    return (name, hash_), data[1:]


class Keys:
    """The keys of one ledger and of witnesses, each with the sizes at which it counts."""

    def __init__(self, ledger, witnesses=()):
        self.known = {}
        ledger, witnesses = [parse_key(k) for k in ledger], [parse_key(k) for k in witnesses]
        self.ledger = ledger[0][0][0] if ledger else ""
        names = {id_[0] for id_, _ in ledger}
        if len(names) != 1 or self.ledger in {id_[0] for id_, _ in witnesses}:
            raise Fault("key", "the ledger's keys should bear one name, and the witnesses' others")
        for id_, public in ledger + witnesses:
            self.add(id_, public, 0)

    def add(self, id_, public, size):
        if id_ in self.known or public in [k[0] for k in self.known.values()]:
            raise Fault("key", f"key {'+'.join(id_)} is known already, or under another name")
        self.known[id_] = [public, size, MAX_SIZE]

    def signed(self, note):
        """The ids of known keys that signed, and of others. A wrong signature of a known key is a fault."""
        good = [id_ for id_ in note.signatures if id_ in self.known]
        for id_ in good:
            if not signature_is_good(self.known[id_][0], note.text, note.signatures[id_]):
                raise Fault("signature", f"the signature of {'+'.join(id_)} is wrong")
        return good, [id_ for id_ in note.signatures if id_ not in self.known]

    def counts(self, id_, size):
        return self.known[id_][1] <= size <= self.known[id_][2]

    def rotate(self, raw):
        """Take in the statement that a new key replaces a known one."""
        note = Note(raw)
        m = re.fullmatch(r"fundledger-rotation/v1\nold (.*)\nnew (.*)\nsize (.*)\ntime (.*)\n", note.text.decode("utf-8", "replace"))
        if not m:
            raise malformed("this is no rotation")
        try:
            (old, old_key), (new, new_key) = parse_key(m[1]), parse_key(m[2])
        except Fault as e:
            raise malformed(str(e))
        size, _ = parse_size(m[3]), parse_time(m[4])
        if old == new or old[0] != new[0]:
            raise malformed("the new key should be another key of the same name")
        if old not in self.known or self.known[old][0] != old_key:
            raise Fault("unsigned", f"the key {'+'.join(old)} that is to be replaced is not known")
        both = Keys([m[1], m[2]])
        good, _ = both.signed(note)
        if len(good) != 2:
            raise Fault("unsigned", "the old and the new key should both sign the rotation")
        if self.known[old][2] != MAX_SIZE or size < self.known[old][1]:
            raise Fault("not-in-force", f"key {'+'.join(old)} was replaced before")
        self.add(new, new_key, size)
        self.known[old][2] = size


class Note:
    """A text and the signatures under it, in the one form that they may have."""

    def __init__(self, raw):
        text, blank, signatures = raw.partition(b"\n\n")
        if len(raw) > MAX_NOTE or not blank:
            raise malformed("there is no blank line with signatures after it, or it is too long")
        self.text, self.signatures = text + b"\n", {}
        lines = signatures.split(b"\n")
        if lines.pop() != b"" or not 1 <= len(lines) <= MAX_SIGNATURES:
            raise malformed("the last line has no line break, or there are too many signatures")
        for number, line in enumerate(lines, self.text.count(b"\n") + 2):
            dash, _, rest = utf8(line).partition(" ")
            name, _, text64 = rest.partition(" ")
            data = decode64(text64)
            if dash != "—" or not name_is_good(name) or data is None or len(data) < 5:
                raise malformed(f"line {number} is no signature")
            if (name, data[:4].hex()) in self.signatures:
                raise malformed(f"line {number}: {name} signed twice")
            self.signatures[name, data[:4].hex()] = data[4:]


def utf8(data):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise malformed("it is not UTF-8")


def parse_size(text):
    if not re.fullmatch("0|[1-9][0-9]{0,15}", text) or int(text) > MAX_SIZE:
        raise malformed(f"{text!r} is no size")
    return int(text)


def parse_hash(text):
    data = decode64(text)
    if data is None or len(data) != 32:
        raise malformed(f"{text!r} is no hash")
    return data


def parse_time(text):
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", text):
            if datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").year >= 1970 and text[17:19] < "60":
                return text
    except ValueError:
        pass
    raise malformed(f"{text!r} is no time")


class Checkpoint:
    """A tree's size and root; who signed it if keys are given."""

    def __init__(self, raw, keys=None):
        note = Note(raw)
        self.text = note.text
        lines = utf8(note.text).split("\n")[:-1]
        if not 4 <= len(lines) <= 5 or not name_is_good(lines[0]):
            raise malformed("a checkpoint has a name, a size, a root, a time and perhaps a period")
        self.origin, self.size, self.root = lines[0], parse_size(lines[1]), parse_hash(lines[2])
        if not lines[3].startswith("time ") or self.size == 0 and self.root != sha(b""):
            raise malformed("the fourth line is no time, or the root is not that of the empty tree")
        self.time = parse_time(lines[3][5:])
        if lines[4:] and not re.fullmatch("period [0-9A-Za-z.-]{1,40} [0-9A-Za-z.-]{1,40}", lines[4]):
            raise malformed("the fifth line is no period")
        self.period = lines[4][7:] if lines[4:] else ""
        if keys is not None:
            self.check_signatures(note, keys)

    def check_signatures(self, note, keys):
        if self.origin != keys.ledger:
            raise Fault("other-ledger", f"the checkpoint is of the ledger {self.origin}, the keys are of {keys.ledger}")
        good, unknown = keys.signed(note)
        self.signed = {"ledger": [], "witnesses": [], "lapsed": [], "unknown": ["+".join(i) for i in unknown]}
        for id_ in good:
            role = "ledger" if id_[0] == self.origin else "witnesses"
            self.signed[role if keys.counts(id_, self.size) else "lapsed"].append("+".join(id_))
        if not self.signed["ledger"]:
            lapsed = any(id_[0] == self.origin for id_ in good)
            raise Fault("not-in-force" if lapsed else "unsigned", f"no key of {self.origin} that is known and in force at size {self.size} signed")

    def __str__(self):
        signed = ", ".join(f"{k}: {' '.join(v)}" for k, v in self.signed.items() if v)
        period = f", period {self.period}" if self.period else ""
        return f"{self.origin}, {self.size} events, root {base64.b64encode(self.root).decode()}, {self.time}{period}; signed by {signed}"


# --- proof files -------------------------------------------------------------

class Proof:
    """A proof file; check() returns what it shows."""

    def __init__(self, raw):
        self.kind = raw.partition(b"\n")[0]
        want = {b"fundledger-inclusion/v1": 3, b"fundledger-consistency/v1": 5}.get(self.kind)
        parts = raw.split(b"\n\n")
        if len(raw) > MAX_FILE or len(parts) != want:
            raise malformed("this is no proof file")
        head = [utf8(line) for line in parts[0].split(b"\n")[1:]]
        self.notes = [parts[1] + b"\n\n" + parts[2] + (b"\n" if want == 5 else b"")]
        if want == 5:
            self.notes.append(parts[3] + b"\n\n" + parts[4])
        for note in self.notes:
            Checkpoint(note)
        if want == 3:
            if len(head) < 2 or not head[0].startswith("index ") or not head[1].startswith("event "):
                raise malformed("lines 2 and 3 should be index and event")
            self.index, self.line = parse_size(head[0][6:]), parts[0].split(b"\n")[2][6:]
            if not re.fullmatch(rb"\{[^\x00-\x1f]*\}", self.line) or len(self.line) > MAX_LINE:
                raise malformed("line 3 is no event")
            head = head[2:]
        if len(head) > MAX_HASHES or not all(line.startswith("hash ") for line in head):
            raise malformed("what follows should be hashes")
        self.hashes = [parse_hash(line[5:]) for line in head]

    def check(self, keys):
        points = [Checkpoint(note, keys) for note in self.notes]
        if len(points) == 1:
            check_inclusion(points[0].size, points[0].root, self.index, self.line, self.hashes)
            shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in utf8(self.line))
            return [f"event {self.index} is in it: {shown}", f"checkpoint: {points[0]}"]
        old, new = points
        check_consistency(old.size, old.root, new.size, new.root, self.hashes)
        return [f"old: {old}", f"new: {new}", "the new one continues the old one"]


# --- exports -----------------------------------------------------------------

def in_order(pairs):
    """An object with its keys in the order of RFC 8785: that of UTF-16."""
    return dict(sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be")))


def whole(text):
    if not -MAX_SIZE <= int(text) <= MAX_SIZE:
        raise ValueError(f"the number {text} is beyond 2^53-1")
    return int(text)


def no_fraction(text):
    raise ValueError(f"the number {text} is not whole")


DECODER = json.JSONDecoder(object_pairs_hook=in_order, parse_int=whole, parse_float=no_fraction, parse_constant=no_fraction)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def canonical(value):
    """RFC 8785, for what DECODER read."""
    return ENCODER.encode(value).encode("utf-8")


FIELDS = {"actor": str, "causation": str, "correlation": str, "data": dict, "id": str,
          "recorded_at": str, "revision": int, "stream": str, "type": str, "version": int}


def check_line(line, revisions):
    """Raise ValueError unless line is a canonical event that follows those before it."""
    event = DECODER.decode(line.decode("utf-8"))
    if not isinstance(event, dict) or {k: type(v) for k, v in event.items()} != FIELDS:
        raise ValueError("it should have exactly these fields, of their types: " + ", ".join(FIELDS))
    if canonical(event) != line:
        raise ValueError("it is not canonical JSON (order of keys, spaces, escapes, a key twice)")
    moment, _, micros = event["recorded_at"].partition(".")
    try:
        parse_time(moment + "Z")
    except Fault:
        micros = ""
    if not re.fullmatch("[0-9]{6}Z", micros):
        raise ValueError(f"recorded_at {event['recorded_at']!r} is no time in UTC with microseconds")
    stream, want = event["stream"], revisions.get(event["stream"], 0)
    if event["revision"] != want:
        raise ValueError(f"revision {event['revision']} of stream {stream!r}: {want} should follow")
    revisions[stream] = want + 1
    data = hashlib.sha256(canonical(event["data"])).hexdigest()
    id_ = str(uuid.uuid5(NAMESPACE, f"{stream}\n{event['type']}\n{event['version']}\n{data}"))
    if event["id"] != id_:
        raise ValueError(f"id {event['id']!r}: the content gives {id_}")


def check_export(path, checkpoint, each=lambda line, tree: None):
    with open(path, "rb") as f:
        packed = f.read(2) == b"\x1f\x8b"
    tree, revisions = Tree(), {}
    at = tree.root() if checkpoint and checkpoint.size == 0 else None
    with (gzip.open if packed else open)(path, "rb") as f:
        for line in f:
            try:
                if not line.endswith(b"\n"):
                    raise ValueError("it has no line break at its end: the file was cut off")
                check_line(line[:-1], revisions)
            except (ValueError, RecursionError) as e:
                raise Fault("refused", f"line {tree.size + 1} (event {tree.size}): {e}")
            tree.append(line[:-1])
            each(line, tree)
            if checkpoint and tree.size == checkpoint.size:
                at = tree.root()
    out = [f"{tree.size} events in {len(revisions)} streams, root {base64.b64encode(tree.root()).decode()}"]
    if checkpoint:
        if at is None:
            raise Fault("refused", f"events are missing: the checkpoint has {checkpoint.size}, the export {tree.size}")
        if at != checkpoint.root:
            raise Fault("refused", f"the first {checkpoint.size} events are not those of the checkpoint: their root is {base64.b64encode(at).decode()}; every line is well-formed, so one was exchanged, or they were reordered, since")
        out.append(f"its first {checkpoint.size} events are those of the checkpoint: {checkpoint}")
    return out


# --- reports -----------------------------------------------------------------

def check_report(path, report):
    import bulletin
    events, roots = [], []

    def root_at(size):
        return roots[size - 1] if 0 < size <= len(roots) else None

    with open(report, encoding="utf-8") as f:
        page = bulletin.Page(f.read())
    wanted = page.of_proof("事项", "facts")
    wanted = int(wanted.replace(",", "")) if wanted else 0
    out = check_export(path, None, lambda line, tree: (events.append(json.loads(line)), roots.append(
        base64.b64encode(tree.root()).decode() if tree.size == wanted else None)))
    try:
        said, wrong = bulletin.check(page, events, root_at)
    except (KeyError, ValueError) as e:
        raise malformed(f"the report or the history is not as it should be: {e}")
    if wrong:
        raise Fault("refused", "\n".join(wrong + said))
    return out + said


# --- vectors and the command line --------------------------------------------

def answer(kind, v, lines):
    """What this script says to a vector."""
    try:
        if kind == "root":
            tree = Tree()
            for line in lines[:v["size"]]:
                tree.append(line)
            if base64.b64encode(tree.root()).decode() != v["root"]:
                raise Fault("refused", "another root")
        elif kind == "inclusion":
            line = lines[v["event"]] if "event" in v else base64.b64decode(v["leaf"])
            check_inclusion(v["size"], parse_hash(v["root"]), v["index"], line, [parse_hash(h) for h in v.get("hashes", ())])
        elif kind == "consistency":
            check_consistency(v["old"]["size"], parse_hash(v["old"]["root"]), v["new"]["size"], parse_hash(v["new"]["root"]), [parse_hash(h) for h in v.get("hashes", ())])
        elif kind == "key":
            parse_key(v.get("key", ""))
        else:
            keys = Keys(v["ledger"], v.get("witnesses", ()))
            for rotation in v.get("rotations", ()):
                keys.rotate(rotation.encode())
            text = base64.b64decode(v["bytes"]) if "bytes" in v else v.get("text", "").encode()
            if kind == "checkpoint":
                c = Checkpoint(text, keys)
                said = {"origin": c.origin, "size": c.size, "root": base64.b64encode(c.root).decode(), "time": c.time, "period": c.period}
                said.update({k: ids for k, ids in c.signed.items()})
                if "says" in v and said != v["says"]:
                    return f"says {said}"
            elif kind == "file":
                Proof(text).check(keys)
        return "good"
    except Fault as e:
        return e.kind


def check_vectors(folder):
    count, wrong, lines = 0, [], []
    if os.path.exists(os.path.join(folder, "lines.jsonl")):
        with open(os.path.join(folder, "lines.jsonl"), "rb") as f:
            lines = f.read().split(b"\n")[:-1]
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".json")):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            suite = json.load(f)
        for v in suite["vectors"]:
            count += 1
            got = answer(suite["kind"], v, lines)
            if got != v["answer"]:
                wrong.append(f"{name}: {v['name']}: should be {v['answer']}, is {got}")
    if wrong or not count:
        raise Fault("refused", "\n".join(wrong) or "there are no vectors")
    return [f"{count} vectors answered as they should be"]


def read(path):
    with open(path, "rb") as f:
        return f.read()


def run(args):
    if args.command == "vectors":
        return check_vectors(args.file)
    if args.command == "report":
        return check_report(args.file, args.report)
    keys = Keys(args.key, args.witness) if args.key else None
    for path in args.rotation:
        keys.rotate(read(path))
    if args.command == "proof":
        return Proof(read(args.file)).check(keys)
    if args.command == "export":
        return check_export(args.file, Checkpoint(read(args.checkpoint), keys) if args.checkpoint else None)
    new = Checkpoint(read(args.file), keys)
    out = [f"checkpoint: {new}"]
    if args.old:
        old, proof = Checkpoint(read(args.old), keys), Proof(read(args.consistency))
        if [Checkpoint(note).text for note in proof.notes] != [old.text, new.text]:
            raise Fault("refused", "the proof is about other checkpoints than these")
        out.append(proof.check(keys)[-1])
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage="check.py COMMAND FILE [options]")
    parser.add_argument("command", choices=["export", "proof", "checkpoint", "report", "vectors"])
    parser.add_argument("file", help="the file to check, or the folder of vectors")
    parser.add_argument("report", nargs="?", help="the report, as a page of a browser")
    parser.add_argument("--key", action="append", default=[], help="verifier key of the ledger, or a file with it")
    parser.add_argument("--witness", action="append", default=[], help="verifier key of a witness, or a file with it")
    parser.add_argument("--rotation", action="append", default=[], help="file: a new key replaces a known one")
    parser.add_argument("--checkpoint", help="file: compare the export with it")
    parser.add_argument("--old", help="file: the checkpoint that you kept")
    parser.add_argument("--consistency", help="file: the proof from the old checkpoint to this one")
    args = parser.parse_args()
    if (args.command == "report") != bool(args.report):
        parser.error("report needs an export and a report; nothing else takes two files")
    needs_key = args.command in ("proof", "checkpoint") or args.checkpoint or args.rotation or args.witness
    if needs_key and not args.key or bool(args.old) != bool(args.consistency):
        parser.error("--key is needed; --old and --consistency go together")
    for keys in args.key, args.witness:
        keys[:] = [read(k).decode("utf-8", "replace").rstrip("\r\n") if os.path.exists(k) else k for k in keys]
    try:
        for line in run(args):
            print(line)
    except Fault as e:
        print(f"fault in {args.file}: {e}", file=sys.stderr)
        return 1
    except (OSError, EOFError, zlib.error) as e:
        print(f"cannot read: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
