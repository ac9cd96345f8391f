# Second factors: an app, passkeys and recovery codes; the second step of a log-on, and proving again who one is.

second-step-title = Second step
second-step-passkey = Use one of your passkeys, or type a code.
second-step-lost = None of these at hand, and no recovery code left? Call { $phone }: two administrators together let you in again.

again-title = Please confirm that it is you
again-lead = What comes next needs special care. Prove once more who you are; that counts for { $minutes } minutes in this browser.
again-nothing = This account has nothing here that could prove it. Log off, and log on once more through the city's sign-on.
again-button = Continue

factors-title = Second factors
factors-lead = Whoever learns your password still does not get in: a second thing is asked for at log-on, which only you have.
factors-required = Your role needs one.
factors-since = Since { $date }

factors-code = Code
factors-code-hint = Six digits from your app, or one of your recovery codes.
factors-code-hint-recovery = One of your recovery codes.

factors-app = App with codes
factors-app-on = in use
factors-app-what = An app on your telephone shows six digits that change every half minute. It needs no network, and any such app will do.
factors-app-begin = Set up an app
factors-app-remove = Remove the app
factors-app-title = Set up an app with codes
factors-app-needed = Your role needs a second factor, and the time without one is over. Set one up now, and you are in.
factors-app-lead = Open the app and let it read this picture, or type the key into it. Then type the code that it shows.
factors-app-picture = The key as a picture for your app; the same stands below as text.
factors-app-secret = Key
factors-app-open = Open in an app on this device
factors-app-code = Code of the app
factors-app-code-hint = Six digits.
factors-app-confirm = Set up

factors-passkeys = Passkeys
factors-passkeys-what = Your telephone, your computer or a security key proves by itself that it is you. With a passkey you can also log on without a password.
factors-passkeys-without = This browser cannot add one here: that needs JavaScript and a secure connection. An app with codes works everywhere.
factors-passkey-label = Name of the passkey
factors-passkey-label-hint = So that you recognise it, such as "office computer". Only you see it.
factors-passkey-add = Add a passkey
factors-passkey-remove = Remove
factors-passkey-used = Last used on { $date }
factors-passkey-unused = Not used yet
factors-passkey-use = Use a passkey
factors-passkey-failed = That did not work. Try again, or take another way.
factors-passkey-wrong = No account here knows this passkey. Log on with your e-mail address and password.

factors-codes = Recovery codes
factors-codes-left = { $count ->
        [0] None is left. Make new ones, so that you get in when nothing else is at hand.
        [one] One is left. Make new ones in time.
       *[other] { $count } are left. Each lets you in once when nothing else is at hand.
    }
factors-codes-renew = Make new recovery codes
factors-codes-title = Your recovery codes
factors-codes-lead = Each lets you in once when neither app nor passkey is at hand. They are shown this once.
factors-codes-keep = Print or save them, and keep them where nobody else looks. Earlier ones open nothing any more.
factors-codes-download = Save as a file
factors-codes-onward = I have kept them
factors-codes-file = Recovery codes. Each lets you in once.

factors-end-title = Do without second factors
factors-end-text = From then on your password alone lets you in. Where your role needs a second factor, you set one up at your next log-on.
factors-end = End all second factors

factors-due-title = Set up a second factor by { $date }
factors-due-text = Your role needs one. After that day you set it up at log-on before anything else.
factors-due-link = Set it up

factors-admin-title = Second factors of those who work for the city
factors-admin-lead = Two administrators let in again whoever lost everything: one asks, another agrees. Both must have recognised the person.
factors-reset-waiting = What waits for a second administrator
factors-reset-none = Nothing waits.
factors-reset-asked = { $name } asked; it waits until { $until }
factors-reset-approve = Agree: end the factors
factors-reset-decline = Decline
factors-reset-ask-title = Ask to end somebody's second factors
factors-reset-ask-text = All second factors of the account end, and it is logged off everywhere. Its owner is told by mail, and both steps stand in the register.
factors-reset-ask = Ask
factors-people = Those who work for the city
factors-has = has a second factor
factors-has-until = none yet, needed after { $date }
factors-has-none = none

face-error-confirm = Confirm that it is you, and come back
face-error-confirm-first-title = Please confirm that it is you
face-error-confirm-first-text = This changes who may do what, how somebody logs on, or gives data to others. Prove once more who you are, then do it again. Nothing was done yet.
problem-confirm-first = Prove again who you are first.

invalid-second-factor = This code or passkey is wrong, or was used already.
invalid-passkey = The passkey was not taken. Try again.
invalid-passkeys-full = An account cannot have more passkeys than this one has. Remove one first.
invalid-factor-account = No account has this e-mail address.
invalid-factor-own = For your own account somebody else has to ask.
invalid-factor-none = This account has no second factor.
invalid-factor-second-person = Another administrator has to agree: neither who asked nor whose account it is.

done-second-step-over = That took too long, or was wrong too often. Please log on again.
done-factor-needed = The sign-on asked for no second factor. Please use one of yours here.
done-confirmed = Thank you. Go on with what you wanted to do.
done-factor-added = The second factor is set up.
done-factor-removed = The second factor is removed.
done-factor-reset-asked = Asked. Another administrator decides.
done-factor-reset-done = The second factors of the account have ended.
done-factor-reset-declined = Declined. Nothing has ended.

account-event-factor-added = A second factor was set up
account-event-factor-removed = A second factor was removed
account-event-recovery-used = A recovery code was used
account-event-recovery-renewed = Recovery codes were made anew
account-event-factors-reset = The city ended all second factors

mail-factors-subject = { $what ->
        [added] A second factor was set up
        [removed] A second factor was removed
        [recovery-used] A recovery code was used
        [renewed] New recovery codes were made
        [reset-asked] An administrator asked to end your second factors
        [reset-declined] Your second factors stay
        [reset-done] Your second factors have ended
       *[reset-waits] A request about second factors waits for you
    }
mail-factors-why = { $what ->
        [added] This is the forum of { $city }. Your account has one more second factor: an app or a passkey.
        [removed] This is the forum of { $city }. A second factor of your account was removed.
        [recovery-used] This is the forum of { $city }. Somebody used one of your recovery codes.
        [renewed] This is the forum of { $city }. The recovery codes of your account were made anew; the earlier ones open nothing any more.
        [reset-asked] This is the forum of { $city }. An administrator asked that all second factors of your account end, as is done for somebody who lost them.
        [reset-declined] This is the forum of { $city }. The request that your second factors end was declined or taken back.
        [reset-done] This is the forum of { $city }. All second factors of your account have ended, and it was logged off everywhere.
       *[reset-waits] This is the forum of { $city }. An administrator asked that all second factors of somebody's account end.
    }
mail-factors-next = { $what ->
        [recovery-used] { $left ->
            [0] None is left. If that was you, make new ones today.
           *[other] Left: { $left }. If that was you, there is nothing to do.
        }
        [reset-asked] Nothing has ended yet: a second administrator decides within three days.
        [reset-done] Your password lets you in. Set up a second factor again at your next log-on.
        [reset-waits] Decide within three days, and only if you have recognised the person yourself.
       *[other] If that was you, there is nothing to do.
    }
mail-factors-not-you = If you know nothing of this, please call us at once on { $phone }, or write to { $email }.
mail-factors-button = Look at it
