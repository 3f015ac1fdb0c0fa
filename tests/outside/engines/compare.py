"""Holds what other engines say against what we say.

    compare.py FORMS NAME=STATES…    (NAME: web or collect)

Every difference must have a name in EXPLANATIONS: a choice that we made, or a limit of that engine. What
follows from an explained difference, by the rules of the questionnaire, is counted apart. One that has no
name is printed, and then the comparison fails.
"""
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass


@dataclass
class Difference:
    case: dict
    engine: str
    path: str
    name: str
    facet: str
    ours: object
    theirs: object
    other: object  # what the third engine says
    entry: dict | None  # our whole entry
    said: dict  # all that we say

    def question(self):
        return self.case["questions"].get(self.name, {})

    def rule(self, *columns):
        return " ".join(self.question().get("rules", {}).get(column, "") for column in columns)

    def agrees(self):
        return self.other is not None and self.other == self.ours


TEXTS = ("label", "hint")
# What a rule decides, by the facet of the answer that shows it.
COLUMNS = {"value": ("calculation", "default"), "required": ("required",), "valid": ("constraint",)}


def plain(text):
    return " ".join(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).split())


def shortened(text):
    """Whole numbers without the `.0` that some engines write."""
    return re.sub(r"(\d)\.0\b", r"\1", text) if isinstance(text, str) else text


def named(path):
    return re.sub(r"\[\d+\]$", "", path.split("/")[-1])


def normal(facet, value, question):
    if facet in TEXTS and value is not None:
        return plain(value)
    if facet == "choices" and value is not None:
        choices = [[name, plain(label)] for name, label in value]
        return sorted(choices) if question.get("drawn") else choices
    return value


def numbers_as_shown(d):
    return d.facet in (*TEXTS, "value") and isinstance(d.theirs, str) and shortened(d.theirs) == shortened(d.ours)


def choices_by_label(d):
    """Their text has the names of choices where ours has their labels, and is the same else."""
    if d.facet not in TEXTS or not isinstance(d.theirs, str):
        return False
    template = d.question().get("words") or ""
    if d.facet != "label":
        return False
    pieces = re.split(r"\$\{\s*([^}]*?)\s*\}", plain(template))
    pattern = "".join(re.escape(piece) if place % 2 == 0 else "(.*)" for place, piece in enumerate(pieces))
    ours, theirs = re.fullmatch(pattern.strip(), d.ours), re.fullmatch(pattern.strip(), shortened(d.theirs))
    if not ours or not theirs:
        return False
    kinds = [d.case["questions"].get(name, {}).get("type", "") for name in pieces[1::2]]
    pairs = zip(kinds, ours.groups(), theirs.groups())
    return all(kind.startswith(("select", "rank")) or shortened(one) == shortened(two) for kind, one, two in pairs)


def no_longer_offered(d):
    if d.facet != "value" or not str(d.question().get("type")).startswith("select") or not d.entry:
        return False
    offered = {name for name, _ in d.entry["choices"]}
    return d.theirs.split() == [name for name in d.ours.split() if name in offered]


def counted(d):
    return "repeat_count" in d.question().get("rules", {}) and d.path.endswith("]")


def within_counted(d):
    questions = d.case["questions"]
    return any("repeat_count" in questions.get(named(step), {}).get("rules", {}) for step in d.path.split("/"))


def over_all(pattern):
    """The rule behind the difference goes over all instances of something."""

    def fits(d):
        columns = ("relevant", "repeat_count") if d.facet in ("extra", "missing") else COLUMNS.get(d.facet, ())
        return re.search(pattern, d.rule(*columns)) is not None

    return fits


def text_over_all(d):
    """It shows an answer whose relevance goes over all instances of something."""
    if d.facet not in TEXTS:
        return False
    shown = re.findall(r"\$\{\s*([^}]*?)\s*\}", d.question().get("words") or "")
    rules = [d.case["questions"].get(name, {}).get("rules", {}) for name in shown]
    return any(re.search(r"\b(count|sum|min|max|join|concat)\(", rule.get("relevant", "")) for rule in rules)


QUOTES = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")


def straight_quotes(d):
    if d.facet in TEXTS:
        return d.ours.translate(QUOTES) == d.theirs
    return d.facet == "choices" and [[name, label.translate(QUOTES)] for name, label in d.ours] == d.theirs


