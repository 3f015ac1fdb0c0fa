consent-minutes = { $n ->
    [one] about one minute
   *[other] about { $n } minutes
}
consent-minutes-between = { $least } to { $n } minutes
consent-pages = { $n ->
    [one] one page
   *[other] up to { $n } pages
}
consent-before = Before you begin
consent-facts = Who asks, and what becomes of your answers
consent-controller = Responsible
consent-contact = Contact
consent-sponsor = Paid by
consent-purpose = Purpose
consent-categories = What is stored
consent-recipients = Who sees it
consent-retention = How long
consent-rights = Your rights
consent-ethics = Ethics review
consent-boxes = What do you agree to?
consent-boxes-hint = Only the first box is needed. You can withdraw at any time.
consent-optional = (optional)
consent-missing = Please tick this box if you want to take part.
consent-missing-title = Without this we may not ask you anything
consent-language = In which language do you want to answer?
consent-language-hint = You can change it on every page; nothing is lost.
consent-begin = Begin
consent-decline = No, thank you

answer-place = Page { $n } of { $of }
answer-progress = Progress
answer-code = Receipt code
answer-keep-code = Keep your receipt code:
answer-come-back = Write it down or take a picture. With it you can go on later or on another device, see what became of your answers, and take them back. It cannot be sent to you again.
answer-required = (required)
answer-required-legend = Questions marked “required” need an answer. All others may be left empty.
answer-new = new
answer-fresh = Because of your answers, there is more on this page now. What is new is marked.
answer-guidance = More about this question
answer-choose = Choose …
answer-none = No answer
answer-alone = (on its own)
answer-up-to = Up to { $n } characters
answer-range = From { $start } to { $end }
answer-add = Add: { $what }
answer-remove = Remove: { $what } { $n }
answer-instance = { $what } · { $n }
answer-less = Less
answer-more = More
answer-slider = Slider for this number
answer-masked = What you type is hidden on the screen. It is stored like every other answer.
answer-month = Year and month, as in 2026-03
answer-year = A year, as in 2026
answer-quick = Choosing an option leads on to the next page.
answer-release-how = Type a name, a filing number or the address on a hub. It need not be spelt right.
answer-release-label = Name of the model
answer-release-find = Find
answer-release-keep = None of these. Keep what I typed:
answer-release-keep-only = Keep what I typed:
answer-release-none = No model of a similar name is known here. What you typed will do.
answer-search = Search
answer-search-label = Search in the options
answer-search-none = No option holds these words. Try fewer letters.
answer-search-found = { $n ->
    [one] One option holds these words.
   *[other] { $n } options hold these words.
}
answer-search-more = { $n ->
    [one] One more option is not shown. Search to find it.
   *[other] { $n } more options are not shown. Search to find them.
}
answer-added = { $n ->
    [one] One question was added.
   *[other] { $n } questions were added.
}
answer-removed = { $n ->
    [one] One question was removed.
   *[other] { $n } questions were removed.
}
answer-off = You are not connected. Your answers stay on this page and are sent when you press the button below.
answer-next = Save and go on
answer-back = Back
answer-send = Send answers
answer-check = Look at everything first
answer-saved = Each button saves this page. Nothing counts as sent until you press “Send answers”.
answer-faults = { $n ->
    [one] One answer needs another look
   *[other] { $n } answers need another look
}

fault-required = Please answer this question.
fault-not-a-number = Please write a number.
fault-not-whole = Please write a whole number, without a decimal point.
fault-too-many-digits = Please use at most { $n } digits.
fault-out-of-range = Please give a number from { $start } to { $end }.
fault-off-step = Please count from { $start } in steps of { $step }.
fault-unknown-choice = “{ $name }” is not one of the options. Please choose again.
fault-only-one-choice = Please choose only one option.
fault-exclusive-choice = “{ $label }” stands on its own. Please choose either that or the others.
fault-rank-incomplete = Please give every option a position, or none.
fault-rank-repeated = Please give each position only once.
fault-not-a-date = Please give a date, such as 2026-03-01.
fault-not-a-time = Please give a time, such as 14:30.
fault-not-a-date-time = Please give a date and a time.
fault-not-an-acknowledgement = Please tick the box or leave it empty.
fault-too-long = Please use at most { $n } characters.
fault-unreadable = This contains signs that cannot be stored. Please remove them.
fault-constraint = This answer does not fit the question. Please check it.

