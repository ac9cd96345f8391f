# The contact block and enquiries about the policy.

contact-hours = Office hours
contact-hours-days = { $days } { $times }
contact-open = open now, until { $time }
contact-opens-today = closed now, opens { $time }
contact-opens-tomorrow = closed now, opens tomorrow { $time }
contact-opens-weekday = closed now, opens { $day } { $time }
contact-opens-date = closed now, opens { $date } { $time }
contact-closed = closed now
contact-enquire = Ask about your data

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-range = { $from } to { $to }

enquiry-title = Ask about privacy and your data
enquiry-lead = Questions about the privacy policy, about what is collected and how it is used, or about a change of your data. No account and no cookie needed.
enquiry-answer-by = You get an answer by { $due } at the latest.
enquiry-call = You can also call { $phone } ({ $status }).
enquiry-about = What is it about?
enquiry-about-policy = The privacy policy
enquiry-about-use = The collection and use of data
enquiry-about-update = A change of my data
enquiry-body = Your enquiry
enquiry-body-hint = What you would like to know or have changed. Do not write numbers of ID cards or bank accounts.
enquiry-contact = How to reach you
enquiry-contact-text = All of this is optional and never public; only the privacy office sees it. If you give an e-mail address, we first send a mail to confirm it: please follow its link within { $days } days. The answer goes there too.
enquiry-send = Send to the Privacy Office
enquiry-sent-title = We have your enquiry
enquiry-sent-confirm = One more step: follow the link in the mail that we have just sent you, and the enquiry goes to the { $office }.
enquiry-sent-routed = It has gone to the { $office }. You get an answer by { $due }.

record-received-enquiry = The enquiry arrived.

mail-enquiry-confirmation-subject = Please confirm your enquiry { $reference }
mail-enquiry-confirmation-why = This is { $city }. Somebody made an enquiry about privacy with this e-mail address; its reference number is { $reference }.
mail-enquiry-confirmation-what = If it was you, please follow the link below within { $days } days and press the button there. Then the enquiry goes to the privacy office at once, the time to answer runs from then, and the answer comes to this address.
mail-enquiry-confirmation-button = Confirm the enquiry
mail-enquiry-confirmation-not-you = If it was not you, there is nothing to do: when the time has run out, this address is erased and the enquiry is handled without it.
mail-enquiry-office-why = This is an automatic notice of { $city }: the privacy enquiry { $reference } has arrived; please answer by { $due }.
mail-enquiry-answer-subject = { $reference }: your enquiry was answered
mail-enquiry-answer-why = This is { $city }. The { $office } answered your enquiry { $reference }:
