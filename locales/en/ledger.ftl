# The public register, grounds and statements.
ledger-title = Register of decisions
ledger-lead = Everything that was done here to somebody's words or data, and on which ground. It names nobody.
ledger-empty-title = Nothing was done yet
ledger-empty-text = When somebody's words or data are touched, what was done and on which ground stands here.
ledger-number = No. { $number }
ledger-act = { $act ->
        [post-approved] A post was approved
        [flags-dismissed] Flags were looked at; no rule was broken
        [flags-reopened] That flags broke no rule was taken back; they wait again
        [review-reopened] An approval was taken back; what is public is looked at again
        [post-rejected] A post was rejected
        [post-hidden] A post was hidden
        [post-masked] Personal data in a post was masked
        [post-edited] A moderator took words out of a post
        [post-restored] A post was restored: public again, or with its words back
        [post-held] A public post was held for review
        [post-waits-again] An approval was taken back; the post waits for review again
        [decision-undone] A moderator's decision about a post was taken back
        [profile-reminded] Somebody was asked to change their profile
        [reminder-undone] That somebody was asked to change their profile was taken back
        [profile-hidden] What somebody says of themselves in their profile was hidden
        [appeal-granted] An appeal was granted
        [appeal-refused] An appeal was refused
        [disclosed] Personal data was provided to a third party
        [erased] Personal data was erased
        [restricted] A file was restricted
        [official-answer] An office answered in the forum
        [topic-pinned] A topic was pinned
        [topic-unpinned] A topic's pin was taken away
        [topic-locked] A topic was locked
        [topic-unlocked] A topic was unlocked
        [topic-moved] A topic was moved to another board
        [topic-split] Answers were split off into a topic of their own
        [topic-merged] Two topics were merged
        [topic-tagged] A topic's tags were changed
        [board-added] A board was added
        [board-changed] A board was changed
        [board-ordered] A board was moved up or down
        [board-archived] A board was archived
        [board-unarchived] A board was taken out of the archive
        [board-undone] A change of a board was taken back
        [organisation-added] Something was added to the city's organisation
        [organisation-changed] Something in the city's organisation was changed
        [organisation-retired] Something in the city's organisation was retired
        [organisation-restored] Something in the city's organisation was taken up again
        [organisation-removed] Something was removed from the city's organisation
        [mail-retried] A mail that had not left was tried again
        [mail-redirected] A mail to an office was sent to another address of an office
        [mail-given-up] A mail that had not left was given up
        [mail-placed] A mail that came in was put into a case
        [mail-discarded] A mail that came in was discarded
        [account-warned] An account was warned
        [account-silenced] An account was silenced
        [account-suspended] An account was suspended
        [sanction-ended] A silence or a suspension was ended early, or a profile is hidden no more
        [sanction-withdrawn] What was imposed on an account was taken back
        [sanction-appealed] Somebody appealed against a decision about their account
        [watched-changed] The watched words were changed
        [token-made] Somebody who works for the city made a token for a program
        [token-ended] A token of somebody who works for the city was ended
        [page-added] A page of the city's own was begun
        [page-changed] A page of the city's own was changed
        [page-published] A version of a page of the city's own was published
        [page-withdrawn] A page of the city's own was withdrawn
        [page-restored] An earlier version of a page of the city's own was taken up again
        [audit-exported] The city's records of its own acts were taken out as a file
        [setting-changed] A setting was changed
        [setting-undone] A change of a setting was taken back
        [webhook-added] An endpoint of webhooks was added
        [webhook-changed] An endpoint of webhooks was changed
        [webhook-removed] An endpoint of webhooks was removed
        [policy-published] A version of the privacy policy was published
        [open-data-made] The anonymous open data was made
        [payloads-erased] What lay sealed beside entries was erased
       *[other] Something else
    }
ledger-ground = { $ground ->
        [consent] With the consent of whom it belongs to, or by the published retention schedule.
        [circumstance-1] Circumstance (1): an investigation by a legal institution, approved by a second person.
        [circumstance-2] Circumstance (2): a violation of the forum rules that poses a threat.
        [circumstance-3] Circumstance (3): the efficiency of the site.
        [circumstance-4] Circumstance (4): protecting the rights of other users, upon a complaint.
        [reason] For a reason; it changes nobody's words.
        [review] A moderator looked at it; nobody's words were changed.
        [administration] By the administration; it changes nobody's words.
       *[other] On another ground.
    }
