# What people may ask about their data.
rights-data-title = Your data
rights-data-lead = This is everything that this site holds about your account, table by table. It is shown to you alone. What does not stand here, and why, is said below it.
rights-data-archive = Download everything (JSON, HTML and your files)
rights-data-proof = (a value that only proves something and cannot be read)
rights-data-mailed = (it stands in the mail itself; it may hold links that only your mailbox should see)
rights-correct-title = Put something right
rights-correct-lead = What you gave yourself you change yourself, at once:
rights-correct-rest = Anything else: ask the privacy officer
held-apart-title = What does not stand here, and why
held-apart = { $why ->
        [case] Suggestions and enquiries belong to no account. You read yours with its reference number and case password.
        [decision] The grounds of decisions about posts name others as well and are sealed. What was decided about your post stands with the post.
        [duty] What somebody did in working for the city stands in the records of that work.
        [flagged] That readers flagged what you wrote or show of yourself: who it was, when and how often, nobody is told. What a moderator did about it stands with the post, or was mailed to you.
        [earlier] What was given or mailed with an address that the account had earlier: that address alone leads to it. The link in each mail shows it and erases it.
        [unnamed] That an account voted in an open poll, and how often a password was wrong, is kept as a keyed hash without a name, until the poll closes or a day has passed. Support by a mailed link is kept as such a hash too: what your present address leads to is listed above.
       *[unconfirmed] A registration that was not confirmed is no account yet. It is deleted after 24 hours, or when the account stands.
    }
rights-files-link = What the city keeps, why and how long
held-table = { $table ->
        [accounts] Account
        [sessions] Where you are logged on
        [api_tokens] Tokens of the API that you made
        [authenticators] Your app with codes
        [recovery_codes] Your recovery codes
        [passkeys] Your passkeys
        [second_steps] Log-ons that wait for their second step
        [factor_graces] Until when you may do without a second factor
        [factor_resets] That your second factors are to end, as an administrator asked
        [sign_on_identities] That you log on by the city's sign-on
        [sign_on_attempts] A log-on by the city's sign-on that is not over
        [sign_on_sessions] Log-ons by the city's sign-on
        [account_standing] How your account fares with the rules
        [upheld_decisions] Decisions about you that stand
        [sanctions] Warnings, silence, suspensions and decisions about the profile
        [account_events] What happened to your account
        [sign_ins] When you logged on
        [account_tokens] Links that were mailed to you
        [account_preferences] What you chose
        [account_boards] Your home boards
        [reading_trackers] That it is remembered how far you read
        [topic_reads] How far you have read in topics
        [board_reads] Boards that count as read
        [watches] What you watch and mute
        [case_watches] Cases that your digest tells of
        [case_watch_news] What your next digest tells of them
        [notifications] Notifications
        [bookmarks] Bookmarks
        [reactions] Reactions
        [profiles] Your profile
        [posts] Posts
        [drafts] Your drafts
        [attachments] Files in your posts
        [post_revisions] Earlier versions of posts
        [post_findings] Personal data that you made public
        [topics] Topics
        [topic_tags] Tags of your topics
        [search_texts] What search keeps of your posts
        [review_items] Reviews of your posts
        [spam_scores] How much your posts looked like spam
        [spam_lessons] What was learned from decisions about your posts
        [appeals] Appeals
        [data_requests] Requests to the privacy officer
        [sealed_originals] Originals of changed posts
        [sealed_quotes] Originals of posts whose quotes were masked
        [consents] What you agreed to
        [policy_dismissals] Announcements that you put away
        [office_members] Offices that you work for
        [moderator_boards] Boards that you moderate
        [supports] Suggestions that you support
        [support_marks] Suggestions that your e-mail address supports
        [support_requests] Support given with your e-mail address that waits to be confirmed
        [event_sign_ups] Sign-ups for events with your e-mail address
        [request_looks] Days on which somebody read a request of yours
        [appeal_looks] Days on which somebody read an appeal of yours
        [flags] What you flagged
        [flag_looks] Days on which a moderator read what you wrote in a flag
        [event_looks] Days on which the organiser opened the list of an event that you signed up for
        [outbox] Mails to your e-mail address
        [suppressed_addresses] Why your e-mail address gets fewer mails
       *[other] { $table }
    }
held-column = { $column ->
        [name] Name
        [way] Way
        [begun_at] Logged on
        [email_sealed] E-mail address
        [contact_sealed] E-mail address
        [words_sealed] Your words
        [answer_sealed] Answer
        [password_hash] Password
        [token_hash] Proof
        [link_hash] Proof
        [subject_sealed] What the sign-on calls you
        [subject_index] Proof
        [linked_on] Linked
        [state_hash] Proof
        [browser_hash] Proof
        [next] Page to go on to
        [said_sealed] What the sign-on said of you
        [sid_hash] Proof
        [step_hash] Proof
        [withdraw_hash] Proof for withdrawing
        [guest_key_hash] Proof
        [email_index] Proof
        [role] Role
        [language] Language
        [rules_version] Forum rules accepted
        [created_at] Since
        [created_on] Since
        [last_used_on] Last used
        [event] What happened
        [day] Day
        [expires_at] Until
        [approved] Posts of yours that stand
        [upheld] Decisions about you that stand
        [posts] Posts on that day
        [topics] Topics on that day
        [flags] Flags on that day
        [ledger_number] Number in the ledger
        [imposed_on] Since
        [ended_on] Ended early
        [appealed_on] Appealed
        [last_day] Last day
        [expires_on] Last day
        [scopes] Scopes
        [confirmed_at] Last proven
        [confirmed_on] Since
        [added_on] Since
        [label_sealed] Name
        [secret_sealed] Proof
        [last_step] Proof
        [code_hash] Proof
        [credential_id] Proof
        [user_handle] Proof
        [public_key] Proof
        [sign_count] Proof
        [body] Text
        [title] Title
        [tag] Tag
        [state] State
        [kind] Kind
        [name_sealed] Name
        [name_changed_on] Name last changed
        [event_id] Number of the event
        [signed_up_on] Signed up
        [recipient_sealed] Recipient
        [recipient_index] Proof
        [domain_mark] Proof
        [content_sealed] Text of the mail
        [reply_sealed] What the mail server said
        [notice] What for
        [given_at] Given
        [withdrawn_at] Withdrawn
        [number] Version
        [office_id] Number of the office
        [district_id] Number of the district
        [board_id] Number of the board
        [digest] Digest
        [appearance] Colours
        [topic_id] Number of the topic
        [case_id] Number of the case
        [post_id] Number of the post
        [position] Read up to the post that appeared as number
        [level] Chosen
        [seen] Seen
        [mailed] In a digest
        [about] About you
        [about_html] About you as shown
        [shows_since] Shows since when you are a member
        [shows_count] Shows how many posts you wrote
        [shows_posts] Shows a list of your posts
        [purpose] What for
        [edited_at] Edited
        [body_html] Text as shown
        [title_html] Title as shown
        [slug] Words in the address
        [title_terms] Search words of the title
        [terms] Search words
        [guest_name] Name given as a guest
        [guest_email] Public e-mail address
        [alt] What the picture shows
        [kept_at] Last changed
        [original_sealed] Original
        [decided_at] Decided
        [reason] Reason
        [outcome] What came of it
        [settled_at] Decided
        [reopened_at] Opened anew
        [decision_reason_sealed] Reason
        [claimed_until] Worked at until
        [extended_because_sealed] Why it takes longer
        [due_on] Due date
        [covers] Which mails
        [since] Since
       *[other] { $column }
    }
request-title = Ask the privacy officer
request-lead = A person answers: within 15 days about access, within 30 days about everything else. If it takes longer you are told why before.
request-what = What do you ask?
request-kind = { $kind ->
        [object] Stop a use of my data
        [correct] Correct something that I cannot change here
        [access] See something that does not stand here
       *[named] I am named in a post
    }
request-kind-needed = Please choose what you ask.
request-words = In your words
request-send = Send to the privacy officer
done-asked = Your request was sent. The answer comes by mail.
done-erased = Erased. Where others could read it, a tombstone stands in its place.
erase-account-title = Erase the account
erase-account-lead = The account goes at once, with everything that this site holds about it. This cannot be undone.
erase-account-kept = Case files of suggestions are official records and stay for their retention time (Personal Data Protection Act, article 11); they do not belong to the account. What a moderator decided stays in the register without your name.
erase-account-duties = This account works for the city. Its administrator takes the role from it first.
erase-posts-legend = What becomes of your posts?
erase-posts = { $fate ->
        [erase] Erase them too: a tombstone stays where each stood
       *[keep] Leave them, without my name
    }
