#!/usr/bin/env python3
"""Checks an exported questionnaire with another converter, pyxform.

    validate_questionnaire.py SOURCE.md EXPORTED.xlsx

The export must be accepted, and every rule that the source has must be that of its bind in the XForm.
Exits with 1 and says what is wrong. Needs the packages of requirements.txt.
"""

import re
import sys
import xml.etree.ElementTree as xml

from pyxform.xls2xform import convert

RULES = {"relevant": "relevant", "required": "required", "constraint": "constraint", "calculation": "calculate"}
BIND = "{http://www.w3.org/2002/xforms}bind"
# /data/group/name, ../name and current()/../name are ${name}.
PATH = re.compile(r"(?:current\(\)/)?(?:\.\./|/)(?:\.\./)*(?:[\w-][\w.-]*/)*([\w-][\w.-]*)")


def source(path):
    """Names of questions and groups with their rules, in the order of the file."""
    header = None
    in_survey = False
    for line in open(path, encoding="utf-8"):
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
        if not cells:
            continue
        if cells[0]:
            in_survey, header = cells[0] == "survey", None
            continue
        if not in_survey or not any(cells):
            continue
        if header is None:
            header = cells
            continue
        row = dict(zip(header, cells))
        if row.get("name"):
            yield row["name"], {rule: row.get(rule, "") for rule in RULES}


def meaning(rule):
    """A rule in one spelling, whatever its blanks and however it names questions."""
    rule = {"yes": "true()", "no": ""}.get(rule.lower(), rule)
    rule = re.sub(r"\$\{([^}]*)\}", r"\1", rule)
    texts = re.findall(r"'[^']*'|\"[^\"]*\"", rule)
    rest = re.sub(r"'[^']*'|\"[^\"]*\"", "''", rule)
    rest = re.sub(r"\s+", "", PATH.sub(r"\1", rest))
    return rest, texts


def problems(original, exported):
    binds = {}
    for bind in xml.fromstring(convert(exported, validate=False).xform).iter(BIND):
        binds[bind.get("nodeset").rsplit("/", 1)[1]] = bind
    for name, rules in source(original):
        bind = binds.get(name)
        if bind is None:
            # A group without rules has none.
            if any(rules.values()):
                yield f"{name}: no bind"
            continue
        for column, attribute in RULES.items():
            wanted, got = rules[column], bind.get(attribute) or ""
            if meaning(wanted) != meaning(got):
                yield f"{name}: {attribute} is {got!r} instead of {wanted!r}"


def main(original, exported):
    found = list(problems(original, exported))
    for problem in found:
        print(f"{exported}: {problem}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
