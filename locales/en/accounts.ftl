# Accounts: registering, logging on, one's own account, and the mails about it.

account-nickname = Resident { $number }

account-email = E-mail address
account-email-hint = We mail you a link to it. It is covered by the privacy policy and never shown to others.
account-name = Public name
account-name-hint = Everybody sees it beside what you post, and the privacy policy does not cover it. Leave it empty and we make up a nickname.
account-name-kind = This name is
account-name-kind-hint = Your own name is marked as public personal data wherever it stands.
account-name-own = my own name
account-name-nickname = a nickname
account-password = Password
account-password-current = Your present password
account-password-new = New password
account-password-anew = Passwords are never sent back, so please type yours again.
account-password-hint = { $min } to { $max } characters. Several words that you remember make a good one.

account-register-title = Register
account-register-lead = With an account you can post under one name and edit what you wrote. Reading, making a suggestion and following a case need none.
account-register-button = Register
account-register-link = No account yet? Register
account-rules-accept = By registering you accept the rules that hold on every board:
account-have-one = You have an account already?


account-sent-title = Please look into your mailbox
account-sent-registration = We sent you a mail. Open the link in it within 24 hours, and the account is yours.
account-sent-reset = If this address has an account, a mail is on its way. The link in it works for an hour.
account-sent-address = We sent a mail to the new address. Open the link in it within 24 hours. Until then nothing changes.
account-sent-mail-check = We sent a mail to your address. Open the link in it within 24 hours; then all our mails go there again.
account-sent-nothing = Nothing there after a few minutes? Please look into the spam folder, and check that the address was typed right.

account-confirm-title = Confirm your registration
account-confirm-text = An account with the public name "{ $name }" was asked for on { $when }. If that was you, confirm it. If not, close this page and nothing happens.
account-confirm-button = Confirm registration

account-gone-title = This link has done its work or had its time
account-gone-registration = If you confirmed already, your account stands and you can log on. Otherwise the 24 hours are over, and you can register again.
account-gone-registration-again = Register again
account-gone-reset = A link for a new password works once, within an hour. If your password is set, you can log on. Otherwise ask for a new link.
account-gone-reset-again = Ask for a new link
account-gone-address = If you confirmed already, the new address holds. Otherwise the link has expired, or the address belongs to another account.
account-gone-address-again = Change the address again
account-gone-mail-check = If you confirmed already, all our mails go to your address again. Otherwise the link has expired.
account-gone-mail-check-again = To your account

account-cookie-hint = Logging on stores one cookie on your device, whatever you chose about cookies: pressing the button asks for it. It keeps you logged on and goes when you log off.
account-forgot-link = Forgot your password?
account-wrong-credentials = The e-mail address or the password is not right. Please check both.
account-blocked = { $minutes ->
    [one] There were too many wrong attempts. Please try again in a minute.
   *[other] There were too many wrong attempts. Please try again in { $minutes } minutes.
}
account-busy = Many people are here right now, and your password was not looked at yet. Everything else that you typed is still here: please type the password again and send it in a few seconds.

account-forgot-title = Forgot your password?
account-forgot-lead = Write the address of your account, and we mail you a link to set a new one.
account-forgot-button = Mail me a link
account-reset-title = Set a new password
account-reset-lead = You are then logged off on every device, your tokens for programs end, and you log on with the new password.
account-reset-button = Set password

account-title = Your account
account-name-scope = Public: not covered by the privacy policy.
account-email-scope = Covered by the privacy policy: only you see it.
account-came-back = Mails to your e-mail address come back, last on { $date }: its mail server says that there is no such address. We send no digests there and nothing else that you can do without; what you ask for and what you must be told still goes there.
account-came-back-what = If the address is right, confirm it anew. If it is not, change it.
account-came-back-button = Mail me a link
account-role = Role
role-resident = Resident
role-moderator = Moderator
role-staff = Staff
role-privacy_officer = Privacy officer
role-administrator = Administrator
account-since = Account since
account-sessions-title = Where you are logged on
account-sessions-lead = We keep the day and nothing about the device; and, until you come back on another day, the time at which you last proved who you are before something delicate. End what you do not recognise, and change your password.
account-session-browser = Browser
account-session-program = Program (API)
account-session-current = this one
account-session-begun = Logged on { $date }
account-session-used = Last used { $date }
account-session-end = Log off there
account-sessions-end = Log off everywhere else

