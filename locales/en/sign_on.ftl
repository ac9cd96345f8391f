# The city's own sign-on: logging on by it, linking an account to it, and logging off there.

sign-on-button = Log on with { $label }
sign-on-or-password = Or with a password
sign-on-confirm = Confirm with { $label }
sign-on-onward-title = To { $label }
sign-on-onward-text = You are led to { $label }. Prove there who you are, and you come straight back.
sign-on-leaving-title = You are logged off here
sign-on-leaving-text = You are led to { $label } so that you are logged off there as well.
sign-on-leaving-button = Log off from { $label }

sign-on-again = Try again
sign-on-ways = Other ways on:
sign-on-by-password = Log on with a password
sign-on-help = If it does not work again, please call us:
sign-on-away-title = { $label } cannot be reached
sign-on-away-text = Right now { $label } does not answer, so nobody can log on by it. Nothing is wrong with your account. Please try again in a few minutes, or log on with a password if your account has one.
sign-on-odd-title = { $label } gave no answer that can be used
sign-on-odd-text = What came back from { $label } could not be believed, so nothing has changed here. Please try again. If it happens again, whoever runs { $label } has to look at it.
sign-on-over-title = This log-on is over
sign-on-over-text = It has done its work, took longer than ten minutes, or began in another browser. Please begin once more.
sign-on-denied-title = You were not logged on
sign-on-denied-text = { $label } let nobody in, or you stopped there. Nothing has changed here.
sign-on-no-rule-title = You may not log on here yet
sign-on-no-rule-text = { $label } knows you, and nothing that it says of you lets you in here. If you work for the city, please ask whoever looks after your account there to give you access.
sign-on-no-address-title = { $label } tells no e-mail address
sign-on-no-address-text = An account here needs an e-mail address, and { $label } told none that it knows to be yours. Please confirm your address there first.
sign-on-otherwise-title = This is linked to another account
sign-on-otherwise-text = Each account here belongs to one person at { $label }, and each person there to one account here. Please end the other link first.
sign-on-somebody-else-title = Somebody else is logged on there
sign-on-somebody-else-text = Who proved at { $label } who they are is not who is logged on here. Nothing was confirmed.
sign-on-suspended-title = This account is suspended

sign-on-prove-title = You have an account here already
sign-on-prove-lead = An account has the e-mail address that { $label } tells of you. Please prove once that it is yours, by its password. From then on you log on with { $label } alone.
sign-on-prove-button = Link and log on
sign-on-prove-hint = Nobody is logged on to somebody else's account because an address is the same.
sign-on-join-title = Your account
sign-on-join-lead = You have proven at { $label } who you are. For posting you need an account here; it takes its e-mail address from there.
sign-on-join-button = Make the account

sign-on-own-title = { $label }
sign-on-own-linked = This account is linked to { $label }: you log on by it without a password of your own.
sign-on-own-not-linked = This account is not linked to { $label }. Link it, and you log on by it without a password of your own.
sign-on-own-since = Linked
sign-on-own-used = Last used
sign-on-own-kept = We keep what { $label } calls you, sealed, and the days. Passwords that you type there never come here.
sign-on-link = Link this account
sign-on-unlink = End the link
sign-on-own-given = Your role comes from { $label }. If you end the link, the role and the offices that came with it end as well.
sign-on-no-other-way = Without this link nobody could log on to the account. If your role may have a password, set one first: ask for a link on the page "Forgot your password?".
sign-on-waiting-title = Link this account?
sign-on-waiting-lead = You signed on at { $label } in this browser just now. Link the account that you are logged on to, and you log on by it from now on.

account-password-off = Accounts with your role log on with { $label } alone: a password or a passkey does not serve here any more.
account-password-off-title = This account has no password
account-password-off-reset = Accounts with your role log on with { $label } alone, so there is no password to be set.
account-password-none = You log on to it by the city's sign-on. If you would like a password as well, have a link mailed to you by which you set one.
problem-password-off = What you proved is right. Accounts with this role log on by the city's own sign-on alone.

done-sign-on-linked = Your account is linked. From now on you can log on by it.
done-sign-on-unlinked = The link is ended. From now on you log on with your password or a passkey.
done-signed-off = You are logged off, here and there.