ledger-efficiency-off = Circumstance (3), the efficiency of government websites, is turned off here: nothing can be altered, deleted or provided on that ground.
ledger-efficiency-on = Circumstance (3), the efficiency of government websites, is turned on here: moderators may act on that ground, and each time stands in the register of decisions.
ledger-rule = { $rule } (rules of { $version })
ledger-fact = { $name ->
        [board] Board: { $value }
        [fields] Fields: { $value }
        [recipient] Recipient: { $value }
        [of] Concerns no. { $value }
        [count] Rows: { $value }
        [kind] { $value ->
                [major] A major revision
               *[minor] A minor revision
            }
        [sha256] SHA-256: { $value }
        [numbers] Of no. { $value }
        [erased] { $value ->
                [account] What: an account
                [sign-up] What: a sign-up for an event
                [sign-ups] What: the sign-ups for an event that was called off
                [email] What: a post's public e-mail address
                [contact] What: contact details of a case
                [publication] What: a published suggestion
                [request] What: a request to the privacy officer
                [words] What: what was personal in a post, as its author had asked before a backup was restored
               *[post] What: a post
            }
        [purpose] Purpose: { $value }
        [version] Version: { $value }
        [office] Office: { $value }
        [from] From board: { $value }
        [until] Until: { $value }
        [posts] Posts: { $value }
        [webhook] Endpoint: no. { $value }
        [changed] { $value ->
                [answer] Changed: the office's answer
               *[other] Changed: { $value }
            }
        [what] { $value ->
                [office] What: an office
                [category] What: a category
                [district] What: a district
                [member] What: who works for an office
                [moderator] What: moderators and their boards
                [staff] What: who handles cases
                [privacy_officer] What: the privacy officer
                [administrator] What: administrators
                [register] What: the register
                [sign-ins] What: when the city's people logged on
                [factor-reset] What: a request to end somebody's second factors
                [second-factors] What: all second factors of an account
                [sign-on-link] What: an account's link to the sign-on, opened again
                [added] What: added
                [settings] What: its settings
                [off] What: switched off
                [on] What: switched on
                [secret] What: its secret was exchanged
                [redelivered] What: events were delivered again
                [test] What: a test event was sent
                [removed] What: removed
                [calendar] What: on which days offices work
               *[rule] What: a rule of routing
            }
        [holder] { $value ->
                [moderator] Of: a moderator
                [staff] Of: somebody who handles cases
                [privacy_officer] Of: the privacy officer
               *[administrator] Of: an administrator
            }
        [boards] { $value ->
                [all] Boards: all
               *[some] Boards: { $value }
            }
        [mail] Mail no. { $value }
        [setting] What: { $value }
        [set_from] Before: { $value }
        [set_to] From then on: { $value }
        [named] Named: { $value }
        [page] Page: { $value }
        [format] { $value ->
                [json] As JSON
               *[csv] As CSV
            }
        [sign_on] By the sign-on's rule: { $value }
        [newer_text] What its author wrote since was not changed; what had been masked or taken out is back everywhere else
       *[other] { $value }
    }
ledger-statements-title = Signed statements
ledger-statements-lead = Once a day Plaza signs where the register and all case files stand. Keep one, and nobody can change what was before it without your seeing it.
ledger-statements-empty-title = Nothing was signed yet
ledger-statements-empty-text = The first statement stands here a day after the first case or decision.
ledger-public-key = Public key (Ed25519)
mail-chain-heads-subject = Signed statement of { $day }
mail-chain-heads-why = Plaza of { $city } writes to you because you are its privacy officer.
mail-chain-heads-what = This is where the register of decisions and all case files stood on { $day }, signed. Keep this mail: `plaza verify --statement FILE` compares it with the database.
mail-chain-heads-button = Published statement

