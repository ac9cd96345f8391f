# What waits for a moderator.

review-title = Review
review-count = { $count ->
    [0] Nothing waits.
    [one] { $count } item waits.
   *[other] { $count } items wait.
}
review-empty-title = Nothing waits for you
review-empty-text = What needs your decision will stand here, the most urgent first.
review-guest-post = Guest's post
review-personal-data-of-others = Somebody else's personal data
review-unread-attachment = A file in it could not be read
review-held-again = Public before; held by a moderator
review-imported = Imported, with somebody else's personal data; public already
review-watched-word = A watched word
review-spam-score = It looks like spam
review-appeal = Appeal against a decision
review-sanction-appeal = Appeal about an account
review-request = Request by somebody who is named
review-new-topic = New topic
review-reply = Reply to a topic
review-finding-is = This is { $kind }; { $whose }.
review-finding-may-be = This may be { $kind }; { $whose }.
review-mine = the author says it is their own
review-other = the author says it is someone else's
review-none = the author says it is no personal data
review-approve = Approve and publish
review-reject = Reject
review-reason-needed = Please give a reason; the author reads it.
review-approved-before = { $name } approved this before you. Your decision changed nothing.
review-rejected-before = { $name } rejected this before you. Your decision changed nothing.
review-decided-before = { $name } decided this before you. Your decision changed nothing.
review-ended-before = This does not wait any more. Your decision changed nothing.
review-changed = This has changed since you opened the page. Please read it again.
review-changed-item = This has changed since you opened the page, or was flagged again. Please read it again.
review-claimed = { $name } is working at this. Your decision changed nothing; what you wrote stands here. To decide it yourself, take it over first.
problem-claimed = Another moderator is working at it. Nothing was decided.
invalid-no-items-chosen = Please tick at least one item.
invalid-too-many-items = Please tick at most 50 items.
done-decided = Done. The decision is recorded.

# What a moderator says about the detector
feedback-title = Feedback on the detector
feedback-lead = How often moderators said that the detector was wrong. Only the number is kept: no text, no post and no name.
feedback-since = Counted since { $date }.
feedback-empty-title = Nothing was said yet
feedback-empty-text = Press "Not personal data" at a finding, or say under a post what was missed. The counts stand here.
feedback-column-kind = Kind
feedback-column-version = Version
feedback-column-missed = Missed
feedback-not-personal = Not personal data
feedback-missed-open = Did the detector miss something?
feedback-kind = What kind was missed?
feedback-hint = It is only counted. The text is not kept, and nobody's text or mark changes.
feedback-missed = You missed this
feedback-kind-needed = Please choose what kind was missed.
done-feedback-counted = Counted. Nobody's text or mark has changed.
done-feedback-gone = The author has changed this post meanwhile, so nothing was counted.