account-password-title = Change password
account-password-lead = You are then logged off on all your other devices, and your tokens for programs end.
account-password-button = Change password
account-name-title = Change public name
account-name-lead = The new name stands at once beside everything that you wrote. We do not keep the old one; where others wrote it in their posts, it stays.
account-name-limit = You can choose another name once in { $days } days, so that readers can tell who is who. If your name is your own, you can take it back at any time: leave the field empty, and we make up a nickname. Whether it is marked can be changed at any time too.
account-name-waits = You changed your name lately. Another can be chosen from { $date } on.
account-name-button = Change name
account-name-too-soon = You changed your name lately. Another can be chosen from { $date } on. Your name was not changed.
account-address-title = Change e-mail address
account-address-lead = We mail a link to the new address. It holds once you have opened the link, and we tell the old address.
account-address-new = New e-mail address
account-address-button = Mail the link
account-address-link-title = Confirm your new e-mail address
account-address-link-text = From now on you log on with this address, and our mails go to it.
account-address-link-button = Confirm address
account-mail-check-title = Confirm that our mails reach you
account-mail-check-text = From now on all our mails go to this address again.
account-mail-check-button = Confirm address

face-error-401-title = Please log on first
face-error-401-text = This page belongs to an account. Once you are logged on, you come straight to it.
face-error-401-form-title = Please log on first
face-error-401-form-text = What you wanted to do needs an account, and nothing was changed. Log on and do it once more from its page.
face-error-logged-off-title = You were logged off meanwhile
face-error-logged-off-text = Log on again, and paste what you typed into the form.

invalid-name-number = This name holds a number that can be misused, such as an ID or card number. Such numbers cannot be public. Please choose another name.
invalid-name-reserved = This name is the city's, one of its offices', or says that somebody works for the city, so nobody can post under it. Please choose another name.
invalid-wrong-password = This is not your present password.
invalid-same-address = This is your address already.

problem-name-too-soon = The public name was changed lately. Another can be chosen from the day in "from" on.
problem-wrong-credentials = The e-mail address or the password is not right.

done-registered = Your account stands. Please log on.
done-password-reset = Your new password is set, and you were logged off everywhere. Please log on.
done-password-changed = Your password is changed. You were logged off on all other devices.
done-name-changed = Your new public name holds from now on.
done-address-changed = Your new e-mail address holds from now on.
done-mail-check = All our mails go to your address again.
done-session-ended = You are logged off there.
done-sessions-ended = You are logged off everywhere else.
done-logged-off = You are logged off, and the cookie is removed.

mail-registration-subject = Confirm your registration
mail-registration-why = This is the forum of { $city }. Somebody registered here with this e-mail address.
mail-registration-what = If that was you, open this link within 24 hours and press the button there.
mail-registration-button = Confirm registration
mail-registration-not-you = If it was not you, do nothing: there will be no account, and the data is deleted after 24 hours.

mail-already-registered-subject = You have an account already
mail-already-registered-why = This is the forum of { $city }. Somebody wanted to use this e-mail address for an account here, and it has one already.
mail-already-registered-what = If that was you, simply log on. If you forgot the password, set a new one: { $forgot }
mail-already-registered-button = Log on
mail-already-registered-not-you = If it was not you, do nothing. Nobody was told that you have an account.

mail-password-reset-subject = Set a new password
mail-password-reset-why = This is the forum of { $city }. Somebody asked to set a new password for the account with this e-mail address.
mail-password-reset-what = If that was you, open this link within an hour. It works once.
mail-password-reset-button = Set a new password
mail-password-reset-not-you = If it was not you, do nothing: your password stays as it is.

mail-address-change-subject = Confirm your new e-mail address
mail-address-change-why = This is the forum of { $city }. Somebody wants to use this e-mail address for their account here.
mail-address-change-what = If that was you, open this link within 24 hours and press the button there.
mail-address-change-button = Confirm address
mail-address-change-not-you = If it was not you, do nothing: nothing will be changed.

mail-address-changed-subject = Your e-mail address was changed
mail-address-changed-why = This is the forum of { $city }. The account that had this e-mail address has another one now.
mail-address-changed-what = If that was you, there is nothing to do. From now on our mails go to the new address.
mail-address-changed-not-you = If it was not you, somebody knows your password. Please call us at once on { $phone }, or write to { $email }.

mail-address-check-subject = Confirm that our mails reach you
mail-address-check-why = This is the forum of { $city }. Mails to this e-mail address came back to us, and the owner of its account asked for this one.
mail-address-check-what = If that was you, open this link within 24 hours and press the button there. Then all our mails go to this address again.
mail-address-check-button = Confirm address
mail-address-check-not-you = If it was not you, do nothing: nothing will be changed.

# What happened to the account
account-events-title = What happened to your account
account-events-lead = Only you see this list. It holds the day alone, and each entry is deleted after { $days } days.
account-event-logged-on = Logged on
account-event-password-changed = Password changed
account-event-password-reset = New password set by a mailed link
account-event-address-changed = E-mail address changed
account-event-name-changed = Public name or its mark changed
account-event-role-given = Role given
account-event-role-ended = Role ended
account-event-token-made = Token for programs made
account-event-token-ended = Token for programs ended
account-event-sign-on-linked = The city's sign-on linked
account-event-sign-on-unlinked = The city's sign-on unlinked
