# The review queue: list, item and claim, several at once, keys.

review-list = What waits
review-away = The connection is gone. What you typed is still here; please try again.
review-narrow = Narrow the list
review-narrow-kind = Kind
review-narrow-board = Board
review-narrow-older = Has waited
review-older-24h = at least a day
review-older-72h = at least three days
review-older-7d = at least a week
review-narrow-mine = Only what I am working on
review-narrow-button = Show
review-narrow-all = Show everything that waits
review-none-title = Nothing like that waits
review-none-text = Something else may: show everything that waits.
review-urgency-urgent = Urgent
review-urgency-soon = Soon
review-urgency-in-turn = In turn
review-line-flags = { $count ->
    [one] { $count } flag
   *[other] { $count } flags
}
review-line-mine = You are working on it
review-line-claimed = { $name } is working on it
review-choose = Tick "{ $title }"
review-neighbours = Items before and after
review-previous = Previous item
review-next = Next item

review-marks = Personal data in it
review-mark-count = { $kind }: { $count }
review-urgency-score = Urgency: { $score }
review-author = The author
review-author-guest = A guest. Nothing is known but what stands above.
review-author-since = Account
review-author-days = { $count ->
    [0] opened today
    [one] opened { $count } day ago
   *[other] opened { $count } days ago
}
review-author-posts = Published posts
review-author-decisions = Decisions against posts
review-author-imposed = Imposed on the account
review-author-sanction = { $kind ->
        [warn] warned on { $day }
        [silence] silenced on { $day }
        [hide-profile] profile hidden on { $day }
        [ask-profile] asked to change the profile on { $day }
       *[suspend] suspended on { $day }
    }
review-author-none = none
review-author-flags = Flags against posts
review-author-flags-are = { $upheld } were acted on, { $dismissed } found no violation
review-earlier = Earlier decisions about this
review-similar = Decided lately, of the same kind and board
review-was-approved = Approved
review-was-masked = Personal data masked, then published
review-was-dismissed = Flags dismissed: it breaks no rule
review-was-rejected = Rejected, hidden, or its owner asked to change it
review-similar-one = { $day }: { $what }

review-claim = Work on it
review-claim-mine = You have it until { $time }.
review-claim-other = { $name } has it until { $time }.
review-claim-over = Take it over
review-claim-release = Give it back
done-review-claimed = You are working on it now. Others see that.
done-review-released = You have given it back.
review-complaint = For a complaint: how and when it reached you
review-decide = Decide
review-mask-all = Mask all of it, for whom it is about
review-mask-words = A reader reported that this is somebody's personal data.
review-undo = Undo my last decision
review-undo-last = Your last decision: { $act }. About:
review-undo-not = It cannot be taken back now.
review-mask-and-publish = Mask the personal data in it, and publish it
review-also-held = It is held for another reason, too, and is published once that is decided as well:
review-elsewhere-against = Against
review-elsewhere-text = What was written stands on a page of its own, where it is answered.
review-elsewhere-open = Read and answer

review-bulk = Decide about what is ticked
review-bulk-title = Decide about several
review-bulk-none-title = Nothing is ticked
review-bulk-none-text = Tick items in the queue, and press the button below the list.
review-bulk-items = { $count ->
    [one] { $count } ticked item
   *[other] { $count } ticked items
}
review-bulk-act = What to do with each
review-bulk-act-approve = Approve, or find no violation
review-bulk-act-reject = Reject, hide, or ask the owner to change it
review-bulk-act-mask = Mask the personal data in it
review-bulk-ground-hint = Needed to reject, hide or mask. Each author is told.
review-bulk-look = Show what this will do
review-bulk-what = What this will do
review-bulk-do = { $act ->
    [approve] { $count ->
        [one] Approve { $count } item
       *[other] Approve { $count } items
    }
    [mask] { $count ->
        [one] Mask what is in { $count } item
       *[other] Mask what is in { $count } items
    }
   *[reject] { $count ->
        [one] Reject or hide { $count } item
       *[other] Reject or hide { $count } items
    }
}
review-bulk-nothing = Nothing can be done with these as they are.
review-bulk-change = Choose something else
review-bulk-told = Done: { $done }. Not done: { $not }.
review-bulk-will-publish = Will be published.
review-bulk-will-wait-on = Is approved, and waits on: it is held for another reason, too.
review-bulk-will-stay = Is public already, and stays so.
review-bulk-will-dismiss = Stays as it is; no violation is found.
review-bulk-will-reject = { $told ->
    [yes] Will be rejected; the author is told.
   *[no] Will be rejected.
}
review-bulk-will-hide = { $told ->
    [yes] Will be hidden; the author is told.
   *[no] Will be hidden.
}
review-bulk-will-remind = The owner will be asked to change it.
review-bulk-will-mask = { $told ->
    [yes] The personal data in it will be masked; the author is told.
   *[no] The personal data in it will be masked.
}
review-bulk-will-mask-and-publish = { $told ->
    [yes] The personal data in it will be masked, and it will be published; the author is told.
   *[no] The personal data in it will be masked, and it will be published.
}
review-bulk-will-together = Is decided with another one of these, about the same post.
review-bulk-done = Done.
review-bulk-changed = It has changed since it was listed, or was flagged again. Please read it again.
review-bulk-cannot = This cannot be done with it now.
review-bulk-unknown = It is not in your queue.
review-bulk-failed = Something went wrong with this one. It waits as before; please try it again.
review-bulk-missing = An item that is gone

review-key-move = Next and previous item
review-key-open = Open the item
review-key-claim = Work on it, or give it back
review-key-against = Reject or hide: to the ground
review-key-mask = Mask all, for whom it is about
review-key-hold = Hold it for another look
review-key-moderate = All that can be done to the post
review-key-elsewhere = Open the page where it is answered
review-key-choose = Tick the item
review-key-narrow = Narrow the list
review-key-close = Leave a field, close this help
review-keys-help = This help
review-keys-off = Turn the keys off
review-keys-on = Turn the keys on
review-keys-are-off = The keys are off, as this page's address says.