erase-posts-needed = Please choose what becomes of your posts. Nothing was erased.
erase-account-button = Erase the account for good
erased-title = The account is erased
erased-lead = Nothing is held about it any more. You are welcome to read and to write suggestions without an account.
erase-post-link = Erase
erase-post-title = Erase this post
erase-post-lead = Its text, all earlier versions and your name go at once, also from search. Where others could read it, a tombstone stays so that the answers can be understood. This cannot be undone.
erase-post-button = Erase the post for good
erase-post-back = Back to the topic
forum-erased = This post was erased by its author.
about-me-link = This is about me
about-me-title = This post is about me
about-me-lead = If somebody named you or published something personal about you here, you can ask for it to be masked. You need no account.
about-me-words = What in the post is about you?
about-me-words-hint = For example: "The name in the second line is mine."
about-me-email-hint = We mail a link that you confirm with.
about-me-button = Ask for it
about-me-sent = We have mailed you a link. It works for three days; your request counts once you have followed it.
about-me-press = One button more, and the privacy officer has your request.
about-me-confirm = Send the request
about-me-confirmed = The privacy officer has your request and answers by { $date }.
withdraw-request-title = Take the request back
withdraw-request-lead = One button: your request is withdrawn, and with it your consent that we keep your address. Address and words are erased at once.
withdraw-request-button = Withdraw and erase
withdraw-request-done = Your request is withdrawn. Your address and what you wrote are erased.
requests-title = Requests about personal data
requests-lead = The soonest due first. An answer goes out by mail; the address is not kept after it.
requests-empty-title = Nothing waits
requests-empty-text = When somebody asks about their data, it stands here with its clock.
requests-post = Look at the post
requests-asker = Asked by { $name }, from the account
requests-answer = Answer, or reason for needing longer
requests-extended = Extended: { $because }
requests-undelivered-mark = Did not arrive
requests-undelivered = A mail to who asked did not arrive ({ $at }): { $because ->
        [nowhere] the mail server says that there is no such address.
        [late] no mail server took it for days.
       *[refused] a mail server refused it for good.
    }
requests-undelivered-title = Answers that did not arrive
requests-undelivered-lead = A mail to who asked did not arrive in the last { $days } days. The address is not kept; whoever asked from an account can be asked to check the address there.
requests-answered = { $state ->
        [granted] Granted
       *[refused] Refused
    }
requests-mask = Mask and answer
requests-mask-answer = Mask what is marked, with this answer
requests-masked-answer = What is marked as personal data in this post is masked now, in its earlier versions and where it is quoted, too. Its author is told that it was masked, not who asked, and may appeal for 30 days.
requests-no-marks = There is no marked personal data in this post. Hide it, or refuse.
requests-hide = Hide the post and answer
requests-grant = Grant
requests-refuse = Refuse
requests-extend = Extend once
requests-out-of-sight = This post is out of sight already, but an appeal may bring it back. Mask it, so that it stays masked then, or answer without hiding. Nothing was changed.
requests-nothing-to-mask = There is no marked personal data in this post. Hide it, or refuse. Nothing was changed.
mail-named-confirm-subject = Confirm your request
mail-named-confirm-why = { $city } writes to you because this address was given to say that a post in the forum is about you.
mail-named-confirm-what = Follow the link within three days and press the button; then the privacy officer has your request. If it was not you, do nothing and it is erased.
mail-named-confirm-withdraw = To take it back, before or after you confirm it: { $address }
mail-named-confirm-button = Confirm the request
mail-request-extended-subject = Your request takes longer
mail-request-extended-why = The privacy officer of { $city } writes to you about your request.
mail-request-extended-what = It takes longer than we said. The reason: { $words }
mail-request-extended-button = Privacy policy
mail-request-granted-subject = Your request was granted
mail-request-granted-why = The privacy officer of { $city } writes to you about your request.
mail-request-granted-what = It was granted. { $words }
mail-request-granted-button = Privacy policy
mail-request-refused-subject = Your request was refused
mail-request-refused-why = The privacy officer of { $city } writes to you about your request.
mail-request-refused-what = It was refused. The reason: { $words } You may complain to the supervising authority.
mail-request-refused-button = Privacy policy
restrict-title = Use this case no more
restrict-lead = A case file is an official record and cannot be erased before its retention time has ended (Personal Data Protection Act, article 11). What you can have at once: your contact details are destroyed, and the rest is kept without being used. The office sees it no more; only an investigation with a second person's approval reaches it. You can still read it here.
restrict-button = Destroy my contact details and restrict the case
restricted-title = The case is restricted
restricted-text = Your contact details of case { $reference } are destroyed. The rest is kept until its retention time has ended, and nobody uses it.
record-restricted = The case was restricted at the resident's wish.
disclose-restricted = The resident asked that this case be used no more. Only an investigation reaches it.