# Grounds, acts and appeals.
ground-label = Ground
ground-hint = The forum rule that was violated, or a complaint. Without a ground nothing can be done.
ground-protect = Protecting the rights of other users, upon a complaint
ground-efficiency = The efficiency of the site
ground-needed = Please choose the ground. Nothing was changed.
ground-words = Why, in a sentence
ground-words-hint = What threat the violation poses, or what the complaint says. The author reads it; it is sealed in the register of decisions.
ground-complaint-needed = Please say what the complaint is. Nothing was changed.
ground-complaint-way = How the complaint came
ground-complaint-way-hint = Only for a complaint: by which way and on which day it reached you. It is sealed in the register of decisions.
ground-complaint-day = On which day it came
ground-complaint-way-needed = Please say by which way the complaint came. Nothing was changed.
ground-complaint-day-needed = Please say on which day the complaint came, today at the latest. Nothing was changed.
complaint-way-site = On this site
complaint-way-mail = By e-mail
complaint-way-telephone = By telephone
complaint-way-letter = By letter
complaint-way-counter = At the counter
moderate-link = Moderate
moderate-title = Act on this post
moderate-act = What to do
moderate-act-needed = Please choose what to do.
moderate-hide = Hide the post
moderate-hold = Hold it: nobody else sees it until a moderator has looked at it again
moderate-restore = Make it public again
moderate-mask = Mask the personal data in it and in its earlier versions
moderate-nothing-to-mask = There is no public personal data in this post. Nothing was changed.
moderate-what-follows = It stands in the register of decisions, which everybody can read, without names. The author is told and may appeal for 30 days; until then what was masked is kept sealed.
moderate-do = Do it
take-out-link = Take words out of it
take-out-title = Take words out of this post
take-out-lead = Delete the passages that have to go, and nothing else. Nobody puts words into another's mouth: a text with anything more in it is refused. What goes is shown before it is done.
take-out-title-field = Title without these passages
take-out-body-field = Text without these passages
take-out-body-hint = The text as its author typed it. Delete whole words; a mark will stand in their place.
take-out-preview = Show what goes
take-out-would = What goes
take-out-legend = What is struck through goes: wherever it stands in the post, in its earlier versions and where it is quoted. A mark stands in its place. Nothing has been done yet.
take-out-follows = It stands in the register of decisions, which everybody can read, without names. The author is told and may appeal for 30 days; until then the original is kept sealed.
take-out-let-out = Publish what is left
take-out-let-out-hint = Otherwise it stays held, and somebody decides about the rest later.
take-out-do = Take these words out
take-out-changed = The author has changed this post since you opened it. It stands here as it is now; please delete the passages in it anew. What you wrote as a reason is kept.
taken-mark = (removed by a moderator)
invalid-taken-added = There is something here that does not stand in the post, or stands in another order. Only delete; write and move nothing. Nothing was changed.
invalid-taken-everything = No words would be left. Hide the post instead. Nothing was changed.
invalid-taken-part-of-word = A part of a word or number would be left. Delete whole words. Nothing was changed.
invalid-taken-no-words = Only signs were deleted at one place, no words. Leave them as they are. Nothing was changed.
invalid-taken-too-many = That is more passages than can be taken out at once. Delete longer passages. Nothing was changed.
invalid-taken-too-long = With a mark in each place the text would be too long. Take out longer passages instead, or hide the post. Nothing was changed.
invalid-taken-nothing = Nothing was deleted. Delete the passages that have to go.
investigation-title = Because of an investigation
investigation-lead = Circumstance (1): a court, a prosecutors' office or the police demands it. You ask here with agency and document; a second person approves it for this post and this act; then its button stands here, for 30 days and once.
investigation-untold = The author is not told
decisions-link = What was decided, and how to appeal
decisions-title = Decisions about this post
decisions-earlier = Earlier decisions
decisions-lead = What was done to this post, on which ground, and what you can do about it.
decisions-empty-title = Nothing was decided
decisions-empty-text = Nobody has touched this post.
appeal-words = Appeal
appeal-words-hint = Say why the decision is wrong. Somebody else than who decided looks at it.
appeal-words-needed = Please write a few words.
appeal-send = Send the appeal
appeal-answer = Answer:
appeal-answer-label = Answer to the author
appeal-grant = Grant: undo the decision
appeal-refuse = Refuse: the decision stands
appeal-newer-stays = The author has changed this post since. Granting leaves the newer text as it is and puts the words that were masked or taken out back into the earlier versions.
appeal-of-topic = Granting opens a locked topic and moves one back, as long as nothing newer was arranged about that. What was split or merged stays as it is: please put it right by hand first, and say in the answer what you did.
appeal-firm = A second person approved this decision, or the privacy officer made it for somebody who asked in confidence. No moderator takes it back, and administrators alone answer the appeal.
appeal-same-person = You made this decision, or wrote the post; somebody else decides about the appeal.
appeal-state = { $state ->
        [open] Appeal waits
        [granted] Appeal granted
       *[refused] Appeal refused
    }
