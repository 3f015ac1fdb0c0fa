editions-title = Editions
editions-what = An edition is a numbered, frozen data set of accepted submissions. It never changes: a withdrawal makes a revision, such as 1.1, which then takes its place.
editions-none = There is no edition yet.
edition-name = Edition { $number }
edition-number = Edition
edition-profile = Who may read it
edition-profile-public = public
edition-profile-restricted = researchers with an account
edition-submissions = Submissions
edition-days = Submitted
edition-sealed = Sealed
edition-control = Disclosure control
edition-control-text = { $n ->
    [0] No values were withheld: every combination of identifying answers is shared by at least { $k } submissions.
    [one] In one submission the identifying answers are withheld (.w), because fewer than { $k } submissions share them.
   *[other] In { $n } submissions the identifying answers are withheld (.w), because fewer than { $k } submissions share them.
}
edition-files = Files
edition-file = File
edition-rows = Rows
edition-size = Size
edition-check = To check that nothing was changed on the way:
edition-cite = How to cite
edition-read = How to read
edition-read-text = README.md has lines to read the files in R, pandas, Stata, SPSS and Excel; codebook.csv explains every column. An empty cell was not asked; .s was skipped; .d do not know; .r prefer not to say; .n not applicable; .w withheld.
edition-cautions = What these data cannot say
edition-cautions-text = People chose to take part, so the data describe those who did: no margin of error, no shares of a population, no rates of incidents. What somebody reports is an allegation. Answers that a publisher gave for its users are marked and must not be averaged with the users' own.

research-title = Editions for researchers
research-none = Your account does not cover any study yet.
research-orders = Orders
research-order-waiting = being built; this page loads itself again
research-submissions = { $n ->
    [one] one submission
   *[other] { $n } submissions
}
research-build = Build the next edition
research-build-public = for everybody: safe columns only, small groups protected
research-build-restricted = for researchers with an account: free text too
research-build-now = Build
research-order-failed = could not be built; the operator’s log says why
