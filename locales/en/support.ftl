# Support of published suggestions.

support-title = Support
support-count = { $count ->
    [0] Nobody supports this suggestion yet.
    [one] { $count } person supports this suggestion.
   *[other] { $count } people support this suggestion.
}
support-total = { $count ->
    [one] { $count } supporter
   *[other] { $count } supporters
}
published-order = Order
published-order-newest = Newest first
published-order-support = Most supported first
published-more-supported = More supported
published-less-supported = Less supported
support-mine = You support it
support-give = Support this suggestion
support-take-back = Take my support back
support-kept = Everybody sees how many support it. That it was your account is kept until you take it back, and is shown to nobody but you.
support-by-mail = You need no account: a link that we mail you confirms it.
support-ask-lead = Each person counts once. Everybody sees how many support the suggestion, and nobody sees who.
support-hourly = The number is counted once an hour.
support-closed = This suggestion can no longer be supported. Support that was given by a mailed link can be taken back here.
support-closed-lead = This suggestion can no longer be supported. Support that was given by a mailed link can still be taken back.
support-closed-hint = We mail you a link. Your support is taken back once you have followed it and pressed the button.
support-email-hint = We mail you a link. Your support counts once you have followed it and pressed the button.
support-send = Mail me the link
support-confirm-title = Support this suggestion
support-confirm-text = One more press, and your support counts. Your e-mail address is erased with it.
support-confirm-button = Count my support
support-counts-title = Your support counts
support-counts-text = Your e-mail address is erased. Each person counts once, also where you had supported it before. The mail has a link by which you can take your support back.
support-account-title = Your account supports this suggestion
support-account-text = An account has this e-mail address and supports the suggestion already. Each person counts once, so nothing was added, and the address that you typed is erased. To take the support back, log on.
support-back-title = Take your support back
support-back-text = What was given with this e-mail address counts no more, or never will if it was not confirmed yet, and what we hold of it is erased.
support-taken-title = Your support is taken back
support-taken-text = It does not count, and what we held of it is erased.
support-account-stays-title = Your account still supports this suggestion
support-account-stays-text = Nothing that was given by a mailed link counts, and what we held of it is erased. But an account has this e-mail address and supports the suggestion: log on to take that back.
support-gone-title = This link no longer works
support-gone-text = The support was taken back, a newer mail has a newer link, the time to confirm it is over, or the suggestion is no longer public. Where an account has your e-mail address, your support may stand with the account: log on to take it back.

done-support-given = Your support counts.
done-support-taken = Your support is taken back.
done-support-mailed = A mail with a link is on its way, unless too many went to this address already; then please try again later. Your support counts once you have followed the link and pressed the button.
done-support-back-mailed = A mail with a link is on its way, unless too many went to this address already; then please try again later. Your support is taken back once you have followed the link and pressed the button.

mail-support-subject = Confirm your support
mail-support-why = { $city } writes to you because this address was given to support a suggestion that a resident published.
mail-support-which = The suggestion: { $address }
mail-support-what = { $days ->
    [one] Follow the link "Confirm my support" at the end within one day and press the button; then your support counts and your address is erased.
   *[other] Follow the link "Confirm my support" at the end within { $days } days and press the button; then your support counts and your address is erased.
} If it was not you, do nothing: nothing counts, and your address is erased.
mail-support-take-back = To take it back, before or after you confirm it: { $address }
mail-support-back-subject = Take your support back
mail-support-back-why = { $city } writes to you because this address was given to take back support of a suggestion that a resident published.
mail-support-back-what = { $days ->
    [one] Follow the link "Take my support back" at the end within one day and press the button.
   *[other] Follow the link "Take my support back" at the end within { $days } days and press the button.
} If it was not you, do nothing: the support stays as it is, and the address that was given is erased.
mail-support-button = Confirm my support
