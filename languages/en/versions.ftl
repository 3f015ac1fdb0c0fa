change-kind-added = new
change-kind-removed = removed
change-kind-renamed = another name
change-kind-moved = place
change-kind-repeated = asked once or repeatedly
change-kind-proxy = answered on behalf of others
change-kind-label = wording
change-kind-hint = hint
change-kind-guidance = guidance
change-kind-required_message = message when it is left open
change-kind-constraint_message = message when an answer is not taken
change-kind-media = picture, sound or film
change-kind-type = type
change-kind-scale = scale
change-kind-list = list of options
change-kind-source = where the options come from
change-kind-option_added = new option
change-kind-option_removed = option removed
change-kind-option_order = order of the options
change-kind-option_label = wording of an option
change-kind-option_media = picture, sound or film of an option
change-kind-option_exclusive = option that stands on its own
change-kind-option_section = heading over an option
change-kind-option_data = further columns of an option
change-kind-randomized = random order of the options
change-kind-relevant = asked if
change-kind-enclosing = asked if, by the groups around it
change-kind-required = must be answered if
change-kind-constraint = answers that are taken
change-kind-calculation = formula
change-kind-trigger = computed when these change
change-kind-default = value at the start
change-kind-read_only = cannot be edited if
change-kind-choice_filter = options that are offered
change-kind-repeat_count = number of repetitions
change-kind-appearance = how it is shown
change-kind-control = size or marks of the field
change-kind-style = style
change-kind-exposure = how far answers may travel
change-kind-policy_question = policy question that it serves
change-kind-instance_name = name of a submission
change-kind-language_added = new language
change-kind-language_removed = language removed
change-kind-language_order = order of the languages
change-kind-default_language = language that stands in for missing texts
change-kind-title = title
change-kind-form_id = identifier of the form
change-kind-author_version = the author’s own version
change-kind-table = table that is looked up

change-effect-breaks_series = breaks the series
change-effect-may_change_answers = may change answers
change-effect-cosmetic = cosmetic

study-changed = How the questionnaires changed:
versions-title = How the questionnaire changed
versions-what = Every version that was ever published, the newest first. Answers stay with the version that they were given to, in its words.
versions-breaks_series = Answers from before and after do not stand in one series.
versions-may_change_answers = People read other words, are asked under other conditions or see the question elsewhere.
versions-cosmetic = Nothing that could change an answer.
versions-version = Version { $n }
versions-first = The first version.
versions-why = Why:
versions-changes = { $n ->
    [one] One change.
   *[other] { $n } changes.
}
versions-breaks = { $n ->
    [one] One of them breaks a series.
   *[other] { $n } of them break a series.
}
versions-whole = The questionnaire as a whole
versions-options = Options
versions-group = A group of questions
versions-file = A file
versions-before = Before:
versions-after = Now:
versions-left_out = { $n ->
    [one] One more change stands in the file changes.csv of every edition.
   *[other] { $n } more changes stand in the file changes.csv of every edition.
}
versions-earlier = Earlier versions