appeals-title = Appeals
appeals-lead = Authors ask that a decision be looked at again. Whoever made it cannot decide.
appeals-empty-title = No appeals wait
appeals-empty-text = When an author appeals, it stands here.
review-appeals = Appeals: { $count }
forum-hidden = Hidden
done-appealed = Your appeal was sent. Somebody else looks at the decision.
mail-moderated-subject = About your post
mail-moderated-why = { $city } writes to you because a decision was made about a post of yours in the forum.
mail-moderated-what = { $act ->
        [post-rejected] It was rejected: nobody else sees it.
        [post-hidden] It was hidden.
        [post-masked] Personal data in it was masked.
        [post-edited] A moderator took words out of it; a mark stands in their place.
        [post-held] Nobody else sees it until a moderator has looked at it once more.
        [post-restored] It had been hidden, and everybody can see it again.
        [post-waits-again] It had been approved; that was taken back, and it waits for a moderator again.
        [decision-undone] A decision about it was taken back; the post is as it was before that decision.
        [decision-undone-newer] A decision about it was taken back. What had been masked or taken out is back in the earlier versions and wherever you let the text stand. What you wrote since was not changed.
        [topic-locked] The topic that it opens was locked: nobody can answer there.
        [topic-moved] The topic that it opens was moved to another board.
        [topic-split] With the answers that belong to it, it was split off and now opens a topic of its own.
        [topic-merged] The topic that it opened was merged with an older one. Your post stands there, and the old address leads there.
        [appeal-granted] Your appeal was granted; the post is as it was.
        [appeal-granted-unlocked] Your appeal was granted; the topic takes answers again.
        [appeal-granted-moved] Your appeal was granted; the topic is back on its board.
        [appeal-granted-answered] Your appeal was granted. What was done about it stands in the reason.
        [appeal-granted-others] Your appeal was granted. Where the post stands now rests on a newer decision about it, or on what you changed since and a moderator has yet to look at.
        [appeal-granted-waits] Your appeal was granted, and what had been masked or taken out stands again. It was never public, so nobody else sees the post until a moderator has looked at it.
        [appeal-granted-newer] Your appeal was granted. What had been masked or taken out is back in the earlier versions and wherever you let the text stand. What you wrote since was not changed. Words that another decision masked or took out too stay so.
       *[appeal-refused] Your appeal was refused; the decision stands.
    }
mail-moderated-because = The reason: { $because }
mail-moderated-appeal = { $act ->
        [post-restored] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [post-waits-again] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [decision-undone] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [decision-undone-newer] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [appeal-granted] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [appeal-granted-others] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [appeal-granted-newer] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
        [appeal-refused] Behind this link stands everything that was decided about the post. How moderators decide, and how appeals go: { $policy }
       *[other] Behind this link stand the ground and, for 30 days from the decision, the way to appeal. How moderators decide, and how appeals go: { $policy }
    }
mail-moderated-button = See the decision
mail-arranged-subject = About your topic
mail-arranged-why = { $city } writes to you because a moderator arranged something about a topic of yours in the forum.
mail-arranged-what = { $act ->
        [topic-put-in] Another topic was merged with it; its posts stand in yours now, in the order of time.
       *[answers-split-off] Answers of others were split off from it into a topic of their own.
    }
mail-arranged-because = The reason: { $because }
mail-arranged-turn = Nothing of yours was changed or hidden. Whoever wrote the posts that were moved can appeal. If you think that it is wrong, you can write to the city here: { $ask }
mail-arranged-button = See the topic
ground-in-confidence = Somebody whom the post is about asked for it.
