hop-noticed = Noticed
hop-told_service = The service was told
hop-told_deployer = The deployer was told
hop-told_publisher = The publisher was told
hop-acknowledged = The publisher answered
hop-resolved = Resolved

news-reports = { $n ->
    [one] { $n } report
   *[other] { $n } reports
}
news-no-problem = A report
news-unknown = not as far as is known
news-made = yes
news-by = by { $day } at the latest
news-days-after = { $n ->
    [one] { $n } day after it was noticed
   *[other] { $n } days after it was noticed
}
news-days-after-at-most = { $n ->
    [one] at most { $n } day after it was noticed
   *[other] at most { $n } days after it was noticed
}
news-no-reply = The publisher has not answered.
news-earlier-replies = Earlier answers of the publisher
news-other-language = The publisher wrote nothing in English.
news-outcome-wait = The publisher is looking at it
news-outcome-expl = The publisher explains
news-outcome-work = The publisher names a way around it
news-outcome-fixed = The publisher says that it is fixed
news-outcome-newver = The publisher says that it is fixed in a new version
news-outcome-refused = The publisher will not change it

moderate-tab-issues = Issues
issues-title = Issues
issues-what = Every accepted report is an issue of its own until somebody says that several are the same.
issues-none = Nothing has been reported yet, or no report has been accepted.

issue-back = Back to the issues
issue-not-done = This was not done
issue-fault-reason = Say why, in at most 500 characters.
issue-fault-moved = The reports of this issue have changed meanwhile. Look at them again.
issue-fault-answered = The publisher of this release has answered. Split off the reports that are about another one, and name that there.
issue-fault-join = Choose another issue of the same study and the same release. If they are about one release, say so on both first.
issue-fault-split = Choose the reports that go. At least one must go, and one must stay.
issue-fault-undo = The reports have gone elsewhere since, so this can no longer be undone.
issue-fault-embargo = Choose a day to come, within a year.
issue-fault-day = Give a day that is not in the future.
issue-fault-release = Name a release as the registry does: model/release.
issue-fault-hop = Choose a step.
issue-joined-to = The reports of this issue were joined to
issue-other = another issue
issue-release = Release
issue-opened = Opened
issue-embargo = Security flaw
issue-embargoed = kept back
issue-embargo-until = until { $day }: only moderators and the publisher know of it.
issue-course = How far the news got
issue-report = Report { $n }
issue-share = May be used
issue-sent = Sent
issue-noticed = Noticed
issue-told = Told before
issue-told-first = somebody first on { $day }
issue-words-wait = The reporter agrees to being quoted. The words are shown to others once you say that they tell who nobody is.
issue-words-pass = The words are shown to others, without a name.
issue-pass-words = The words tell who nobody is
issue-hold-words = Hold the words back
issue-words-fine = Read: the words tell who nobody is.
issue-words-held = Read again: the words are held back.
issue-replies = Answers of the publisher
issue-same = The same as another issue?
issue-same-what = Suggested are reports with like words about the same release or the same problem, in either language. Reports of the same thing in two languages are not found this way.
issue-same-none = No other report is worded like these.
issue-suggestions = Suggestions
issue-likeness = { $percent } % alike
issue-look = Look at it
issue-join-address = Or the address of another issue
issue-join = Join to the one chosen
issue-reason = Reason
issue-split = Split this issue
issue-split-which = Reports that go to a new issue
issue-split-button = Split
issue-hop = Record a step
issue-hop-which = Step
issue-hop-day = Day
issue-hop-day-hint = Leave it empty to say that the step was not made.
issue-hop-button = Record
issue-name-release = Say which release it is about
issue-release-address = Release in the registry
issue-release-hint = As in the address of its page: model/release. Leave it empty if it is none of the registry.
issue-release-button = Keep
issue-keep-back = Security flaw
issue-keep-back-what = What is kept back appears on no public page and in no file. The publisher sees it as far as its reporters allow.
issue-keep-until = Keep back until
issue-keep-button = Keep back
issue-lift-button = Keep back no longer
issue-history = What was done
issue-by-itself = by itself
issue-undo = Undo
issue-entry-came = { $n ->
    [one] { $n } report came from
   *[other] { $n } reports came from
}
issue-entry-left = { $n ->
    [one] { $n } report went to
   *[other] { $n } reports went to
}
issue-entry-came-back = Undone: { $n ->
    [one] { $n } report came back from
   *[other] { $n } reports came back from
}
issue-entry-went-back = Undone: { $n ->
    [one] { $n } report went back to
   *[other] { $n } reports went back to
}
issue-entry-embargoed = Kept back as a security flaw until { $day }
issue-entry-lifted = No longer kept back
issue-entry-release = About the release { $release }
issue-entry-no-hop = Not made: { $hop }
issue-entry-words = The words of report { $n } may be shown
issue-entry-no-words = The words of report { $n } are held back

