# How invitations travelled
lineage-title = How the invitations travelled
lineage-text = Those who answer hand invitations on to the next step of the chain. This page tells how many came that way, and nothing of anybody.
lineage-as-of = Counted up to Monday, { $day }. The figures change once a week, for everybody at once.
lineage-nothing = Nothing can be told yet: too few accepted answers came before last Monday.
lineage-coverage = Of ten answers from deployers, services and users, { $n ->
    [0] none
    [one] one
   *[other] about { $n }
} came by an invitation of somebody further up.
lineage-by-role = Accepted answers, by whose they are and how they came
lineage-role = Who answered
lineage-tier = How they came
lineage-tiers = T0: by an open page. T1: by a link for many. T2: by a link for one person. T3: by a link of somebody whose control of the model or service was shown. A dash means that too few came to be told of, or none.
lineage-by-chain = Places in the chain at which answers can be told of
lineage-chain = Place
lineage-above = Hangs on
lineage-depth = Handed on
lineage-submissions = Answers
lineage-more = { $n ->
    [one] One more is in the editions.
   *[other] { $n } more are in the editions.
}
lineage-how = How this is counted
lineage-rule = A place shows only with at least ten answers that are told of for the first time together, by at least three links where people invited each other. Fewer count at the nearest place further up, or wait for another week. Counts are to the nearest 5. So no sum or difference of these figures, of one week or of several, is about fewer than ten people.
lineage-not = These figures describe who was invited and answered. They are no sample of anybody: links travel down the chain by choice.
lineage-study = How the invitations travelled
lineage-own = What came of your invitations
lineage-own-text = Accepted answers by your invitations and by those that were handed on from them, to the nearest 5, counted up to last Monday:
lineage-further-up = Too few have come by your own invitations to be told of. Further up, by invitations of which yours are a part:
lineage-whole = Too few have come by your own invitations to be told of. In the whole study:
lineage-wait = Too few answers have come to be told of. Look again after a Monday.
role-any = everybody