def looked_up_in_text(d):
    return d.facet in TEXTS and re.search(r"instance\(.*\)/root", d.ours) is not None


def descending(d):
    scale = d.question().get("scale")
    return scale is not None and (scale[0] > scale[1] or scale[2] < 0)


def by_chance(d):
    drawn = re.search(r"\b(random|now|uuid|today)\(", d.rule("calculation", "default"))
    return d.facet == "value" and (drawn is not None or d.question().get("type") in ("start", "end", "today"))


# The name, the engine (or all of them), whether other answers may follow from it, and which differences it explains.
# Ours are choices that the page for authors tells (docs/expressions.md); the others are limits of that engine.
EXPLANATIONS = [
    ("all: the moment and chance are others", None, True, by_chance),
    ("ours: a text shows the label of a choice, not its name", None, False, choices_by_label),
    ("ours: a text that is not translated is shown in the default language", None, False,
     lambda d: d.facet in TEXTS and d.theirs == "-"),
    ("ours: an answer that is no longer offered stays until it is changed, and cannot be submitted", None, True, no_longer_offered),
    ("ours: a choice without a label is called by its name", None, False,
     lambda d: d.facet == "choices" and [[name, label and name] for name, label in d.ours] == d.ours
     and [[name, ""] for name, _ in d.ours] == d.theirs),
    ("ours: a question with a calculation is not typed over", None, False,
     lambda d: d.facet == "readonly" and d.ours and "calculation" in d.question().get("rules", {})),
    ("ours: a lookup in a text is not evaluated", None, False, looked_up_in_text),
    ("ours: an infinite result is empty", None, True,
     lambda d: d.facet == "value" and d.ours == "" and d.theirs in ("Infinity", "-Infinity")),
    ("ours: no instance for a count that is empty, none beyond one that was lowered", None, True,
     lambda d: d.facet == "extra" and counted(d)),
    ("ours: true and false are stored as such, not as 1 and 0", "collect", True,
     lambda d: d.facet == "value" and (d.ours, d.theirs) in (("true", "1"), ("false", "0"))),
    ("ours: a question that is there is true, empty or not", "collect", True,
     lambda d: d.agrees() and over_all(r"\bboolean\(|^\s*\$\{[^}]*\}\s*$")(d)),
    ("ours: the sum, least or greatest of an empty answer is empty", "collect", True,
     lambda d: d.agrees() and over_all(r"\b(sum|min|max)\(")(d)),
    ("ours: functions over all instances leave out what is not asked", "web", True,
     lambda d: d.agrees() and over_all(r"\b(count|sum|min|max|join|concat)\(")(d)),
    ("ours: a text leaves out what is not asked, by such a function", "web", False, text_over_all),
    ("converter: the label of a table-list becomes a note", None, False,
     lambda d: d.facet == "label" and d.theirs == "" and "table-list" in d.question().get("appearance", "")),
    ("ours: an instance that did not answer offers no choice", None, True,
     lambda d: d.facet == "choices" and d.theirs is not None and [one for one in d.theirs if one != ["", ""]] == d.ours),
    ("converter: a day in a cell gets its midnight", None, False,
     lambda d: d.facet in TEXTS and isinstance(d.theirs, str) and d.theirs.replace(" 00:00:00", "") == d.ours),
    ("converter: typographic quotes become straight ones", None, False, straight_quotes),
    ("converter: `or_other` adds its choice to all questions with that list", None, False,
     lambda d: d.facet == "choices" and d.theirs == [*d.ours, ["other", "Other"]]),
    ("converter: `phone number` brings a hint", None, False, lambda d: d.facet == "hint" and d.theirs == "Enter numbers only."),
    ("theirs: a whole decimal is written with .0", None, True, numbers_as_shown),
    ("theirs: a default that is no number is left out", None, True,
     lambda d: d.facet == "value" and d.theirs == "" and d.question().get("type") in ("integer", "decimal") and not re.match(r"-?[\d.]+$", d.ours)),
    ("theirs: a day that an expression passes on becomes midnight", "collect", True,
     lambda d: d.facet == "value" and isinstance(d.theirs, str) and re.sub(r"T00:00:00\.000-07:00", "", d.theirs) == d.ours),
    ("theirs: indexed-repeat() is not evaluated again when another instance changes", "collect", True,
     lambda d: d.facet in COLUMNS and "indexed-repeat(" in d.rule(*COLUMNS[d.facet]) and d.agrees()),
    ("theirs: a filter sees the answer of a question that is not asked", "collect", True,
     lambda d: d.facet in ("choices", "value") and d.agrees() and "choice_filter" in d.question().get("rules", {})),
    ("theirs: blanks between two answers in a text are lost", "collect", False,
     lambda d: d.facet in TEXTS and d.agrees() and d.theirs.replace(" ", "") == d.ours.replace(" ", "")),
    ("theirs: once() is evaluated again when its question was not asked for a while", "collect", True,
     lambda d: d.facet == "value" and d.agrees() and "once(" in d.rule("calculation")),
    ("theirs: jr:itext() of nothing", "collect", True, lambda d: d.facet == "value" and d.theirs == "[itext:]"),
    ("theirs: what is not asked at first never gets its default", "web", True,
     lambda d: d.facet == "value" and d.theirs == "" and "default" in d.question().get("rules", {})),
    ("theirs: instances beyond a count forget their answers", "web", True,
     lambda d: d.facet == "value" and within_counted(d) and d.other in (None, d.ours)),
    ("theirs: a range that descends takes no answer", "web", True,
     lambda d: d.facet in ("value", "valid") and descending(d)),
    ("theirs: a default that is an expression fires a trigger", "collect", True,
     lambda d: d.facet == "value" and d.theirs != "" and d.question().get("triggered")),
    ("theirs: a default finds nothing in an earlier instance of its own repeat", "collect", True,
     lambda d: d.facet == "value" and d.theirs == "" and d.agrees() and "[1]/" in d.rule("default")),
    ("theirs: a default may name a picture", None, True,
     lambda d: d.facet == "value" and d.ours == "" and d.question().get("type") == "image"),
    ("theirs: a picture stands in the label as its address", "web", False, lambda d: d.facet == "label" and "jr://" in d.theirs),
]

