# The files of personal data, and the retention job.
files-title = Personal-data files
files-lead = What the city keeps about people in this service, why, for how long, and who gets to see it. The list is made from the program itself, so nothing is kept that does not stand here.
files-kinds = What
files-basis = Basis
files-retention = Kept
files-recipients = Seen by
files-contact = Contact
files-contact-text = { $city } keeps these files. For questions about them, or to see, correct or erase what is held about you:

file-accounts-name = Accounts
file-accounts-purpose = To let people post under a name of their own, come back to it, and set the service up as they like it.
file-sign-on-name = Logging on by the city's sign-on
file-sign-on-purpose = To tie a log-on by the city's sign-on to the browser in which it began, and to let no word of its provider serve twice. What the provider says is stored sealed, and only until there is an account.
file-attempts-name = Failed attempts, and how often programs ask
file-attempts-purpose = To keep passwords and case numbers from being guessed, and programs from asking too often. Stored as a keyed hash that nobody can read back. Administrators see how many attempts failed with accounts of the city's people, and of nobody else.
file-sign-ins-name = Log-ons of the city's people
file-sign-ins-purpose = To show to moderators, staff, the privacy officer and administrators, and to administrators, when somebody logged on with an account that may do more than a resident's, and in which way. No address and no browser; of residents nothing.
file-forum-name = Forum
file-forum-purpose = To show what people publish in the forum. Names and addresses that they publish themselves are outside the privacy policy and are marked.
file-drafts-name = Drafts
file-drafts-purpose = To keep what people have begun to write until they publish it. Stored sealed; only its writer reads it.
file-reading-name = How far somebody has read
file-reading-purpose = To show to whoever asks for it which posts they have not read. Up to which post, and no time. Statistics do not read it.
file-followed-name = Watched topics, notifications, bookmarks, reactions
file-followed-purpose = To tell people of what concerns them or what they watch, to let them find posts again, and to count each reaction once. Notifications refer to a post and repeat nothing of it.
file-profiles-name = Profiles
file-profiles-purpose = To show what people choose to make public of themselves. It is outside the privacy policy and marked.
file-moderation-name = Review of posts
file-moderation-purpose = To look at posts before they are published or after they were reported, and to say why something was not published. The keyed hashes by which the same text is known again are kept for 7 days only, and go at once when a post is masked.
file-staff-name = Members of offices
file-staff-purpose = To know which member of staff answers for which office.
file-suggestions-name = Suggestions and their case files
file-suggestions-purpose = To handle what residents suggest to the city, to answer them, and to keep the official record of it. Also notes on which day an office or an administrator looked at a case and the contact details in it.
file-letters-name = Mail that came in
file-letters-purpose = To keep what members of offices answered by mail and nobody has sent yet, and mails of which it is not known to which case they belong, until somebody handles them. The whole mail is sealed; who read it on which day is noted.
file-ratings-name = Ratings of answers
file-ratings-purpose = To say in the figures how satisfied people are with the city's answers. Nobody at the city sees how a case was rated. The stars are forgotten once the figures of their month are made; that the case was asked about stays with it, so that nobody is asked twice.
file-polls-name = Voting marks
file-polls-purpose = To let each account vote once in a poll. A mark is a keyed hash without a time or a choice, and is erased when the poll has closed.
file-events-name = Sign-ups for events
file-events-purpose = To keep a place at an event for who signed up, to tell them of changes, and to let the waiting list move up. Seen by the event's organiser alone; a note says on which day. Erased on the day that the sign-up form states.
file-supports-name = Support of suggestions
file-supports-purpose = To count each person's support of a published suggestion once. Of an account the fact alone; of somebody without one a keyed hash, once a mailed link has confirmed the address; without this service's secret it leads to nobody. The address is erased then, and with it the record of the consent: beside the hash, it would tell who supported when.
file-mail-name = Sent mail
file-mail-purpose = To deliver the mails that this service sends, to know that they arrived, and to send nothing that one can do without to addresses that do not exist or want none of it. Addresses and contents are sealed.

file-event-looks-name = Looks at the lists of events
file-event-looks-purpose = To show to who signed up on which days the organiser opened the list.
file-access-log-name = Access log
file-access-log-purpose = To keep the service running safely and to see how it is used. Four things in shuffled columns: network, hour, kind of browser, page. Nothing in it leads to an account or a case.
file-erasure-journal-name = Erasure journal
file-erasure-journal-purpose = To make a backup that is put back forget again what was erased since. Numbers only, kept apart from the database.
file-mail-folder-name = Mail folder
file-mail-folder-purpose = To hold mails as files where no mail server is set up, for trying things out.

