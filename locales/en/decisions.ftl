# The reasons of decisions, and what becomes of decisions later.

reasons-short = Reasons of decisions
reasons-title = Reasons of decisions
reasons-lead = Moderators choose one of these when they decide. The author reads it in their own language, before what the moderator adds. A decision keeps the words as they stood that day.
reasons-empty-title = No reasons yet
reasons-empty-text = As long as there are none, moderators write the reason of each decision themselves.
reasons-retired = Not offered any more
reasons-every = For every decision
reason-act = { $act ->
        [reject] Reject
        [hide] Hide
        [mask] Mask
        [take-out] Take words out
        [hold] Hold
        [warn] Warn
        [silence] Silence
        [suspend] Suspend
        [pin] Pin or unpin
        [lock] Lock or open again
        [move] Move
        [tag] Tag
        [split] Split
        [merge] Merge
        [restore] Restore
        [undo] Take a decision back
        [end] End a silence or a suspension
       *[other] Something else
    }
reason-new = Add a reason
reason-edit = Change a reason
reason-zh = Words in Chinese
reason-en = Words in English
reason-hint = A few words, such as: nothing to do with the topic. Authors read them.
reason-acts = What it can be given for
reason-acts-hint = Tick none for every decision.
reason-position = Place in the list
reason-position-hint = A number from 0 to { $max }; the lowest stands first.
reason-spam = It says that a text is spam
reason-spam-hint = What is rejected or hidden for it teaches what spam looks like here.
reason-retired = Do not offer it any more
reason-retired-hint = Earlier decisions keep its words.
reason-save = Save the reason
reason-changed = Somebody else changed this reason meanwhile. Your words are still here; save them once more to put them in the other's place.
done-reason-kept = The reason was saved.
invalid-reason-taken = There is a reason of these words already.
invalid-reason-position = Please give a number from 0 to 1000.
decision-reason = Reason
decision-reason-hint = From the city's list; the author reads it in their own language. What you write below stands after it and, but for a complaint, may be left empty.
decision-reason-needed = Please choose a reason from the list. Nothing was changed.
because-chosen-hint = From the city's list; whom it concerns reads it in their own language. You can choose one, write below, or do both.
decision-without-words = No reason in words was given.
decision-undone = Taken back
undo-why = Why it is taken back
undo-why-hint = The author reads it. If you choose and write nothing, the reason that the city's list keeps for this is given.
undo-why-untold = It stands sealed in the register, and the author does not read it. What is looked at waits for review again.
undo-do = Take the decision back
undo-newer = A newer decision about this post stands on this one. Take that one back first. Nothing was changed.
undo-changed = The author has changed this post since. Please look at it as it is now and decide anew. Nothing was changed.
undo-appealed = The author has appealed against this decision; somebody else decides about it. Nothing was changed.
undo-gone = The original is kept no longer, so that nothing can be put back. Nothing was changed.
undo-not-now = This decision cannot be taken back here: a second person approved it, the privacy officer made it, it brought a post back (which is hidden again by a decision of its own), or what it was about is gone. Nothing was changed.
undo-own = You wrote this yourself; somebody else decides about it. Nothing was changed.
done-undone = The decision was taken back. That is recorded, and the author was told.
done-reopened = The decision was taken back, and that is recorded. What it was about waits in the queue again.
problem-newer-decision = A newer decision about this post stands on this one. Nothing was changed.
problem-appealed = The author has appealed; somebody else decides. Nothing was changed.
problem-original-gone = The original is kept no longer. Nothing was changed.
restore-why = Why it comes back
restore-why-hint = The author reads it. The decision that hid it stays in the register; to take that back, use the button beside it.
appeal-due = You get an answer by { $due } at the latest.
appeal-due-label = To be answered by
mail-review-appeals-subject = { $appeals ->
        [one] An appeal is to be answered
       *[other] { $appeals } appeals are to be answered
    }
mail-review-appeals-why = { $city } reminds you as a moderator: { $appeals ->
        [one] one appeal that you can decide is to be answered today or was to be answered before.
       *[other] { $appeals } appeals that you can decide are to be answered today or were to be answered before.
    } You get this mail at most once a day.
mail-review-appeals-left = { $city } reminds you as an administrator: { $appeals ->
        [one] one appeal is to be answered today or was to be answered before, and no moderator may answer it.
       *[other] { $appeals } appeals are to be answered today or were to be answered before, and no moderator may answer them.
    } Whoever decided answers no appeal against it, and moderators answer none about accounts of the city's staff, about an investigation, or about what the privacy officer decided. You get this mail at most once a day.
mail-review-appeals-button = To the appeals
