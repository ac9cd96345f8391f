# The suggestion box: form, case, desk and mails

list-comma = {", "}
list-and = {" and "}

suggest-title = Make a suggestion to the city
suggest-lead = Write down what you saw or what you propose. We send it to the responsible office and tell you by when it answers. No account and no cookie needed.
suggest-urgent = Is somebody in danger right now? Call 110 (police), 119 (fire and ambulance) or 1999 (citizens' line) instead of using this form.
suggest-category = Category
suggest-category-hint = Category and district decide which office handles it.
suggest-category-more = What belongs where?
suggest-district = District
suggest-name = Title
suggest-name-hint = In one sentence, such as: sunken manhole cover on Jiangong Road.
suggest-body = Text
suggest-body-hint = Where, when, what happened, and what would make it better.
suggest-place = Place
suggest-place-hint = An address, a crossing or a landmark nearby.
suggest-coordinates = Coordinates
suggest-coordinates-hint = If words do not say where exactly, add coordinates. What stands in these two fields goes along with the suggestion, and nothing else of your position; they are never published. Leave both empty to send none.
suggest-latitude = Latitude
suggest-latitude-hint = In degrees, such as 22.62734; south of the equator with a minus sign.
suggest-longitude = Longitude
suggest-longitude-hint = In degrees, such as 120.30145; west of Greenwich with a minus sign.
suggest-position = Use my position
suggest-position-looking = Your device is looking for its position…
suggest-position-found = Your position stands in the two fields, to within about { $metres } m. You can change it or take it out.
suggest-position-refused = Your browser was told not to give your position. You can type coordinates, or describe the place in words.
suggest-position-failed = Your device could not find its position. Please try again, type coordinates, or describe the place in words.
invalid-coordinates-half = Latitude and longitude belong together. Please fill this in too, or empty both.
invalid-degrees = This is no number of degrees. Please write it with digits and a point, such as 22.62734.
invalid-latitude = A latitude lies between -90 and 90 degrees. Were latitude and longitude mixed up?
invalid-longitude = A longitude lies between -180 and 180 degrees.
suggest-contact = How to reach you
suggest-contact-text = All of this is optional and never public. If you give an e-mail address, we first send a mail to confirm it: please follow its link within { $days } days. The answer goes there too. If nobody confirms it, we erase the address and handle the suggestion without it.
suggest-contact-name = Name
suggest-contact-email = E-mail
suggest-contact-email-hint = Without it, the reference number and the case password show you the answer as well.
suggest-contact-phone = Telephone
suggest-share = Give my contact details to the responsible office
suggest-share-hint = If you leave this unticked, the office sees only the suggestion itself. Ticked, your contact details also travel with the suggestion when it is forwarded to the competent agency outside the city, and can go to those with whom the city has a public agreement; the notice below says more.
suggest-publish = I want to publish this suggestion
suggest-publish-hint = Sending it publishes nothing. You then see the words as everybody would read them, decide about what is personal, and a moderator looks at them first. Your contact details are never public.
suggest-check-button = Next: see where it goes
suggest-reused = This form was sent before, as case { $reference }. To send what it holds now as a further suggestion, send it once more.

suggest-check-title = Check before you send
suggest-check-lead = This suggestion goes to the { $offices }. You get an answer by { $due }.
suggest-sees = The office sees
suggest-sees-text = The suggestion without your contact details.
suggest-sees-contact = The suggestion and your contact details.
suggest-check-mail = When you send it, we mail a link to { $email }. Please follow it within { $days } days; the time to answer runs from then. If nobody does, we erase the address and the suggestion goes to the office without it.
suggest-send-button = Send to the { $office }
suggest-back-button = Go back and change

suggest-sent-title = We have your suggestion
suggest-sent-confirm = One more step: follow the link in the mail that we have just sent you, and the suggestion goes to the { $offices }.
suggest-sent-routed = It has gone to the { $offices }. You get an answer by { $due }.
suggest-sent-keep = Please keep the reference number and the case password; they are shown only this once. With them you can follow the case and read the answer without an account.

confirm-title = Confirm your case
confirm-text = Press the button to confirm that case { $reference } is yours. We send it to the responsible office at once.
confirm-button = Confirm and send
confirm-done-title = Confirmed
confirm-done-text = Case { $reference } has gone to the responsible office. You get an answer by { $due }.
confirm-gone-title = This link no longer works
confirm-gone-text = Either it was not copied whole, or its time has run out. In the second case nothing is lost: your e-mail address was erased, and the case is handled without it. Follow it with the reference number and the case password.

follow-lead = See how far your suggestion has come, with the reference number and the case password that you were given.
follow-reference-hint = Such as KH-2026-000042-9.
follow-password-hint = 12 letters and digits in three groups.
follow-button = Show the case
follow-none = There is no case with this number and password. Please compare them with what you noted and try again; the number is still in its field.
follow-mistyped = This is not a whole reference number, or one of its digits is mistyped: the last digit does not fit the others. Please compare it with what you noted; it is still in its field.

case-reference = Reference number
case-password = Case password
case-title = Case { $reference }
case-offices = Responsible office
case-forwarded-to = Forwarded to
case-due = Answer due
case-records = Handling records
case-pending = This case waits for you to follow the link in the mail we sent you.
case-expired = The time to confirm has run out and your e-mail address was erased. The suggestion is handled as usual; the answer will stand here.

state-new = Waits for the e-mail address to be confirmed.
state-confirmed = Confirmed and about to be routed.
state-routed = With the responsible office.
state-in-progress = The responsible office is working on it.
state-answered = Answered.
state-short-new = Waiting for confirmation
state-short-confirmed = Confirmed
state-short-routed = Routed
state-short-in-progress = In progress
state-short-answered = Answered

record-received = The suggestion arrived.
record-confirmed = The e-mail address was confirmed.
record-accepted-unconfirmed = Accepted without a confirmed e-mail address.
record-routed = Routed to the { $office }.
record-rule = { $rule ->
        [category-and-district] By the rule for its category and district.
        [category] By the rule for its category.
        [district] By the rule for its district.
       *[fallback] By the fallback, for no other rule names it.
    }
record-mailed = The { $office } was told by e-mail.
record-taken-up = The { $office } began to work on it.
record-answered = { $office } answered.

due-late = { $count ->
    [one] { $count } day late
   *[other] { $count } days late
}
due-today = due today
due-tomorrow = due tomorrow
due-days = { $count ->
    [one] due in { $count } day
   *[other] due in { $count } days
}

desk-title = Cases
desk-views = Lists of cases
desk-title-of-office = Shown to its office
desk-none = No cases now
desk-none-text = Suggestions that are routed to your office will stand here, the earliest due first.
desk-keys = Keyboard
desk-state = State
desk-facts = Facts of the case
desk-answer-title = Answer
desk-answer = Answer to the resident
desk-answer-hint = Say plainly what was done, what will be done, and when. It cannot be changed once it is sent.
desk-answer-button = Send the answer
desk-take-up-button = Begin work
desk-kept = What you typed
done-taken-up = Noted: work has begun.
done-answered = The answer was sent.
done-answered-not-public = The answer was sent, but not published: the suggestion is not public any more.

mail-suggestion-confirmation-subject = Please confirm your suggestion { $reference }
mail-suggestion-confirmation-why = This is the Suggestion Box of { $city }. Somebody made a suggestion with this e-mail address; its reference number is { $reference }.
mail-suggestion-confirmation-what = If it was you, please follow the link below within { $days } days and press the button there. Then the suggestion goes to the responsible office at once, the time to answer runs from then, and the answer comes to this address.
mail-suggestion-confirmation-button = Confirm the suggestion
mail-suggestion-confirmation-not-you = If it was not you, there is nothing to do: when the time has run out, this address is erased and the suggestion is handled without it.

mail-office-subject = { $reference }: { $category }, answer due { $due }
mail-office-why = This is an automatic notice of the Suggestion Box of { $city }: case { $reference } was routed to your office; please answer by { $due }.
mail-office-category = Category: { $category }
mail-office-district = District: { $district }
mail-office-place = Place: { $place }
mail-office-coordinates = Coordinates: { $coordinates } (geo:{ $coordinates })
mail-office-due = Answer due: { $due }
mail-office-name = Name: { $value }
mail-office-email = E-mail: { $value }
mail-office-phone = Telephone: { $value }
mail-office-no-contact = Contact: the resident did not share it with the office
mail-office-reply = { $sends ->
        [at-once] A member of the office can also answer by replying to this mail from the address of the account: the reply goes to the resident at once; where something personal is found in it, or a file is not taken, it becomes a draft at the case.
       *[draft] A member of the office can also answer by replying to this mail from the address of the account: the reply becomes a draft at the case, which one click sends.
    }
mail-office-button = Open the case and answer

mail-answer-subject = { $reference }: your suggestion was answered
mail-answer-why = This is the Suggestion Box of { $city }. The { $office } answered your suggestion { $reference }:
mail-answer-what = The reference number and the case password show you the whole file. Please do not reply to this mail.
mail-answer-what-reply = The reference number and the case password show you the whole file. You can reply to this mail from this address: while the case is open your reply joins it, and after that a person of the city reads it.
mail-answer-button = Show the case

problem-no-such-case = There is no case with this number and password.
problem-idempotency-key-reused = This Idempotency-Key was used for other content.