# Why an engine gives up on a questionnaire, or on a change: the name, the engine, and how it says so.
REFUSALS = [
    ("a trigger that is asked in instances", "web", "target a repeated field"),
    ("a lookup in a text, or types that it does not compare", "collect", "XPathTypeMismatchException"),
    ("a number, truth or day where it wants a text", "collect", "ClassCastException|cannot be cast to class java.lang.String"),
    ("a file that is not there", "collect", "No storage factory has been set"),
    ("a file that is not there", "web", "fetch failed"),
    ("a label that mentions itself", "collect", "Dependency cycle in <output>s"),
    ("choices without labels", "collect", "<label> node for itemset doesn't exist"),
    ("a group without questions", "collect", "Non-Question object at the form index"),
    ("a group without questions", "web", "Unexpected body element"),
    ("an escaped sign in a path", "web", "Expression has syntax error"),
    ("an attribute that is no address", "web", "Invalid URL"),
]


def closure(questions):
    """For every name what it depends on, itself included: by its rules, its words and the groups around it."""
    known = set(questions)
    reads = {}
    for name, question in questions.items():
        texts = [*question["rules"].values(), question["words"] or ""]
        mentioned = {word for text in texts for word in re.findall(r"[^\W\d][\w.-]*", text)}
        reads[name] = (mentioned & known) | ({question["parent"]} if question["parent"] else set())
    closed = {}
    for name in known:
        found, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(reads[one])
        closed[name] = found
    return closed


def differences(case, engine, ours, theirs, third):
    questions = case["questions"]
    hidden = tuple(path + "/" for path, entry in theirs.items() if entry.get("hidden"))
    for path, entry in ours.items():
        name = named(path)
        question = questions.get(name, {})
        other = third.get(path, {}) if third is not None else {}
        found = theirs.get(path)
        if found is None or found.get("hidden") or path.startswith(hidden):
            seen = None if third is None else ("there" if other and not other.get("hidden") else "missing")
            yield Difference(case, engine, path, name, "missing", "there", "missing", seen, entry, ours)
            continue
        for facet, value in entry.items():
            if facet not in found or facet != "value" and found.get("control") in (None, "model-value") and "value" in entry:
                continue
            one, two = normal(facet, value, question), normal(facet, found[facet], question)
            yield Difference(case, engine, path, name, facet, one, two, normal(facet, other.get(facet), question), entry, ours)
    for path, entry in theirs.items():
        shown = not entry.get("hidden") and not path.startswith(hidden)
        if path not in ours and shown and (named(path) in questions):
            other = None if third is None else ("there" if path in third and not third[path].get("hidden") else "missing")
            yield Difference(case, engine, path, named(path), "extra", "missing", "there", other, None, ours)


