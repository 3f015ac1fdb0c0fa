# A file for the registry, through the site
nav-registry = Registry
import-title = A file for the registry
import-what = Send a file, look at what it would change, and only then import it. Nothing is ever overwritten, and this site asks no other server.
import-kind-table = A table of our own (.csv), one statement in a row
import-kind-tool = A record of the Model Openness Tool (.yml)
import-kind-card = A model card of a hub (README.md with front matter)
import-kind-spdx = An SPDX 3 document with AI packages (.json)
import-file = File
import-limits = At most { $size }. Larger files and whole folders come by the command soundings registry import.
import-look = Look at it
import-no-file = Choose a file.
import-too-large = The file is too large. Split it, or use the command.
import-stored = { $n ->
    [one] { $n } statement was stored.
   *[other] { $n } statements were stored.
}
import-preview-title = What the file would change
import-new-releases = New releases
import-new = New statements
import-changed = Statements of a later day
import-conflicting = Contradict the registry
import-known = Known already
import-errors = Errors
import-reason = Why the file is right where it contradicts the registry
import-reason-hint = Published with each correction, beside what stood before. 1 to 500 characters.
import-final = What is imported is exactly this: if the registry changes meanwhile, you see the preview again. Statements cannot be deleted, only corrected.
import-do = Import it
import-another = Another file
import-faulty = Nothing can be imported until the errors are mended in the file.
import-nothing = There is nothing to import: the registry says all of this already.
import-conflicts = The file contradicts the registry. Say why it is right, or mend the file.
import-bad-reason = Give the reason on one line, in 1 to 500 characters.
import-changed-meanwhile = The registry has changed since you looked. Look again: this is what the file would change now.
import-findings = What is remarkable about the file
import-error = error
import-note = note
import-lines = What would change
import-effect = Effect
import-effect-new = new
import-effect-changed = later day
import-effect-corrected = correction
import-effect-conflict = contradicts
import-field = About
import-says = The file says
import-before = The registry says
import-more = { $n ->
    [one] One more is not shown here.
   *[other] { $n } more are not shown here.
}
import-file-unreadable = It cannot be read. Save the file again as UTF-8 in its format.
import-file-unknown = It is none of the files that the registry knows. Give one of the four kinds.
import-file-too-large = It is too large. Split the file.
import-table-column-missing = A column is missing. Add it to the first row.
import-table-column-unknown = A column is unknown and was left out.
import-table-row-unreadable = A row cannot be read. Give it as many cells as the first row has.
import-table-cell-unreadable = A cell cannot be read. The formats are described in the documentation for administrators.
import-record-incomplete = The record is incomplete. Complete it, or leave it out.
import-record-component-unknown = The component was left out. Use a name of the Model Openness Framework 1.0.
import-record-licence-unreadable = The licence was kept as not stated. Use an SPDX identifier or LicenseRef-.
import-record-day-unreadable = Today was taken as the day. Write the day as 2025-04-28.
import-record-address-unknown = The address was left out. Only repositories on known hubs are identifiers.
import-record-origin-unknown = The base was left out. Import it too, or add the line in a table of ours.
import-record-relation-unknown = The relation was taken as derived. Use adapter, finetune, merge or quantized.
import-statement-not-of-models = This is known of releases only. Name a release in the row.
import-statement-day-to-come = The day has not come yet. Import it then.
import-statement-reason-missing = Say in the column reason why it is taken back.
import-statement-base-unknown = There is no such release. Add a row with its name.
import-statement-own-base = A release names itself. Name another one.
import-statement-identifier-taken = The name stays with the release that has it. Take it back there first if that is wrong.
import-statement-known-by-another-name = The release is known by another name. What is said of it is added there.
