# The frame of every page, and the components that many pages share.

face-skip = Skip to content
face-demo = This is a demonstration city. Everything in it is made up.
face-demo-mail = No mail leaves it: see the outbox
face-other-lang-tag = zh-TW

face-nav = Main
face-suggest = Make a suggestion
face-log-on = Log on
face-register = Register
face-log-off = Log off
face-account = Your account:
face-desk = Cases
face-review = Review
face-officer = Privacy

face-foot-nav = About this site
face-suggestion-box = Suggestion Box
face-follow-case = Follow a case
face-privacy = Privacy policy
face-cookies = Cookies
face-rules = Forum rules
face-accessibility = Accessibility
face-api = API
face-contact = Contact
face-telephone = Telephone
face-email = E-mail

face-page-nav = Pages
face-newer = Newer
face-older = Older
face-next = Next page
face-previous = Previous page

face-errors-title = A few things need changing
face-errors-kept = Everything you typed is still here. Change these and send it again.
face-error-at = { $field }: { $message }
face-error-word = Error:
face-optional = (optional)
face-choose = Please choose
face-cancel = Cancel
face-step = Step { $step } of { $of }

face-replies = { $count ->
    [one] { $count } reply
   *[other] { $count } replies
}
face-pinned = Pinned
face-locked = Locked
face-official = Answer of the office
face-guest = Guest

# The mark on public personal data
face-mark-is = public personal data: { $kind }
face-post-warning = This post contains personal data that its author made public. The privacy policy does not cover it.
face-post-warning-why = Why?
face-post-warning-mask = Mask this data
face-author-warning = The author made the name and public e-mail public. The privacy policy does not cover them.

kind-email = e-mail address
kind-person = person's name
kind-phone = telephone number
kind-national-id = national ID number
kind-resident-id = resident certificate number
kind-address = postal address
kind-plate = licence plate
kind-card = payment card number
kind-bank-account = bank account
kind-passport = passport number
kind-health-card = health card number
kind-driver-licence = driver's licence number
kind-social-id = LINE or social ID
kind-ip = IP address
kind-coordinates = coordinates
kind-birth-date = date of birth

# As it stands after "this is" and "this may be"
kind-one-email = an e-mail address
kind-one-person = a person's name
kind-one-phone = a telephone number
kind-one-national-id = a national ID number
kind-one-resident-id = a resident certificate number
kind-one-address = a postal address
kind-one-plate = a licence plate
kind-one-card = a payment card number
kind-one-bank-account = a bank account
kind-one-passport = a passport number
kind-one-health-card = a health card number
kind-one-driver-licence = a driver's licence number
kind-one-social-id = a LINE or social ID
kind-one-ip = an IP address
kind-one-coordinates = a pair of coordinates
kind-one-birth-date = a date of birth

# One finding and its decision
face-finding-is = Place { $number }: this is { $kind }
face-finding-may-be = Place { $number }: this may be { $kind }
face-finding-excerpt = You wrote
face-finding-whose = Whose is it?
face-finding-mine = Mine
face-finding-mine-hint = Whether to make it public is up to you.
face-finding-other = Someone else's
face-finding-other-hint = To publish it, a moderator looks at it first.
face-finding-none = Not personal data
face-finding-none-hint = A company's telephone or an office's mailbox, for example.
face-finding-choice = What should happen to it?
face-finding-mask = Mask it
face-finding-mask-hint = Readers see { $masked }. What you wrote is not stored.
face-finding-take-out = Take it out
face-finding-take-out-hint = These words are removed from your post.
face-finding-publish = I understand, publish it
face-finding-publish-hint = Everybody can read it, and it is marked as not covered by the privacy policy.
face-finding-never = Misuse of this kind of number is hard to undo, so it can be masked or taken out but not published.
face-finding-mask-all = Mask all

# Pages that say what went wrong
face-error-400-title = We could not read this request
face-error-400-text = Something in it was missing or malformed. Nothing was changed. Please go back and try again.
face-error-403-title = Your account cannot open this page
face-error-403-text = This page is for certain roles only. If you should see it, please check that you are logged on with the right account.
face-error-cross-site-title = This request came from another site
face-error-cross-site-text = To protect you, we did not carry it out. Nothing was changed. Please do it again from a page of this site.
face-error-404-title = There is no page here
face-error-404-text = The address may be mistyped, or the page has moved.
face-error-405-title = This address cannot be used that way
face-error-405-text = Nothing was changed. Please go to the home page and continue from there.
face-error-408-title = What you sent did not arrive in time
face-error-408-text = It came too slowly to be received whole and was not stored. Please check your connection and send it again.
face-error-409-title = This cannot be done any more
face-error-409-text = Somebody else was faster, or its time has ended. Nothing was changed; go back and look at how it stands now.
face-error-410-title = This link no longer works
face-error-410-text = It may have been used already, or its time has run out. You can ask for a new one.
face-error-413-title = That is too large
face-error-413-text = What you sent is over the limit and was not stored. Please make it shorter and send it again.
face-error-429-title = Too many attempts
face-error-429-text = Please wait a few minutes and try again. Nothing of yours was affected.
face-error-431-title = The address or the headers are too long
face-error-431-text = What your browser sent along is over the limit. Nothing was changed. Please search for less, or clear this site's cookies, and try again.
face-error-500-title = Something went wrong on our side
face-error-500-text = What you were doing was not completed. Please try again in a few minutes; if it still fails, call or write to us.
face-error-503-title = The service is away for a moment
face-error-503-text = We are on it, and it is usually back within minutes. What you just sent was not stored; please send it again later.
face-error-busy-title = Many people are here right now
face-error-busy-text = Everything works, but there is more to do than we can do at once. What you just sent was not stored; please send it again in a few seconds.
face-error-507-title = There is no room to store anything right now
face-error-507-text = Everything on the site can still be read, but nothing new can be kept for the moment. What you just sent was not stored; please keep a copy and send it again later.
face-error-home = Go to the home page
face-error-ways = You can also
face-error-suggest = Make a suggestion
face-error-case = Follow a case by its number
face-error-log-on = Log on
