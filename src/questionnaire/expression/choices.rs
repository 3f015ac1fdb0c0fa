//! What an expression means where the engines that read `XLSForm`s disagree.
//!
//! The rule: the ODK specification first, then `JavaRosa` (the engine of ODK Collect), then what
//! loses or misleads least. Made once, here; the user documentation is written from this table.
//!
//! | where engines differ | here | why |
//! |---|---|---|
//! | `regex(x, p)` | the whole text must match | ODK documentation and `JavaRosa`; web engines look for a part, so `regex(x, '[0-9]+')` would let `abc1` pass |
//! | `\d`, `\w`, `\s` in a pattern | ASCII only | Java, for which forms are written |
//! | look-around and back-references in a pattern | refused when the questionnaire is read | matching takes linear time, whatever the pattern and the answer |
//! | a result that is not a number | stored as empty; `string()` of it is `NaN` | `XPath` and `JavaRosa` for the text; a dataset has no cell that says `NaN` |
//! | an infinite result | stored as empty; `string()` of it is `Infinity` | as above |
//! | `number('1e3')`, `1e3` | not a number; a literal with an exponent is refused | `XPath` and `JavaRosa` |
//! | `number('  ')`, `number('')`, `number('Infinity')` | not a number | `XPath` and `JavaRosa` |
//! | numbers as text | plain decimals, never an exponent | `XPath`; what people write back can be read |
//! | `=` between numbers | true if they differ by less than 0.000000000001 | `JavaRosa`; `0.1 + 0.2 = 0.3` is true for everyone but computers |
//! | `round(-2.5)`, `round(2.5)` | -3, 3: half away from zero | the web engines and schoolbooks; `XPath` says -2 |
//! | `round(-0.5)` | -1 | the same rule; `JavaRosa` says -0 |
//! | `round(x, 1.5)` | digits are cut to whole numbers | `JavaRosa` |
//! | `round('4,6')` | not a number | only `JavaRosa` reads a decimal comma |
//! | `sum()` of no nodes | 0; of an empty answer not a number | `XPath` |
//! | `max()`, `min()` of no nodes or with an empty answer | not a number | all engines |
//! | `'10' < '9'` | compared as numbers, so false | `XPath`; texts have no order |
//! | an answer that is empty: `${x} = ''`, `${x} != 0` | both true; every order with it is false | `XPath`, all engines |
//! | a question that does not exist or no instance of a repeat | every comparison is false | `XPath`, all engines: no nodes |
//! | `boolean(${x})`, `if(${x}, …)` | true if the question exists, even empty | `XPath`; authors mean `${x} != ''` |
//! | `boolean-from-string(x)` | true for `true` and `1` only | ODK specification |
//! | `true()` and the text `false` | `'false' = true()` is true: a text that is not empty | `XPath`; compare texts |
//! | `coalesce(' ', 'x')` | a blank counts as an answer | all engines |
//! | `coalesce('' div 0, 'x')` | `NaN`, as the text that it is | all but one engine |
//! | `selected(x, '')` | true if nothing is selected | all engines |
//! | `string-length()`, `substr()`, `substring()` | count characters (code points) | `XPath`; JavaScript counts an emoji twice |
//! | `substring(x, 1.5, 2.6)` | rounds as `XPath` does, half upwards | `XPath` |
//! | `normalize-space()` | spaces, tabs and line ends only | `XPath` |
//! | days | whole days of the calendar, everywhere; `number(date('1970-01-02'))` is 1 in every time zone | `JavaRosa`; web engines give 1.29 in Phoenix and lose an hour at a change of clocks |
//! | two moments in order: `<`, `>` | as they happened, offsets reckoned with | all engines |
//! | a moment as a number, or given to `date()` | the day and clock that are written, whatever the offset | the answer of a person means the same day wherever it is evaluated |
//! | `date(19000.7)` | that whole day | `JavaRosa` |
//! | `date('2024-02-30')`, `date('x')`, `date(true())` | empty | engines roll over, fault or give text; an empty answer can be required, a wrong one cannot be seen |
//! | `decimal-date-time(x)` | days since 1970 in UTC with fraction; a text without offset is in the participant's zone | ODK specification |
//! | `date-time(19000)`, `date-time(19000.7)` | that day; the moment that `decimal-date-time()` gives 19000.7 for | keeps both `date-time(today() + 1)` and the way back from `decimal-date-time()` |
//! | `format-date(x, f)` | takes the letters of `format-date-time()` too; names of days and months are English | all engines; letters that nobody knows are left out |
//! | `today()`, `now()` | the participant's zone, with its offset | ODK specification |
//! | `true() or wrong()` | refused when the questionnaire is read, though a short circuit would pass it by | a typing error in a branch that is rarely taken is found years later |
//! | `2mod3` | read as `2 mod 3` | the web engines; `XPath` sees a name |
//! | `count-non-empty()` of groups | the text of a group is that of all its answers | `XPath` |
//! | `randomize(x, 1.5)` | the seed is cut to a whole number; what is not a number counts as 0 | `JavaRosa` and web-forms |
//! | `randomize(x)` | the seed is drawn from the environment | one order for each response |
//! | `position(${x})` | the place among siblings of the same name | ODK specification |
//! | `indexed-repeat()` out of range | no nodes, so an empty text | `JavaRosa` and the web engines |
//! | `once(x)` | the current value if it is not empty, else `x` | ODK specification |
//! | `digest()` without a third argument | base64; an algorithm that does not exist gives an empty text | ODK specification |
//! | `${last-saved#x}`, `area()`, `distance()`, `geofence()`, `id()`, `lang()`, the namespace axis | refused or empty | a text survey has no maps and no namespaces |
