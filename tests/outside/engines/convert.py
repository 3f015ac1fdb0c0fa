"""Makes an XForm of every questionnaire, by other people's converter.

    convert.py CASES OUT

Adds `xform` to every line, or `refused` with the converter's reason.
"""
import json
import sys
from io import BytesIO

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import md_to_dict
from pyxform.xls2xform import convert


def with_shared_lists(table, shared):
    """A table with the choices of others, which may have other columns."""
    book = md_to_dict(table)
    for other in map(md_to_dict, shared):
        book.setdefault("choices", []).extend(other["choices"])
        header = book.setdefault("choices_header", [{}])
        header[0].update(other["choices_header"][0])
    return book


def xform(case):
    if "file" in case:
        return convert(case["file"], validate=False).xform
    if "shared" in case:
        return convert(with_shared_lists(case["text"], case["shared"]), form_name="data", validate=False).xform
    table = BytesIO(case["text"].encode())
    return convert(table, file_type="." + case["type"], form_name="data", validate=False).xform


with open(sys.argv[1]) as cases, open(sys.argv[2], "w") as out:
    for line in cases:
        case = json.loads(line)
        try:
            case["xform"] = xform(case)
        except PyXFormError as reason:
            case["refused"] = str(reason)
        out.write(json.dumps(case) + "\n")
