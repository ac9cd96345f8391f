# Mails that have not left: the list, trying again, sending elsewhere, giving up.
unsent-title = Unsent mail
unsent-lead = Mails that have not left, with what the mail server said. Of every address but an office's the first letter and the domain are shown; what a mail says is not shown here.
unsent-paused-tag = Paused
unsent-paused = { $step ->
        [connection] Plaza cannot reach the mail server,
        [greeting] The mail server turns Plaza away,
        [tls] No encrypted connection to the mail server comes about,
        [log-on] The mail server does not take Plaza's user name and password,
        [sender] The mail server does not take the city's own address,
       *[folder] The folder for mails cannot be written,
    } since { $since }; tried last { $tried }. All mails wait, and leave when it works again.
unsent-late-tag = Late
unsent-late = { $count ->
        [one] One mail is due and has not left, since { $since }.
       *[other] { $count } mails are due and have not left; the oldest since { $since }.
    }
unsent-standings = Where mails stand
unsent-standing = { $standing ->
        [waiting] Waiting
        [delayed] Tried again later
       *[other] No longer tried
    }
unsent-search = Narrow the list
unsent-kind = Kind of mail
unsent-age = Written how long ago
unsent-age-hours = { $hours ->
        [1] An hour or more
        [24] A day or more
       *[other] Three days or more
    }
unsent-domain = Recipients' domain
unsent-none = No such mail
unsent-none-text = There is none at the moment.
unsent-number = Mail no. { $number }
unsent-to = To { $address }
unsent-unread = The recipient cannot be opened
unsent-written = Written { $time }
unsent-attempts = { $count ->
        [one] One attempt
       *[other] { $count } attempts
    }
unsent-since = Tried in vain since { $time }
unsent-next = Next attempt { $time }
unsent-on-its-way = Being sent
unsent-ended = { $why ->
        [refused] Refused for good { $time }
        [late] Nobody took it; given up { $time }
        [given-up] Given up by an administrator { $time }
       *[other] Given up when a backup was restored, { $time }
    }
unsent-words = What the mail server said
unsent-no-words = Nothing
unsent-retry = Try again
unsent-retry-hint = To the same recipient, from now on; the attempts are counted anew.
unsent-retry-button = Try again now
unsent-retry-all-hint = All mails that this list is narrowed to, to the same recipients, from now on; at most { $most } at once. What somebody gave up, or a restored backup, is tried again one by one.
unsent-retry-all-button = { $count ->
        [one] Try the one mail again
       *[other] Try the { $count } mails again
    }
unsent-redirect = Send it to an office that has the case
unsent-redirect-office = Office
unsent-redirect-hint = It goes to the office's address of today. Where that is wrong, change it under Offices first.
unsent-redirect-button = Send it there
unsent-give-up = Give it up
unsent-reason = Reason
unsent-reason-hint = It lies sealed beside the register of decisions.
unsent-give-up-button = Give it up
done-unsent-retried = The mail waits to be sent again. It stands in the register of decisions.
done-unsent-all-retried = The mails wait to be sent again. Each stands in the register of decisions.
done-unsent-some-retried = Some of the mails wait to be sent again; each stands in the register of decisions. The others stay as they were: they are being sent, say, or have left meanwhile.
done-unsent-none-retried = No mail was tried again. All stay as they were: they are being sent, say, or have left meanwhile.
done-unsent-redirected = The mail waits to be sent to the office. It stands in the register of decisions.
done-unsent-given-up = The mail is given up. It stands in the register of decisions.
mail-kind = { $kind ->
        [registration] Verification of a new account
        [already-registered] That an address has an account already
        [password-reset] A new password
        [address-change] Confirmation of a new e-mail address
        [address-changed] That an e-mail address was changed
        [address-check] Check that mails reach an account
        [token-made] That a token for programs was made
        [suggestion-confirmation] Confirmation of a suggestion
        [office-suggestion] A case, to its office
        [office-reply] What a resident replied, to the office
        [office-failing] That mails do not reach an office
        [answer] An office's answer
        [case-news] News of a case
        [cases-due] Cases that are due, to their office
        [cases-late] Late cases, to the parent office
        [cases-assigned] Cases that were assigned, to a colleague
        [cases-passed-on] Cases that another office has as well
        [draft-waiting] That an answer which came by mail is a draft, to who wrote it
        [mails-waiting] That mails wait for their place, to the office
        [forwarded] A case, to an agency outside the city
        [forwarded-contact] Contact details, to an agency outside the city
        [policy-revision] A revision of the privacy policy
        [event-sign-up] Sign-up for an event
        [event-waiting] Waiting list of an event
        [event-moved-up] A place at an event
        [event-called-off] That an event is called off
        [chain-heads] The signed statement
        [moderated] A decision about a post
        [moderator-role] Somebody's role for the city
        [breach] That data got out
        [data-request] A request about personal data
        [found-again] Personal data found in an older post
        [digest] A digest of notifications
        [staff-digest] A digest of an office's cases, to a colleague
        [review-waiting] That something waits for review, to a moderator
        [support] Confirmation of a support
        [webhook-off] That a webhook was switched off, to an administrator
       *[other] Another mail
    }