def explained(d):
    for name, engine, spreads, fits in EXPLANATIONS:
        if engine in (None, d.engine) and fits(d):
            return name, spreads
    return None


def compare(cases, engine, states, others, show):
    tally, names, same, refused = Counter(), Counter(), Counter(), Counter()

    def given_up(reason, engine, case, tainted, depends):
        known = next((name for name, of, pattern in REFUSALS if of == engine and re.search(pattern, reason)), None)
        # The question that was to be answered is not there, or not of that kind: another difference before.
        change = case["changes"][len(states[case["id"]].get("states", []))] or {}
        place = change.get("give") or change.get("add") or change.get("remove")
        if known is None and place and depends.get(named(place), set()) & tainted:
            known = "a change where the explained differences leave nothing to change"
        if known is None:
            show(f"{engine}: {case['id']}: {reason}")
            tally["unexplained"] += 1
        refused[known or "without a name"] += 1

    for case in cases:
        said = states.get(case["id"])
        if said is None:
            continue
        reason = said.get("refused") or said.get("failed")
        if "refused" in said:
            given_up(reason, engine, case, set(), {})
            continue
        tally["questionnaires"] += 1
        depends = closure(case["questions"])
        other_states = others.get(case["id"], {}).get("states", [])
        tainted, quiet = set(), False
        for step, (ours, theirs) in enumerate(zip(case["states"], said["states"])):
            tally["states"] += 1
            third = other_states[step] if step < len(other_states) else None
            open_ones = []
            for d in differences(case, engine, ours, theirs, third):
                if d.ours == d.theirs:
                    same[d.facet] += 1
                    continue
                found = explained(d)
                if found is None:
                    open_ones.append(d)
                    continue
                names[found[0]] += 1
                if found[1] and d.facet not in TEXTS:
                    tainted.add(d.name)
            for d in open_ones:
                if depends.get(d.name, set()) & tainted:
                    tally["following"] += 1
                    tainted.add(d.name)
                    continue
                tally["unexplained"] += 1
                # The first of a questionnaire tells; those after it may follow from it.
                if not quiet:
                    rules = {"words": d.question().get("words"), "type": d.question().get("type"), **d.question().get("rules", {})}
                    show(f"{engine}: {case['id']}, after change {step} ({json.dumps(case['changes'][step])}): {d.path}: {d.facet}:\n"
                         f"    ours {json.dumps(d.ours)}\n    theirs {json.dumps(d.theirs)}\n    the third {json.dumps(d.other)}\n    {json.dumps(rules)}")
                quiet = True
        if reason:
            given_up(reason, engine, case, tainted, depends)
    print(f"\n{engine}: {tally['questionnaires']} questionnaires, {tally['states']} states, {sum(same.values())} values the same "
          f"({', '.join(f'{count} {facet}' for facet, count in same.most_common())})")
    for name, count in names.most_common():
        print(f"    {count:7} {name}")
    print(f"    {tally['following']:7} follow from these")
    for name, count in refused.most_common():
        print(f"    {count:7} questionnaires not, or not to the end: {name}")
    print(f"    {tally['unexplained']:7} without an explanation")
    return tally["unexplained"]


def main():
    with open(sys.argv[1]) as file:
        cases = [json.loads(line) for line in file]
    engines = {}
    for argument in sys.argv[2:]:
        name, path = argument.split("=", 1)
        with open(path) as file:
            engines[name] = {said["id"]: said for said in map(json.loads, file)}
    shown = Counter()

    def show(text):
        shown["all"] += 1
        if shown["all"] <= 40:
            print(text)

    unexplained = 0
    for name, states in engines.items():
        others = next((said for other, said in engines.items() if other != name), {})
        unexplained += compare(cases, name, states, others, show)
    converted = sum("xform" in case for case in cases)
    print(f"\n{len(cases)} questionnaires, {converted} converted, {sum(len(case['changes']) - 1 for case in cases)} changes")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
