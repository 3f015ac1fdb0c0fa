"""Makes an XForm of every questionnaire, by other people's converter.

    convert.py CASES OUT

Adds `xform` to every line, or `refused` with the converter's reason.
"""
import json
import sys
from io import BytesIO

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

with open(sys.argv[1]) as cases, open(sys.argv[2], "w") as out:
    for line in cases:
        case = json.loads(line)
        try:
            if "file" in case:
                result = convert(case["file"], validate=False)
            else:
                result = convert(BytesIO(case["text"].encode()), file_type="." + case["type"], form_name="data", validate=False)
            case["xform"] = result.xform
        except PyXFormError as reason:
            case["refused"] = str(reason)
        out.write(json.dumps(case) + "\n")
