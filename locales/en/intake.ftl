# What staff enter for people who called, wrote or came.
medium = { $medium ->
        [telephone] By telephone
        [letter] By letter
        [email] By e-mail
       *[counter] At the counter
    }
record-received-by = { $medium ->
        [telephone] Received by telephone on { $date }; staff entered it.
        [letter] Received by letter on { $date }; staff entered it.
        [email] Received by e-mail on { $date }; staff entered it.
       *[counter] Received at the counter on { $date }; staff entered it.
    }
desk-enter-title = Enter a case
desk-enter-lead = For somebody who called, wrote a letter or an e-mail, or came to the counter. It gets a number like every other case and goes to the responsible office. Mails and the notice are in the language of this page.
desk-enter-enquiry = This is an enquiry about privacy; it goes to the privacy officer.
desk-enter-to-enquiry = It is an enquiry about privacy
desk-enter-to-suggestion = It is a suggestion
desk-enter-medium = How it came
desk-enter-received = Day on which it came
desk-enter-language = Language of the case
desk-enter-language-hint = The person's own: the mails come in it. Read the notice out in this language too.
desk-enter-notice = The notice in English
desk-enter-body-hint = The person's own words, as far as you can.
desk-enter-contact = How to reach the person
desk-enter-contact-text = Only what the person wants to give. Read the notice below out first; without agreement leave these fields empty. The contact details of a letter or an e-mail may be entered as they stand in it; they go to nobody outside the city.
desk-enter-email-hint = We mail a link to confirm it; the case waits for it as it does for everybody.
desk-enter-share = The responsible office may have the contact details
desk-enter-publish = The suggestion may be published after review
desk-enter-agreed = I read the notice out, and the person agreed
desk-enter-agreed-hint = Needed with contact details, except those of a letter or an e-mail.
desk-enter-button = Enter the case
desk-enter-reused = This form was sent before with other words, as case { $reference }. Open the form again for another case.
desk-entered-title = The case was entered
desk-entered-confirm = A mail with a link to confirm the address is on its way. Once it is followed, the case goes to the { $offices }.
desk-entered-routed = It has gone to the { $offices }. The answer is due by { $due }.
desk-entered-tell = Tell or give the person both, now: the password is shown only this once, and opens the case to read and answer. Do not keep it yourself.
desk-entered-next = Enter another case
invalid-long-ago = That is more than a year ago. Is there a typing error?
invalid-not-agreed = Please read the notice out and tick this, or leave the contact details out.
