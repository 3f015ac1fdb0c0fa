#!/usr/bin/env python3
"""Checks a built edition with other people's tools: frictionless and pandas.

    validate_edition.py EDITION_DIR...

Exits with 1 and says what is wrong. Needs the packages of requirements.txt.
"""

import csv
import hashlib
import json
import os
import re
import sys
from pathlib import Path

import frictionless
import pandas

CODES = [".s", ".d", ".r", ".n", ".w", ".x"]


def problems(folder):
    yield from package(folder)
    yield from checksums(folder)
    yield from tables(folder)
    yield from spreadsheets(folder)


def package(folder):
    """The data package holds: types, codes, keys, sizes and hashes."""
    here = os.getcwd()
    os.chdir(folder)
    try:
        report = frictionless.validate("datapackage.json")
    finally:
        os.chdir(here)
    for line in report.flatten(["fieldName", "rowNumber", "type", "message"]):
        yield f"frictionless: {line}"
    if not report.tasks:
        yield "frictionless: the package has no resources"


def checksums(folder):
    listed = {}
    for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            yield f"{name}: the checksum differs"
    present = {path.name for path in folder.iterdir()} - {"SHA256SUMS"}
    if present != set(listed):
        yield f"files and SHA256SUMS differ: {sorted(present ^ set(listed))}"


def tables(folder):
    """What the README says about reading the record in is true."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    codebook = pandas.read_csv(folder / "codebook.csv", dtype=str, keep_default_na=False)
    for entry in manifest["files"]:
        name = entry["name"]
        if not name.endswith(".csv") or name in ("codebook.csv", "choices.csv", "changes.csv", "submissions-excel.csv"):
            continue
        raw = (folder / name).read_bytes()
        if b"\r\n" in raw.replace(b'"', b"") and name == "submissions.csv" and raw.split(b"\n", 1)[0].endswith(b"\r"):
            yield f"{name}: lines end with CR LF"
        if raw.startswith(b"\xef\xbb\xbf"):
            yield f"{name}: begins with a byte-order mark"
        text = pandas.read_csv(folder / name, dtype=str, keep_default_na=False)
        if len(text) != entry["rows"]:
            yield f"{name}: {len(text)} rows instead of {entry['rows']}"
        described = codebook[codebook["file"] == name]
        if list(text.columns) != list(described["column"]):
            yield f"{name}: the header is not what the codebook says"
        typed = pandas.read_csv(folder / name, keep_default_na=False, na_values=[""] + CODES)
        for _, column in described.iterrows():
            yield from values(name, text[column["column"]], typed[column["column"]], column)
    record = pandas.read_csv(folder / "submissions.csv", dtype=str, keep_default_na=False)
    if not record["sys_id"].is_unique:
        yield "submissions.csv: sys_id is not unique"
    if list(record["sys_id"]) != sorted(record["sys_id"]):
        yield "submissions.csv: rows are not in the order of sys_id"
    if len(record) != manifest["submissions"]:
        yield "manifest.json: submissions is not the number of rows"
    yield from classes(record, codebook, manifest)


def values(name, text, typed, column):
    answered = text[(text != "") & ~text.isin(CODES)]
    kind = column["values"]
    where = f"{name}, {column['column']}"
    if kind == "1 chosen, 0 not chosen" and not answered.isin(["0", "1"]).all():
        yield f"{where}: values beside 0 and 1"
    if kind in ("integer", "number") and len(answered) and not pandas.api.types.is_numeric_dtype(typed):
        yield f"{where}: not numeric"
    if kind == "date" and not answered.map(lambda day: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", day))).all():
        yield f"{where}: not ISO dates"
    if kind == "code" and (text == "NA").any() and typed[text == "NA"].isna().any():
        yield f"{where}: the code NA was read as missing"


def classes(record, codebook, manifest):
    """Nobody is told apart by fewer than k: not in what is left of the quasi-identifiers."""
    k = manifest["disclosure_control"]["k"]
    own = codebook[(codebook["file"] == "submissions.csv") & (codebook["exposure"] == "quasi")]
    quasi = [column for column in own["column"] if not column.startswith("sys_")]
    if k is None or not quasi:
        return
    withheld = record[quasi].apply(lambda cells: (cells == ".w").any(), axis=1)
    left = record[~withheld]
    sizes = left.groupby(["sys_questionnaire", *quasi], dropna=False).size()
    for key, size in sizes[sizes < k].items():
        yield f"submissions.csv: {size} rows share {key}, fewer than {k}"
    if withheld.sum() != manifest["disclosure_control"]["submissions_with_withheld_values"]:
        yield "manifest.json: the number of rows with withheld values differs"


def spreadsheets(folder):
    """The variants for spreadsheets say the same as the record."""
    with open(folder / "submissions.csv", newline="", encoding="utf-8") as file:
        record = list(csv.reader(file))
    raw = (folder / "submissions-excel.csv").read_bytes()
    if not raw.startswith(b"\xef\xbb\xbf"):
        yield "submissions-excel.csv: has no byte-order mark"
    with open(folder / "submissions-excel.csv", newline="", encoding="utf-8-sig") as file:
        safe = list(csv.reader(file))
    numeric = re.compile(r"-?[0-9.]+")
    for row, (plain, guarded) in enumerate(zip(record, safe, strict=True)):
        for a, b in zip(plain, guarded, strict=True):
            formula = a.startswith(("=", "+", "-", "@", "\t", "\r"))
            if b not in ((a, "'" + a) if formula else (a,)):
                yield f"submissions-excel.csv, row {row}: {b!r} instead of {a!r}"
            if formula and b == a and not numeric.fullmatch(a):
                yield f"submissions-excel.csv, row {row}: {a!r} would run as a formula"
    workbook = folder / "submissions.xlsx"
    if not workbook.exists():
        return
    sheet = pandas.read_excel(workbook, sheet_name="submissions", dtype=object, keep_default_na=False)
    if list(sheet.columns) != record[0] or len(sheet) != len(record) - 1:
        yield "submissions.xlsx: not the shape of the record"
    for row, (plain, cells) in enumerate(zip(record[1:], sheet.itertuples(index=False), strict=True)):
        for a, b in zip(plain, cells, strict=True):
            same = a == str(b) or (numeric.fullmatch(a) and float(a) == float(b)) or a[:32000] == str(b)[:32000]
            if not same:
                yield f"submissions.xlsx, row {row}: {b!r} instead of {a!r}"


def main(folders):
    found = False
    for folder in map(Path, folders):
        for problem in problems(folder):
            print(f"{folder}: {problem}")
            found = True
    return int(found or not folders)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
