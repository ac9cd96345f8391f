# Tokens by which programs act as an account: its pages, the administrators' list, scopes and problems.

tokens-title = Tokens for programs
tokens-lead = With a token, a program of yours uses the API as you do, without your password: what you choose here, until the day that you choose.
tokens-ends = A token ends on its last day. All of your tokens end when your password changes, when your account is suspended and when it is erased.
tokens-kept = We keep a token's name, its scopes and days; of the token itself only a value by which we recognise it. It is deleted when it ends. Your name for it is covered by the privacy policy.
tokens-quota = A token may send { $most } requests a minute.
tokens-docs = About the API
tokens-none = You have no tokens
tokens-none-text = Make one for each program, so that you can end one and keep the others.
tokens-number = No. { $number }
tokens-made-on = Made { $date }
tokens-until = Serves until { $date }
tokens-used = Last used { $date }
tokens-unused = Not used yet
tokens-end = End
tokens-new = Make a token
tokens-name = Name
tokens-name-hint = For you to know it again, such as "calendar sync on the office computer". Nobody else reads it.
tokens-scopes = Scopes
tokens-scopes-hint = Choose as few as the program needs. A scope never lets it do more than your role does. No token can log on, make tokens, change your password or e-mail address, give roles, or provide data to others.
tokens-expires = Ends
tokens-expires-hint = The shorter, the less a lost token can do.
tokens-life = in { $days } days, on { $date }
tokens-make = Make the token
tokens-made-title = Your token
tokens-made-once = Copy it now: it is shown this once. Whoever has it can do what its scopes allow, so keep it as you keep a password.
tokens-token = Token
tokens-made-how = The program sends it with each request:
tokens-last-day = Last day
tokens-back = To your tokens

tokens-admin-title = Tokens of the city's own people
tokens-admin-lead = Programs act with these as somebody who works for the city. What its owner calls a token, only the owner reads. End one that nobody needs or knows any more; its owner sees it in the account, and it stands in the register of decisions.
tokens-admin-none = Nobody who works for the city has a token
tokens-admin-none-text = They make their own in their accounts.
tokens-holder = Whose
tokens-last-used = Last used
tokens-residents = { $count ->
        [0] No resident has a token.
        [one] Besides these, one token is a resident's. It is not listed.
       *[other] Besides these, { $count } tokens are residents'. They are not listed.
    }

# What a program may do with a scope.
api-scope-forum-read = Read the forum as you see it, with boards for members, and your drafts, bookmarks and notifications
api-scope-forum-write = Post, edit and withdraw in your name, react, flag, support, and change drafts, bookmarks and what you watch
api-scope-suggestions-read = Look into a case with its number and case password, and see which cases you watch
api-scope-suggestions-write = Make suggestions and enquiries, and reply to, rate and reopen a case with its number and case password
api-scope-announcements-read = Read events and polls as you see them; as staff, campaign links too
api-scope-announcements-write = Vote and sign up in your name; as staff or moderator, announce events, polls and campaign links
api-scope-account-read = Read your account: e-mail address, profile, preferences, consents, decisions about you
api-scope-account-write = Change your public name, profile, preferences, digests and consents, and appeal
api-scope-desk-read = Read your offices' cases, their files and mails that came in
api-scope-desk-write = Enter and answer cases and do all that your offices do with them
api-scope-desk-contact = See the contact details of who wrote to your offices or signed up for your events; each look stands on record
api-scope-moderation-read = Read the review queue, appeals, reasons and watched words
api-scope-moderation-write = Decide about posts, profiles, appeals and accounts
api-scope-officer-read = Read requests, approvals, disclosures, breaches and drafts of the policy
api-scope-officer-write = Answer requests, and prepare breach notices and policy drafts
api-scope-admin-read = Read the city's organisation, routing, settings, pages of the city, webhooks, the audit, mails that have not left, and how the service fares
api-scope-admin-write = Change boards, the city's organisation, routing, settings, pages of the city, webhooks, templates, reasons and watched words, and handle mails that have not left

invalid-tokens-most = You have { $max } tokens, which is the most. End one that you no longer need.
invalid-token-expiry = Please choose a day from today to { $until }.
invalid-no-such-scope = There is no scope "{ $word }".
invalid-scope-beyond-role = Your role does not have the scope { $word }.
invalid-scopes-none = Please choose at least one scope.

problem-token-invalid = This token does not exist, was ended, or has expired. Make another on the page of your tokens.
problem-scope-missing = The token lacks the scope named in "scope".
problem-not-for-tokens = No token may do this; log on instead.
problem-too-many-requests = The token has sent too many requests. "Retry-After" says when it may again.

done-token-ended = The token is ended. Programs that use it are refused from now on.
done-token-made-before = This token was made already, and it was shown then. If you did not copy it, end it and make another.

mail-token-made-subject = A token for programs was made for your account
mail-token-made-why = This is the forum of { $city }. Somebody who was logged on to your account made a token, by which a program acts as you.
mail-token-made-what = It may do this: { $scopes }. It serves until { $until }, and you can end it at any time.
mail-token-made-button = See my tokens
mail-token-made-not-you = If it was not you, end it and change your password at once, or call us on { $phone }, or write to { $email }.
