# What administrators set on pages: how the city looks and speaks, what stands above every page, and the
# numbers by which forum and suggestion box go.

settings-title = Settings
settings-lead = How Plaza looks and speaks here, what stands above every page, and by which numbers it goes. Each change holds from the next request on, stands in the register of decisions, and can be taken back.
settings-group-face = Name and look
settings-group-notices = Above every page
settings-group-forum = Forum and moderation
settings-group-suggestions = Suggestion box
settings-group-retention = How long records are kept
settings-elsewhere = Set elsewhere
settings-elsewhere-hint = What has a list of its own has its own page. How the server is reached, its secrets and its mail stand in the file alone.
settings-unknown = Another version of Plaza set “{ $setting }”. This one does not know that setting and passes it over.
settings-shipped = Nobody set it: this is what ships
settings-of-page = Set on this page
settings-of-file = Set by the file or the environment: { $keys }
settings-unreadable = What was set cannot be read by this version of Plaza: what ships holds
settings-fixed-title = Set by the file
settings-fixed = This is said by the configuration of the server, and nothing set here would count. Take these keys out of the file to set it on this page.
settings-stands = Now
settings-source = Where that comes from
settings-nothing = Nothing
settings-picture = A picture
settings-yes = Yes
settings-no = No
settings-from = from { $time }
settings-until = until { $time }
settings-between = From { $from } until { $until }
settings-bounds = { $least } to { $most }
settings-reason = Why
settings-reason-hint = Who reads the register as an administrator sees it. Name nobody.
settings-save = Save
settings-preview = Show it first
settings-back = Back to what ships
settings-undo = Take this change back
settings-changed = Somebody else changed this meanwhile. What you typed is still here; look at what holds now, then save again.
settings-past = Changes
settings-past-none = Nobody has set it here.
settings-past-set = { $by } set it to:
settings-past-undone = { $by } took change { $version } back. It is again:
settings-past-shipped = what ships with Plaza
settings-past-unreadable = something that this version of Plaza cannot read
settings-past-nobody = An administrator
done-setting-kept = Saved. It holds from now on and stands in the register of decisions.
done-setting-undone = Taken back. What held before holds again.

setting-name-title = The city's name
setting-name-effect = It stands on every page, in every mail and in the notices about personal data, in the reader's language. Mails that have left keep the old one.
settings-name-zh = Name in Chinese
settings-name-en = Name in English

setting-colours-title = Colours
setting-colours-effect = One colour for links and buttons on the light ground, and one on the dark. Each must be easy to read there: text needs a contrast of 4.5 to 1 (WCAG AA), the edge of what is pressed 3 to 1.
settings-accent = Colour on the light ground
settings-accent-dark = Colour on the dark ground
settings-colour-hint = Written as #0b6570.
settings-no-colour = This is no colour yet.
settings-contrast-enough = Text { $text } : 1, edges { $controls } : 1. That can be read.
settings-contrast-little = Text { $text } : 1, edges { $controls } : 1. That is too little to be read.
settings-sample-text = So a sentence looks, with
settings-sample-link = a link in it
settings-sample-button = A button

setting-logo-title = Logo
setting-logo-effect = It stands before the city's name on every page, and in the browser's tab. Without one the picture that ships stands there.
settings-logo-file = Picture
settings-logo-hint = PNG, JPEG or WebP, { $max } MiB at most. It is made anew, at most 320 pixels wide and without anything but its pixels. Without a file the picture stays and only its words change.
settings-alt-zh = What it shows, in Chinese
settings-alt-en = What it shows, in English
settings-alt-hint = For those who cannot see it. Leave it empty where the name beside it says all.

setting-languages-title = Languages
setting-languages-effect = In which languages pages are offered. A page in another leads to the same page in the first. Who chose a language for their mails keeps it, and what people wrote stays as it is.
settings-languages-offered = Offered
settings-languages-first = For readers who ask for none of them
settings-languages-first-hint = It counts only where it is offered.

setting-banner-title = A line above every page
setting-banner-effect = Everybody reads it on every page, in their language, as long as you say. Name nobody in it.
settings-text-zh = In Chinese
settings-text-en = In English
settings-shown-from = Shown from
settings-shown-until = Shown until
settings-shown-hint = By the city's clocks. Left empty it is shown at once, and until somebody takes it away.
banner-label = From the city

setting-maintenance-title = Maintenance
setting-maintenance-effect = When Plaza will not be there. Every page says so from now until it is over, in ready-made words; the server is not stopped by this.
settings-begins = Begins
settings-ends = Ends
settings-times-hint = By the city's clocks.
maintenance-label = Maintenance
maintenance-words = From { $from } until { $until } this site is being worked on and may not answer. Please send anything that matters before or after that.

setting-edit-minutes-title = Edits without a mark
setting-edit-minutes-effect = So many minutes after posting an edit leaves no mark and no version. It counts for posts that are written from now on and for those that are younger.
setting-edit-minutes-label = Minutes
setting-edit-minutes-value = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

