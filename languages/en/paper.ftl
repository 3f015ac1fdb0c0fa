paper-link = Printable questionnaire
paper-version = version { $n }
paper-questions = { $n ->
    [one] one question
   *[other] { $n } questions
}
paper-print = Print this page, or save it as PDF, with your browser.
paper-one = one answer
paper-many = any number of answers
paper-required-legend = Questions marked “required” need an answer. All others may be left empty.
paper-in-other-languages = In other languages:

paper-only-if = Answer { $numbers } only if { $rule }.
paper-never = Do not answer { $numbers }.
paper-from-to = { $from } to { $to }
paper-required-if = (required if { $rule })
paper-repeat = Answer { $numbers } once for each: { $what }. Copy this block as often as you need it.
paper-repeat-times = Answer { $numbers } { $n } times, once for each: { $what }. Copy this block.
paper-repeat-answer = Answer { $numbers } as often as answered in { $question }, once for each: { $what }. Copy this block as often as you need it.
paper-repeat-formula = Answer { $numbers } as often as this formula says, once for each: { $what }. The formula: { $formula }
paper-depends = Which of these can be chosen depends on { $questions }.
paper-depends-formula = Not all of these can always be chosen. Those can for which this holds: { $formula }
paper-answers-to = Write one of your answers to { $question }.
paper-in-words = Write the answer in words.
paper-rank = Number these from 1 to { $n }; 1 comes first.
paper-range = From { $start } to { $end }, in steps of { $step }.
paper-day = Year, month, day
paper-month = Year, month
paper-year = Year
paper-time = Hour, minute
paper-day-time = Year, month, day, hour, minute
paper-place = Latitude, longitude
paper-file = Put the picture or file in with these sheets.
paper-answer-to = [answer to { $n }]
paper-computed = [computed]

rule-question = question { $n }
rule-quoted = “{ $text }”
rule-list = { $left }, { $right }
rule-or-last = { $left } or { $right }
rule-and-last = { $left } and { $right }
rule-and = { $left } and { $right }
rule-or = { $left } or { $right }
rule-nested = ({ $rule })
rule-is = { $question } is { $options }
rule-is-not = { $n ->
    [one] { $question } is not { $options }
   *[other] { $question } is neither { $options }
}
rule-has = { $options } is chosen in { $question }
rule-has-not = { $n ->
    [one] { $options } is not chosen in { $question }
   *[other] neither { $options } is chosen in { $question }
}
rule-nor-last = { $left } nor { $right }
rule-only = { $options } alone is chosen in { $question }
rule-only-not = something else than { $options } alone is chosen in { $question }
rule-answered = { $question } is answered
rule-answered-not = { $question } is left empty
rule-ticked = { $question } is ticked
rule-ticked-not = { $question } is not ticked
rule-answer = the answer to { $question }
rule-options = the number of options chosen in { $question }
rule-block = the number of this block
rule-today = the day of answering
rule-equal = { $what } is { $value }
rule-equal-not = { $what } is not { $value }
rule-less = { $what } is less than { $value }
rule-less-not = { $what } is not less than { $value }
rule-at-most = { $what } is at most { $value }
rule-at-most-not = { $what } is not at most { $value }
rule-more = { $what } is more than { $value }
rule-more-not = { $what } is not more than { $value }
rule-at-least = { $what } is at least { $value }
rule-at-least-not = { $what } is not at least { $value }
rule-before = { $what } is before { $value }
rule-before-not = { $what } is not before { $value }
rule-until = { $what } is on or before { $value }
rule-until-not = { $what } is not on or before { $value }
rule-after = { $what } is after { $value }
rule-after-not = { $what } is not after { $value }
rule-from = { $what } is on or after { $value }
rule-from-not = { $what } is not on or after { $value }
rule-formula = this holds: { $formula }
