# What everybody reads about moderation: policy, log and figures.
moderation-title = How moderation works
moderation-version = Version of { $version }
moderation-levels-level = Level
moderation-levels-earned = Points needed
moderation-levels-posts = Posts
moderation-levels-topics = Topics among them
moderation-levels-flags = Flags
moderation-levels-links = Links in a post
moderation-levels-any = any number
moderation-levels-off = The city has turned these limits off.
moderation-act = What was done
moderation-kind = Why it waited
moderation-outcome = Outcome
moderation-times = { $count ->
    [one] once
   *[other] { $count } times
}
moderation-ground = { $ground ->
        [consent] with the author's consent
        [circumstance-1] an investigation
        [circumstance-2] a violation of the rules
        [circumstance-3] the efficiency of the site
        [circumstance-4] a complaint
        [reason] for a reason
       *[review] a moderator looked at it
    }
moderation-log-title = Moderation log
moderation-log-of = Moderation in { $month }
moderation-log-lead = What moderators did each month, on which ground and on which board, and what became of appeals.
moderation-log-how = It names nobody: no author, no moderator, no title, no words and no day, because a board and a day could tell whose post it was. Equal acts stand together, not in the order of time. Boards, and what became of appeals, are told once a month is over. When each act was done the register says, without the board:
moderation-log-all = Show all
moderation-log-open = This month is not over. Boards, and what became of appeals, stand here when it is: who looked every day would otherwise learn the day. If you choose a board, you see months that are over.
moderation-log-early = No month is over yet
moderation-log-early-text = What was done on a board stands here once its month is over. To see this month, choose no board.
moderation-log-none = Nothing of this kind was done in this month
moderation-log-none-text = Choose something else, or look at an earlier month.
moderation-log-empty = Moderators have done nothing yet
moderation-log-empty-text = What they decide will stand here, by the month.
moderation-log-newest = Newest month
moderation-log-older = Earlier month
moderation-feed-link = Follow as a feed (Atom)
moderation-figures-title = Moderation in figures
moderation-figures-lead = What waits for moderators, how long it takes them, and what they decide.
moderation-figures-nobody = Nothing here is counted by moderator, and nobody sees such figures.
moderation-figures-of = The figures below are of { $month }, which has closed.
moderation-figures-address = Lasting address of this month
moderation-waiting = Waiting now
moderation-waiting-text = { $count ->
    [0] Nothing waits at this moment.
    [one] { $count } item waits at this moment.
   *[other] { $count } items wait at this moment.
}
moderation-waiting-oldest = { $days ->
    [0] The oldest has waited less than a day.
    [one] The oldest has waited { $days } day.
   *[other] The oldest has waited { $days } days.
}
moderation-requests = Requests of people who are named, for the privacy officer
moderation-waiting-none = When something waits, how long the oldest has waited stands here.
moderation-column-waiting = Waiting
moderation-decided = Decided, and how soon
moderation-decided-text = About { $count } items were decided. The median time until the decision was { $hours }.
moderation-decided-few = Under ten items were decided, or the figure is not shown.
moderation-decided-before = In this month it was not counted yet.
moderation-decided-note = Each item counts as one person. Figures are rounded to the nearest five, and kinds under ten are not shown. The median time is of the kinds that are shown.
moderation-column-decided = Decided
moderation-column-hours = Median time until the decision
moderation-hours = { $hours ->
    [0] under an hour
    [one] { $hours } hour
   *[other] { $hours } hours
}
moderation-done = What was done, and on which ground
moderation-done-text = { $count ->
    [0] Moderators did nothing in this month.
    [one] Moderators acted { $count } time.
   *[other] Moderators acted { $count } times.
}
moderation-done-note = As the moderation log lists it.
moderation-column-times = How often
moderation-appeals-upheld = Granted: the decision was undone
moderation-appeals-refused = Refused: the decision stands
moderation-appeals-text = { $count } appeals were decided; { $percent } percent of them were granted.
moderation-appeals-few = { $count ->
    [0] No appeal was decided.
    [one] { $count } appeal was decided.
   *[other] { $count } appeals were decided.
} Of under ten no share is given.
moderation-appeals-note = Whoever made a decision does not decide about the appeal against it.
moderation-appeals-hours-note = The appeal in the middle was answered after { $hours }. Whoever made a decision does not decide about the appeal against it.
statistics-review-guest-post = Guests' posts
statistics-review-first-post = Posts of accounts that are new or have little trust
statistics-review-personal-data-of-others = Posts with somebody else's personal data
statistics-review-unread-attachment = Posts with a file that could not be read
statistics-review-publication = Suggestions to be published
statistics-review-found-again = Posts in which a newer detector found something
statistics-review-imported = Imported posts with somebody else's personal data
statistics-review-held-again = Public posts that a moderator held, and new words in hidden profiles
statistics-review-watched-word = Posts with a watched word
statistics-review-spam-score = Posts that look like spam
statistics-review-flag = What readers flagged
