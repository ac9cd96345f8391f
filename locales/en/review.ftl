# What waits for a moderator.

review-title = Review
review-count = { $count ->
    [0] Nothing waits.
    [one] { $count } item waits.
   *[other] { $count } items wait.
}
review-empty-title = Nothing waits for you
review-empty-text = Guests' posts, and posts that publish somebody else's personal data, will stand here, the oldest first.
review-guest-post = Guest's post
review-personal-data-of-others = Someone else's personal data
review-new-topic = New topic
review-reply = Reply to a topic
review-finding = { $kind }: { $whose }
review-mine = the author says it is their own
review-other = the author says it is someone else's
review-none = the author says it is no personal data
review-approve = Approve and publish
review-reject = Reject
review-reason = Reason for rejecting
review-reason-hint = Name the forum rule, such as R3. An author with an account reads this.
review-reason-needed = Please give a reason; the author reads it.
review-approved-before = { $name } approved this before you. Your decision changed nothing.
review-rejected-before = { $name } rejected this before you. Your decision changed nothing.
review-changed = The author has changed this post since you opened the page. Please read it again.
done-decided = Done. The decision is recorded.