files-sources = Duties
files-others = Other records
files-others-text = What is kept beside these files says nothing of residents. Where it names who of the city's people acted, that is part of the record of the city's work.
file-plain-acts-name = Acts of the city's people
file-plain-acts-purpose = To show who of the city's people made an agreement, gave data under one, or reported a breach, and which case it concerned.
file-plain-announcements-name = Polls, events and campaign links
file-plain-announcements-purpose = To announce polls and events, and to count results and visits as totals. Who of the city's people made one stands with it and is not published.
file-plain-city-name = The city's own settings and texts
file-plain-city-purpose = To run the service: boards, offices, categories, districts, routing, versions of the policy, notices, and what administrators set.
file-plain-chains-name = Chains and signed statements
file-plain-chains-purpose = To let everybody check that neither the register nor a case file was changed. Commitments only, no content.
file-plain-figures-name = Published figures
file-plain-figures-purpose = To publish statistics and open data in which nobody can be recognised.
file-plain-desk-name = Working figures and drafts
file-plain-desk-purpose = To count a day's page views, what moderators say about the detector and what was deleted at its time, to prepare versions of the policy, and to tell programs of the city what happened (which event, by number, for 30 days).
file-plain-workings-name = Workings of the program
file-plain-workings-purpose = To delete files that are no longer needed, to take each form once and to answer a program that asks again as before, to know which lines of the erasure journal were carried out, to import another forum once, to do each of the program's jobs once however many servers there are, to know which changes the database has, and whether a page that is kept in memory still holds.

file-basis-consent = The person's consent (Personal Data Protection Act art. 15, subpara. 2)
file-basis-duty = The city's statutory duties (Personal Data Protection Act art. 15, subpara. 1; Administrative Procedure Act arts. 168 to 173)
file-basis-published = Published by its owner, with their consent (Personal Data Protection Act art. 15, subpara. 2)
file-basis-security = The duty to keep personal data safe (Personal Data Protection Act arts. 15, subpara. 1, and 18)

file-source-petitions = Administrative Procedure Act arts. 168 to 173: suggestions and enquiries are answered, and their files are kept
file-source-rights = Personal Data Protection Act arts. 3, 10, 11 and 13: rights over one's data, and the time for answering
file-source-proof = Personal Data Protection Act art. 7: the city must be able to show that a consent was given
file-source-safety = Personal Data Protection Act art. 18: keeping personal data safe, with a record of who used it
file-source-purpose = Personal Data Protection Act art. 16: an address is used for what it was given for
file-source-circumstances = Privacy protection policy, circumstances (1) to (4): each must be shown and can be appealed
file-source-work = Personal Data Protection Act art. 15, subpara. 1: who does the city's work

file-kind-name = name
file-kind-email = e-mail address
file-kind-phone = telephone number
file-kind-place = district or place
file-kind-text = what was written
file-kind-proof = hashes of passwords and links
file-kind-preference = settings
file-kind-activity = what was done, and when
file-kind-progress = how far somebody has read
file-kind-network = network (a shortened IP address)
file-kind-browser = kind of browser

file-recipient-nobody = nobody but its owner
file-recipient-office = the responsible office
file-recipient-moderators = moderators
file-recipient-officer = the privacy officer
file-recipient-administrators = administrators
file-recipient-public = everybody

file-kept-unkept = Mails to who signs up for an event or supports a suggestion, about requests on personal data, and digests: until they are delivered; one that cannot be delivered, 7 days. Of a digest that was delivered, its kind, its times and a keyed hash of the address stay for 7 days: if it comes back, no more are sent there. Of an answer to a request that was delivered, its times and the request's number stay for 7 days, without the address: if it comes back, the privacy officer is told.
file-kept-approvals = What was declined or came to nothing, with the reason: 90 days. What was used stays as the record of the investigation.
file-kept-polls = Until the poll has closed.
file-kept-supports = Until it is taken back, or the suggestion is no longer published.
file-kept-breach-marks = Until all letters about a breach have been written.
file-kept-attachments = What is added to a post: until its author erases it or the post. What was uploaded and never published: 24 hours (2 hours without an account), or as long as the draft that it belongs to.
file-kept-service = As long as the service runs.
file-kept-log = { $count ->
        [one] Each day's file, one day.
       *[other] Each day's file, { $count } days.
    }
file-kept-journal = As long as there can be a backup from before the erasure.
file-kept-mail-folder = Until the operator empties the folder.
file-kept-owner = Until its owner erases it.
file-kept-expiry = What expires (links, log-ons, unconfirmed registrations): until it expires.
file-kept-days = { $count ->
        [one] One day after its last use.
       *[other] { $count } days after it was done with.
    }
file-kept-years = { $count ->
        [one] One year.
       *[other] { $count } years.
    }

officer-retention-title = Retention
officer-retention-lead = Each hour, what has had its time is deleted as the data inventory and the retention schedule say. Here is the count of it, without content.
officer-retention-due = Due now
officer-retention-nothing = Nothing has had its time.
officer-retention-reports = Deleted
officer-retention-no-reports = Nothing has been deleted yet.
officer-retention-file = File
officer-retention-no-file = no personal data
officer-retention-table = Table
officer-retention-count = Rows
officer-retention-day = Day

looks-title = Who saw your case
looks-lead = Each day on which an office gets or opens your case, with the contact details that you share with it, is written down here.
look-delivery = Mailed with the suggestion to { $office }
look-handling = Looked at by { $office } while handling the suggestion
look-administration = Looked at by an administrator of the site, who is not of { $office }
file-decisions-name = Decisions about posts
file-decisions-purpose = To record what was done to somebody's post or data, on which ground, and to hear appeals. The ground's words, the original and appeals are sealed; the original goes when the time to appeal has ended. What somebody wrote in an appeal against a warning, a silence or a suspension goes with the account. Administrators see which of the city's people acted, and when, but none of these words.
file-requests-name = Requests about personal data
file-requests-purpose = To answer what people ask about their data, within the time that the law gives. Words, answers and addresses are sealed; the address goes with the answer, mails to it once they are delivered.
