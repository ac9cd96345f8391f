# How the service fares, for administrators.

status-title = Status
status-lead = How Plaza fares at this moment: what needs somebody, what waits, and how the jobs run. It is about no person.
status-well-tag = Well
status-well = Nothing needs you now.
status-alarms = This needs somebody
status-alarm = { $alarm ->
        [mails-late] Mails are late: some are due or tried in vain for longer than the alarm of the mail server allows. Look at what the server says under Unsent mail.
        [relay-away] The mail server cannot be used. All mails wait until it can; nothing is lost.
        [dead-mails] Mails are tried no more. Try them again, send them elsewhere or give them up under Unsent mail.
        [inbox-waits] A mail that came in has waited for a place for more than a day. Members of the fallback's office find it under Mail that came in.
        [review-waits] Something has waited for review for longer than moderators are given.
        [job-overdue] A job has not gone well for too long. The table of jobs says which; the log says why.
        [job-fails] A job failed several times in a row. The table of jobs says which; the log says why.
        [disk-full] A disk is nearly full. When nothing can be written, nothing can be posted or sent.
        [journal-apart] The erasure journal and the database do not agree. Until that is mended, keep this node from starting again without looking at the manual on backups.
        [webhook-off] A webhook was switched off because nothing arrived there. Look at it under Webhooks.
       *[calendar-ends] The holidays of the next two months are not known. Bring in the calendar, or due dates fall too early.
    }
status-queues = What waits
status-queue = Queue
status-count = How many
status-oldest = Oldest since
status-mails-waiting = Mails to be sent
status-mails-delayed = Mails tried in vain
status-mails-dead = Mails tried no more
status-inbox = Mails without a place
status-webhooks = Events to be delivered
status-webhooks-dead = Events tried no more
status-review = Waiting for review
status-digests = News for offices' digests
status-mail = Mail
status-relay = Mail server
status-relay-well = As far as this node knows, it can be used
status-relay-away = { $step ->
        [connection] Cannot be reached since { $since }
        [greeting] Does not greet since { $since }
        [tls] No secure connection since { $since }
        [log-on] Refuses Plaza's password since { $since }
        [sender] Refuses the city's address since { $since }
       *[other] The folder for mails cannot be written since { $since }
    }
status-mails-tried = { $outcome ->
        [sent] Sent by this node since it started
        [delayed] Put off
       *[refused] Refused for good
    }
status-jobs = Jobs
status-no-jobs = No jobs run here.
status-job-name = Job
status-job-standing = How it stands
status-job-last = Last run
status-job-took = Took
status-job-next = Next run
status-job-well = Well
status-job-runs = Running
status-job-waits = Not yet run
status-job-overdue = Overdue
status-job-failed = { $count ->
        [one] Failed
       *[other] Failed { $count } times
    }
status-job-log = { $time }, run { $run } in the log
status-job = { $job ->
        [render_again] Make older texts anew
        [write_breach_letters] Write letters about a breach
        [accept_unconfirmed] Erase suggestions that nobody confirmed
        [close_answered] Close answered cases
        [read_calendar] Read the calendar
        [read_clock] Ask the database what time it is
        [read_officials] Read the offices' contacts
        [read_foot] Read what the foot of the pages leads to
        [read_policy] Read the revisions of the privacy policy
        [read_settings] Read what was set on pages
        [remind_offices] Remind offices
        [remind_moderators] Remind moderators
        [remind_inbox] Remind of mails without a place
        [record] Write the access log and the day's figures
        [count_supports] Count supporters
        [settle_polls] Settle polls
        [require_factors] Require second factors
        [send_digests] Write digests
        [freeze_statistics] Freeze the figures of closed months
        [make_open_data] Make the open data
        [collect_attachments] Delete files that nothing needs
        [sweep_attachments] Look through all stored files
        [watch_offices] Watch whether mails reach the offices
        [note_unreached] Note mails that residents did not get
        [tell_assignees] Tell who was given a case
        [watch_mail] Watch whether mails leave in time
        [sign_heads] Sign the day's statement
        [index_texts] Index texts for the search
        [retention] Delete what has had its time
        [deliver_webhooks] Deliver events to webhooks
       *[other] Another job
    }
status-node = This node
status-version = Version
status-since = Running since
status-in-flight = Requests being answered
status-database = Database
status-database-is = { $kind ->
        [sqlite] SQLite
       *[postgresql] PostgreSQL
    }
status-connections = Database connections
status-connections-are = { $used } used, at most { $most }
status-waiting = Waiting for a connection
status-queued = Changes waiting to be written
status-cpu = Processor time used
status-seconds = { $seconds } s
status-memory = Memory
status-files = Open files
status-files-are = { $open }, at most { $most }
status-journal = Erasure journal
status-journal-is = { $standing ->
        [agree] Agrees with the database
        [ahead] The database is older than the journal, as after a restore
        [short] Lacks erasures that the database carried out
        [missing] There is none, though the database carried erasures out
       *[unread] Cannot be read
    }
status-disks = Disks
status-disk = What lies there
status-disk-of = { $place ->
        [database] Database
        [attachments] Attachments
        [erasure-journal] Erasure journal
       *[access-log] Access log
    }
status-disk-free = Free
status-disk-size = Size
status-disk-full = Nearly full
status-elsewhere = Queues are the whole city's. Jobs, connections, memory and disks are this node's: another node says its own. When the last backup was made Plaza does not know.