setting-first-posts-title = First posts
setting-first-posts-effect = So many posts of a resident are looked at by a moderator before others see them. With 0 none waits for that reason.
setting-first-posts-label = Posts
setting-first-posts-value = { $count ->
    [one] { $count } post
   *[other] { $count } posts
}

setting-limits-title = Limits by trust
setting-limits-effect = Whether residents post and flag only so much in a day, by how far they are trusted. Moderators and the city's own people have no such limit.
setting-limits-label = Limit what residents post and flag in a day

setting-hold-at-title = When a text waits as spam
setting-hold-at-effect = A member's text with this score or a higher one waits for a moderator. A lower number holds more, and more that is no spam.
setting-hold-at-label = Score
setting-hold-at-value = From { $count } on

setting-remind-hours-title = Reminding moderators
setting-remind-hours-effect = Moderators get a mail when something has waited for review so long.
setting-remind-hours-label = Hours
setting-remind-hours-value = { $count ->
    [one] After { $count } hour
   *[other] After { $count } hours
}

setting-appeal-days-title = Answering appeals
setting-appeal-days-effect = In so many working days an appeal is answered; its author is told the day. Appeals that wait already keep theirs.
setting-appeal-days-label = Working days
setting-appeal-days-value = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}

setting-confirmation-days-title = Confirming an address
setting-confirmation-days-effect = So many days a resident has to confirm the e-mail address of a suggestion, or of their support for one. After that a suggestion goes on without the address, and a support is forgotten. The privacy policy names this number: where it says another, it has to be revised too.
setting-confirmation-days-label = Days
setting-confirmation-days-value = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

setting-remind-days-title = Reminding offices
setting-remind-days-effect = So many working days before the promised one an office is reminded of a suggestion, once. With 0 it is on the day itself.
setting-remind-days-label = Working days
setting-remind-days-value = { $count ->
    [one] { $count } working day before
   *[other] { $count } working days before
}

setting-close-days-title = Closing answered suggestions
setting-close-days-effect = So many days after its answer a suggestion is closed. A shorter time closes at the next look those that have waited longer.
setting-close-days-label = Days
setting-close-days-value = { $count ->
    [one] { $count } day after the answer
   *[other] { $count } days after the answer
}

setting-reopen-days-title = Opening a suggestion again
setting-reopen-days-effect = So long after the answer its resident can open a suggestion again with number and password. Its office can at any time.
setting-reopen-days-label = Days
setting-reopen-days-value = { $count ->
    [one] { $count } day after the answer
   *[other] { $count } days after the answer
}

setting-retention-cases-title = Suggestions and enquiries
setting-retention-cases-effect = So many years after they end they are deleted with their files. Fewer years delete at the next hour what is older, and that cannot be brought back; more years keep what has not been deleted yet. The notices say the new number from now on.
setting-retention-cases-label = Years
setting-retention-cases-value = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
setting-retention-decisions-title = Decisions
setting-retention-decisions-effect = So many years what was done to posts and data is kept, and on which ground. Fewer years delete at the next hour what is older, and that cannot be brought back; more years keep what has not been deleted yet. The register keeps its entries, without what lies sealed beside them.
setting-retention-decisions-label = Years
setting-retention-decisions-value = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
setting-retention-requests-title = Requests about personal data
setting-retention-requests-effect = So many years after they are closed they are deleted. Fewer years delete at the next hour what is older, and that cannot be brought back; more years keep what has not been deleted yet. The notices say the new number from now on.
setting-retention-requests-label = Years
setting-retention-requests-value = { $count ->
    [one] { $count } year
   *[other] { $count } years
}

invalid-setting-form = This cannot be read here. Nothing was changed.
invalid-setting-markup = A name has no < and no >: it stands everywhere just as it is typed.
invalid-setting-colour = This is no colour. Write it as #0b6570.
invalid-setting-contrast = This colour has a contrast of { $word } to 1, and { $min } to 1 is the least. Choose a darker one for the light ground, or a lighter one for the dark.
invalid-setting-no-language = Leave one language at least.
invalid-setting-number = Write a whole number from { $min } to { $max }.
invalid-setting-years = No page sets fewer than { $min } years: so long somebody who was harmed can claim damages (Personal Data Protection Act art. 30, State Compensation Act art. 8). A shorter schedule that was approved belongs in the server's file.
invalid-setting-time = This is no day with a time.
invalid-setting-order = The end must come after the beginning.
invalid-setting-past = This is over already.
invalid-setting-fixed = The server's configuration says this ({ $word }), and no page changes it. Nothing was changed.
invalid-setting-nothing = There is nothing to take back.
invalid-setting-unreadable = What held before cannot be set any more. Set something else instead.
settings-logo-again = Nothing was kept yet. Please choose the file again when you have answered the questions.
invalid-setting-logo-large = This file is too large for a logo. Choose a smaller one, { $max } MiB at most.
invalid-setting-logo-kind = This is no still picture: it must be PNG, JPEG or WebP, whatever its name says.
invalid-setting-logo-damaged = This picture cannot be read. Open it, save it anew and choose it again.
invalid-setting-tall = This picture is more than twice as high as it is wide: it would not fit into the line.
invalid-setting-no-picture = Choose a picture.