receipt-course = How far the news got
receipt-seen = The publisher of the release can see this report since { $day }, as far as you allow.
receipt-not-seen = The publisher does not see this report: nobody has shown yet that the release is theirs, or you keep the report to the moderators.
receipt-replies = The publisher's answer

claim-issues = What is reported of the release
claim-issues-text = You see the reports that moderators accepted, as far as each reporter allows, and answer once for all who reported the same.
claim-issues-go = Reports and answers
claim-issues-what = Each report is shown as far as its reporter allows. What the moderators alone may see is not here. Nothing says by which invitation a report came.
claim-issues-none = Nothing has been reported that may be passed on to you.
reply-embargo = A security flaw: nobody but you and the moderators knows of it until { $day }, or until you say that it is fixed.
reply-alleged = Reports are allegations of those who sent them. Moderators have read them, but have not examined whether they are true.
reply-title = Your answer
reply-once = Your answer is shown to every reporter of this issue under the receipt code, and on the page of the release.
reply-again = Another answer takes the place of the one above, which stays to be seen.
reply-enough = { $n } answers were given, which is the most for one issue. The last one stands.
reply-outcome = What becomes of it?
reply-wait = We are looking at it
reply-expl = This is why it is so
reply-work = This is a way around it
reply-fixed = It is fixed
reply-newver = It is fixed in a new version
reply-refused = We will not change it
reply-english = In English
reply-chinese = In Chinese
reply-hint = At most { $n } characters in each language. One may be empty; readers are then told so.
reply-button = Answer
reply-fault-outcome = Choose what becomes of it.
reply-fault-words = Write something in at least one of the two languages.
reply-fault-long = Please use at most 4,000 characters in each language.

reported-title = What is reported
reported-alleged = These are allegations of people who reported them and agreed to their publication. Moderators have read them, but have not examined whether they are true. The publisher can answer beside them.
reported-none = Nothing has been reported that may be published.
reported-problem = Alleged: { $problem }
reported-replies = What the publisher answers
reported-figures = Reports that were accepted until last Monday, to the nearest 5. A problem is named from ten reports on.
reported-other-problems = Other problems, or none named
reported-times = { $n } reports
reported-all = All that is reported, and the answers
reported-no-more = There is nothing older.

clock-title = How far news gets
clock-what = An issue that somebody notices has a way to go before whoever could mend it knows of it. This page tells how many issues get how far, how long that takes, and by which routes.
clock-none = Nothing has been counted for this week yet.
clock-as-of = The state of Monday, { $day }, 00:00 UTC. It changes once a week, for everybody at once.
clock-issues = Issues counted:
clock-few = fewer than 10
clock-too-few = That is too few to tell anything about them.
clock-not-watched = not known yet
clock-less-than-half = less than half so far
clock-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
clock-drawing = Issues in a hundred to which it has happened, by days since they were noticed
clock-drawing-same = The same figures stand in the table below.
clock-axis = days since noticing
clock-hops = By step
clock-hop = Step
clock-came = Issues that got so far or farther
clock-lost = Lost since the step before
clock-30 = Within 30 days
clock-90 = Within 90 days
clock-median = Median time
clock-routes = By route
clock-route = Told by
clock-told = Issues
clock-answered-30 = Answered within 30 days
clock-answered-90 = Answered within 90 days
clock-promise = Promised and kept
clock-promised = { $n ->
    [one] Publishers are asked to answer within { $n } day of being told.
   *[other] Publishers are asked to answer within { $n } days of being told.
}
clock-kept = Answered in time
clock-overdue = Overdue, or answered late
clock-first-reply = Median time to the first answer
clock-how = How this is counted
clock-how-issues = These are counts of issues, not of harm. An issue is one or several accepted reports of the same thing; wishes and praise are not counted. Whoever reports chose to do so, so these figures describe what is reported here and nothing else.
clock-how-days = Days are those that reporters gave, the publisher's answers on this site, and what moderators recorded. Reporters name all routes but only one day: that of telling somebody first.
clock-how-latest = Where several were told, the last day on which it can have been is taken: that of the report.
clock-how-open = Times are estimated by Kaplan and Meier: issues to which it has not happened count until the last day on which that is known. Whom reporters told is known until they reported.
clock-how-lost = Lost are issues that got to the step before, or past it, and no farther.
clock-how-few = Nothing is told of fewer than 10 issues; counts are rounded to 5 and shares to 5 in a hundred. Security flaws that are kept back are not counted.
clock-how-questionnaires = Questionnaires also ask by which routes problems were reported. Their answers carry no days, so they are not part of these figures. They are in the data:
study-clock = How far news of issues gets

handing-title = Hand it over to others
handing-what = These are files for you to send, if you wish. Nothing is sent from here. What nobody here knows is left as a marked blank.
handing-incident-database = Submission to the AI Incident Database (JSON)
handing-flaw-report = AI flaw report (JSON)
handing-ai-act = Complaint of a downstream provider to the EU AI Office, Article 89(2) of the AI Act
handing-complaint-en = Letter of complaint to the service, in English
handing-complaint-zh = Letter of complaint to the service, in Chinese
