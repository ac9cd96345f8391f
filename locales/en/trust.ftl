# How far an account is trusted: what waits at first, and how much it does in a day.
review-first-post = New account, or one with little trust
invalid-posts-a-day = You can post { $max } times a day, and have done so today. You can post again after midnight. Nothing is lost: your text stays here, and it is kept as a draft.
invalid-topics-a-day = You can open { $max } topics a day, and have done so today. You can open another after midnight; answering still works. Nothing is lost: your text stays here, and it is kept as a draft.
invalid-flags-a-day = You can flag { $max } times a day, and have done so today. You can flag again after midnight. What you wrote stays here.
invalid-links-many = As long as you are new here, a post holds at most { $max } links. Please take some out. Your text stays here, and it is kept as a draft.
invalid-silenced = A moderator decided that you post nothing until { $until }. After that day you can. Why, and how to appeal, your account says under "How your account stands". Your text stays here, and what is new is kept as a draft.
invalid-silenced-profile = A moderator decided that you publish no new words until { $until }, here as little as in the forum. After that day you can. Why, and how to appeal, your account says under "How your account stands". Your text stays in this form, but is kept nowhere else. What you show already you can take away at any time.
invalid-silenced-suggestion = A moderator decided that you publish no new words until { $until }; a published suggestion's are such words, too. After that day you can publish it. Why, and how to appeal, your account says under "How your account stands". The city handles your suggestion as before. Your text stays in this form, but is kept nowhere else. What is published already you can take back at any time.
invalid-sanction-long = Please choose a day within a year.
trust-level = { $level ->
        [new] New
        [member] Member
        [regular] Regular
       *[trusted] Trusted
    }
standing-link = How its author's account stands
standing-title = How an account stands
standing-of = How { $name } stands
standing-lead = What the account has done and what was decided about it. Moderators decide about residents' accounts, administrators about all others too.
standing-own-title = How your account stands
standing-own-lead = Each post of yours that stands counts for you. Each decision against a post of yours, and each warning, silence, suspension or hidden profile, and each time that you are asked to change your profile, counts as much as five posts against you, unless it is undone. With what is left grows how much you can do in a day.
standing-since = Account since
standing-level = Trust
standing-approved = Posts that stand
standing-upheld = Decisions against it that stand, with what was imposed
sanctions-title = Warnings, silences, suspensions and decisions about the profile
sanctions-none = There are none.
sanction-kind = { $kind ->
        [warn] Warning
        [silence] Silence: it reads, follows and flags, but posts nothing, and publishes no new profile text and no suggestion
        [hide-profile] Hidden profile: nobody else sees what it says about itself
        [ask-profile] Asked to change the profile
       *[suspend] Suspension: nobody logs on with it
    }
sanction-do-warn = Warn
sanction-do-silence = Silence: it reads, follows and flags, but posts nothing, and publishes no new profile text and no suggestion
sanction-do-suspend = Suspend: nobody logs on with it, and who is logged on is logged off
sanction-holds = Holds
standing-profile = See the profile
sanction-until = { $from } to the end of { $day }
sanction-ended = { $from }, ended early on { $day }
sanction-withdrawn = { $from }, taken back; it does not count
sanction-reason-gone = The time for which the reason was kept is over.
sanction-new-title = Warn, silence or suspend
sanction-what = What is imposed?
sanction-last-day = Last day
sanction-last-day-hint = Of a silence or a suspension, at most a year ahead. It ends by itself when the day is over.
sanction-chosen-hint = From the city's list; who has the account reads it in their own language. What you write below stands after it, and may be left empty.
sanction-reason = In your own words
sanction-reason-hint = Who has the account reads it, by mail and here. It stands sealed in the register of decisions.
sanction-reason-needed = Please say why.
sanction-end-reason = Why does it end early?
sanction-end = End it now
sanction-withdraw-reason = Why is it taken back?
sanction-withdraw-hint = What was imposed by mistake is taken back: it ends at once, and what it took from trust is given back. Who has the account reads why.
sanction-withdraw = Take it back
sanction-withdraw-appealed = Who has the account has appealed, and somebody else answers. Nothing was changed.
sanction-changed = What is imposed on this account has changed meanwhile; how it stands now is shown above. What you filled in is still here: if it is to be done all the same, send it once more. Nothing was changed.
done-sanction-imposed = Done. Who has the account is told by mail, and it stands in the register of decisions.
done-sanction-ended = It has ended. Who has the account is told by mail, and it stands in the register of decisions.
done-sanction-withdrawn = It was taken back. Who has the account is told by mail, and it stands in the register of decisions.
sanction-appealed = Appeal of { $day }
sanction-appeal-words = Why do you think that it is wrong?
sanction-appeal-hint = You can appeal once, within 30 days. Somebody else than who decided reads it and answers.
sanction-appeal-send = Send the appeal
sanction-appeal-waits = It waits for somebody else than who decided.
sanction-appeal-over = Your appeal was not sent: the 30 days in which this can be appealed against are over. Your text stays here, for you to copy. A silence or a suspension ends by itself after its last day; what the city should know before that, you can write as a suggestion, for which you need not log on.
sanction-appeal-answered = Your appeal was not sent again: it was answered already, and the answer came by mail. One decision can be appealed against once. Your text stays here, for you to copy. A silence or a suspension ends by itself after its last day; what the city should know before that, you can write as a suggestion, for which you need not log on.
sanction-appeal-granted = Granted: it ended and counts no more.
sanction-appeal-refused = Refused: it stands.
sanction-same-person = You imposed it; somebody else answers the appeal.
sanction-appeals-title = Appeals about accounts
sanction-appeals-lead = Somebody asks that a warning, a silence, a suspension or a decision about a profile be looked at again. Whoever imposed it does not answer. Words and answer stand with the account.
sanction-appeals-empty = When somebody appeals against a decision about their account, it stands here.
suspended-appeal-link = Your account is suspended? Appeal
suspended-appeal-title = Appeal while an account is suspended
suspended-appeal-lead = As long as your account is suspended you cannot log on. Address and password prove here that it is yours; the answer comes by mail.
suspended-appeal-not = This account is not suspended: you can log on. Against a warning or a silence you appeal after logging on, under "How your account stands".
open-appeal-list = See all that can be appealed against
open-appeal-hint = As long as the account is suspended, you appeal here against decisions about your posts and your profile, a warning or a silence, too: with address and password behind the second button.
open-appeal-against = What do you appeal against?
open-appeal-again = It is asked for again with each appeal.
open-appeal-none = There is nothing to appeal against now: it was appealed against before or taken back, or the 30 days are over.
done-sanction-appealed = Your appeal was sent. Somebody else than who decided looks at it, and the answer comes by mail.
done-sanction-answered = Decided. Who appealed is told by mail, and it stands in the register of decisions.
account-suspended = A moderator suspended this account until { $until }. After that day you can log on again. Why, and how to appeal, the mail about it says.
problem-account-suspended = The account is suspended. Until when and why, the mail about it says.
problem-standing-changed = What is imposed on this account has changed since it was looked at. Nothing was changed.
problem-appeal-over = The 30 days to appeal are over. Nothing was sent.
problem-appeal-answered = The appeal was answered already, and the answer came by mail. Nothing was sent.
mail-sanction-subject = { $what ->
        [warn] A warning about your account
        [silence] Your account posts nothing for a time
        [suspend] Your account is suspended for a time
        [appeal-granted] Your appeal about your account was granted
        [appeal-refused] Your appeal about your account was refused
        [withdrawn] A decision about your account was taken back
        [profile-shown] What you write about yourself is shown again
       *[released] A decision about your account ended
    }