send-title = Check and send
send-text = You can still change everything. When you send your answers, a moderator reads them.
send-answered = { $n } answered
send-open = { $n } empty

too-young-title = Here the questions end
too-young-text = This study is not for your age group. Nothing that you entered has been stored.

code-title = Your receipt
code-text = With your receipt code you can go on with your answers, see what became of them, get a copy, or take them back.
code-hint = Twelve letters and digits, as in 7QK2-M9XF-3TZA. Capitals and dashes do not matter.
code-show = Show
code-empty = Please enter your receipt code.
code-mistyped = This is not a receipt code: a letter or digit is wrong or missing. Please compare it with what you wrote down.
code-unknown = Nothing is stored under this code. It may belong to another site, or a draft that was deleted because nobody went on with it.

receipt-title = Receipt
receipt-title-draft = Not sent yet
receipt-title-waiting = Thank you. Your answers have arrived
receipt-title-accept = Your answers are part of the record
receipt-title-reject = Your answers were not taken into the record
receipt-title-return = A moderator has a question
receipt-title-withdrawn = Withdrawn
receipt-code = Your receipt code
receipt-keep = Write it down, take a picture or print this page. It is the only way back to your answers, and we cannot send it again.
receipt-status-draft = draft
receipt-status-waiting = waiting for a moderator
receipt-status-accept = accepted
receipt-status-reject = not accepted
receipt-status-return = returned to you
receipt-status-withdrawn = withdrawn
receipt-text-draft = Last saved on { $on }. You can go on where you stopped.
receipt-text-waiting = Next, a moderator reads your answers and decides whether they enter the record. Come back with your code to see the decision.
receipt-text-accept = A moderator accepted them on { $on }. They will be in the next edition of the data, as far as you agreed to that.
receipt-text-reject = A moderator decided so on { $on }. Your answers are in no edition of the data.
receipt-text-return = On { $on } a moderator sent your answers back to you, so that you can correct or complete them.
receipt-text-withdrawn = Your answers were deleted on { $on } and will be missing from the next edition of the data.
receipt-reason = Reason:
receipt-note = The moderator writes:
receipt-continue = Go on with your answers
receipt-submitted = Sent on
receipt-revision = { $n ->
    [one] first version
   *[other] corrected, version { $n }
}
receipt-consent = You agreed to
receipt-copy = Your answers
receipt-copy-hint = This is everything that is stored of what you answered. You can print it.
receipt-withdraw = Withdraw my answers
receipt-withdraw-hint = You need not give a reason.

withdraw-title = Withdraw your answers?
withdraw-text = Your answers are deleted at once and will be missing from the next edition of the data. An edition that is already published is replaced by a corrected one. Copies that others have downloaded cannot be called back. This cannot be undone.
withdraw-draft-text = Your draft is deleted at once. Nothing of it is kept. This cannot be undone.
withdraw-button = Yes, delete my answers
withdraw-keep = No, keep them
withdraw-done-title = Your answers are deleted
withdraw-done-text = They were deleted just now and will be missing from the next edition of the data.

problem-no-such-code-title = Nothing is stored under this code
problem-no-such-code-text = The code may be mistyped, the draft may have been deleted because nobody went on with it, or it was withdrawn.
problem-study-closed-title = This study takes no answers at present
problem-study-closed-text = It has not begun yet or is over. What was saved before is kept until the operator deletes old drafts.
problem-draft-changed-title = Your answers were changed elsewhere
problem-draft-changed-text = Another window or device saved the same answers at the same moment. Go back, reload the page and look again; what was saved last is kept.
problem-withdrawn-title = These answers were withdrawn
problem-withdrawn-text = Nothing of them is kept, so there is nothing to change. You are welcome to answer again.
problem-faulty-title = Some answers need another look
problem-faulty-text = Nothing was sent. Go back and check the answers that are marked.
