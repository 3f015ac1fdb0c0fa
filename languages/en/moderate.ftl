moderate-queue-title = Waiting for a decision
moderate-decided-title = Decided lately
moderate-lists = Lists
moderate-pages = Pages
moderate-tab-waiting = Waiting
moderate-tab-decided = Decided lately
moderate-study = Study
moderate-questionnaire = Questionnaire
moderate-answered-in = Answered in
moderate-all = all
moderate-filter = Show
moderate-waiting = { $n ->
    [one] { $n } submission waits.
   *[other] { $n } submissions wait.
}
moderate-waiting-more = More than { $n } submissions wait.
moderate-none-waiting = Nothing waits here. New submissions appear as people send them.
moderate-none-decided = Nothing has been decided here yet.
moderate-begin = Begin with the oldest
moderate-corrected = corrected
moderate-next-page = Next page
moderate-oldest = Back to the oldest
moderate-latest = Back to the latest

moderate-back = Back to the queue
moderate-skip = Leave it and go to the next
moderate-submitted = Submitted
moderate-version = Version of the questionnaire
moderate-revision = Revision
moderate-state = State
moderate-state-waiting = waiting
moderate-state-withdrawn = withdrawn
moderate-superseded = The author has sent a newer revision. Only the newest one can be decided on.
moderate-to-newer = Go to the newest revision
moderate-withdrawn = The author has withdrawn these answers. They are deleted, and nothing is left to decide.
moderate-free-text = In their own words
moderate-free-text-hint = Look here for names, telephone numbers, addresses and other traces of a person.
moderate-answers = Answers
moderate-skipped = skipped
moderate-see-free-text = in their own words, above
moderate-ticked = confirmed
moderate-not-asked = { $n ->
    [one] { $n } question not asked
   *[other] { $n } questions not asked
}
moderate-history = What was decided so far
moderate-on-another-revision = on revision
moderate-by-you = by you
moderate-by-another = by another moderator
moderate-by-command = by a command

moderate-verdict-accept = accepted
moderate-verdict-return = returned
moderate-verdict-reject = rejected
reason-in_order = in order
reason-test_or_empty = a test, or empty
reason-duplicate = sent before
reason-off_topic = not about the study
reason-illegible_or_nonsense = illegible or nonsense
reason-abuse = abusive
reason-personal_data = holds personal data
reason-automated = written by a program
reason-needs_detail = needs more detail
reason-contradictory = contradicts itself
reason-wrong_release = about another model release

moderate-decide = Decide
moderate-decide-again = Decide again
moderate-verdict = Verdict
moderate-choose-accept = Accept: it enters the record
moderate-choose-return = Return: the author may correct it
moderate-choose-reject = Reject: it stays out of the record
moderate-reason = Reason
moderate-reason-hint = Needed for returning and rejecting. The author sees it.
moderate-note = Note to the author
moderate-note-hint = Optional, at most { $n } characters. The author reads it under the receipt code; do not put anything confidential here.
moderate-decide-button = Decide and go to the next
moderate-look-at-form = Nothing is decided yet
moderate-fault-verdict = Choose a verdict.
moderate-fault-reason = Choose a reason.
moderate-fault-other-verdict = This reason belongs to another verdict.
moderate-fault-note = The note is too long.
moderate-just-accept = Accepted.
moderate-just-return = Returned to its author.
moderate-just-reject = Rejected.
moderate-look-again = Look at it again
moderate-conflict-title = Your decision was not taken
moderate-conflict-decided = Somebody decided on this submission while you were reading. The page now shows what was decided, and when. What you chose is kept below: send it again only if you want to overrule that decision.
moderate-conflict-withdrawn = The author has just withdrawn the answers.
moderate-conflict-superseded = The author has just sent a newer revision. Please decide on that one.
moderate-conflict-imported = This submission was imported. It has no author who could correct it, so it cannot be returned: accept or reject it.

moderate-tab-names = Names of models
names-title = Names of models in people's own words
names-what = Whoever finds no model in the list types its name. Say here which one is meant: it holds for all who typed the same in the study, now and later. Their answers stay as they are.
names-none = Every name that was typed has its model.
names-times = { $n ->
    [one] typed once
   *[other] typed { $n } times
}
names-search = Search for
names-means = It means
names-nothing-near = No model of a similar name is known. Search for another name, or leave it until the registry knows it.
names-reason = How you know (may stay empty)
names-match = This is meant
names-first = Back to the most frequent
names-older = Found before these
names-matched = Found lately
names-see-release = The model
names-undo = It does not mean this
names-undo-reason = Why it does not
names-decided = Somebody else decided on this name meanwhile. It is shown as it stands now.
names-no-release = Choose one of the models.
names-no-reason = Say why, so that others can follow.