mail-sanction-why = { $city } writes to you because something was decided about your account in the forum.
mail-sanction-what = { $what ->
        [warn] You are warned. Nothing else follows from that, but it lowers how far your account is trusted.
        [silence] You post nothing until { $until }, and publish no new text in your profile and no suggestion. You can still read, follow topics, flag, and write suggestions to the city. It ends by itself when that day is over.
        [suspend] Nobody logs on with your account until { $until }. It ends by itself when that day is over. You can still read, and write suggestions, without logging on.
        [appeal-granted] Your appeal was granted: the decision holds no more, and does not count.
        [appeal-refused] Your appeal was refused: the decision stands as it was made.
        [withdrawn] A moderator took back a warning, a silence, a suspension, or that what you write about yourself was hidden. It holds no more, and does not count against your account.
        [profile-shown] What you write about yourself in your profile is hidden no more: everybody sees it again.
       *[released] What held you back ended before its day. You can log on and post again, unless something else still holds.
    }
mail-sanction-because = The reason: { $because }
mail-sanction-how = { $what ->
        [suspend] If you think that this is wrong, you can appeal within 30 days behind this link, with your address and your password. Somebody else than who decided answers. How moderators decide, and how appeals go: { $policy }
        [warn] If you think that this is wrong, you can appeal within 30 days behind this link. Somebody else than who decided answers. How moderators decide, and how appeals go: { $policy }
        [silence] If you think that this is wrong, you can appeal within 30 days behind this link. Somebody else than who decided answers. How moderators decide, and how appeals go: { $policy }
       *[other] Behind this link you see how your account stands.
    }
mail-sanction-button = { $what ->
        [suspend] Appeal
       *[other] See how your account stands
    }
mail-moderator-subject = { $what ->
        [given] You moderate the forum now
        [changed] The boards that you moderate have changed
       *[ended] You moderate the forum no longer
    }
mail-moderator-why = { $what ->
        [given] { $city } writes to you because an administrator gave your account the role of a moderator.
        [changed] { $city } writes to you because an administrator changed which boards you decide about as a moderator.
       *[ended] { $city } writes to you because an administrator ended your account's role as a moderator.
    }
mail-moderator-everywhere = You decide about every board.
mail-moderator-boards = You decide about these boards: { $boards }.
mail-moderator-how = Each of your decisions stands in the register of decisions, without your name. How moderators decide: { $policy }
mail-moderator-ended = What you decided stands; who appeals against it gets an answer from somebody else. Your account is a resident's again.
mail-moderator-button = { $what ->
        [ended] Your account
       *[given] To the review queue
    }
mail-role-subject = { $what ->
        [given] Your account has a role for the city now: { $role }
       *[ended] Your account has its role for the city no longer: { $role }
    }
mail-role-why = { $what ->
        [given] { $city } writes to you because whoever runs this site gave your account the role “{ $role }”.
       *[ended] { $city } writes to you because whoever runs this site ended your account's role “{ $role }”.
    }
mail-role-given = With it you see and decide what others do not. Use a password that you use nowhere else; each look at somebody's contact leaves a trace.
mail-role-ended = What you did with it stands. Your account is a resident's again.
mail-role-not-you = If you know nothing of this, please call us at once on { $phone }, or write to { $email }.
mail-role-button = Your account
