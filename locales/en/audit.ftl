# The register as administrators go through it, and who of the city's people logged on when.
audit-title = Audit
audit-lead = Who of the city's people did what, and when. Whom an act concerns, and the words of its ground, lie sealed and are opened for nobody here; what residents did about their own data has its day alone. Which administrators exported this stands here, too.
audit-search = Look for entries
audit-act = What was done
audit-subject-field = What it is about
audit-subject = { $subject ->
        [post] Posts
        [topic] Topics
        [account] Accounts and appeals
        [data] Personal data
        [board] Boards
        [organisation] Organisation
        [mail] Mail
        [page] Pages of the city
       *[city] The city and its service
    }
audit-by = Who did it
audit-post = Number of a post
audit-from = From day
audit-until = To day
audit-show = Show
audit-all = Show all
audit-none = No entry was found
audit-none-text = Nothing of what you look for was done in that time.
audit-number = No.
audit-when = When
audit-form-field = Form
audit-form = { $form ->
        [open] Says all openly
        [sealed] Words sealed
       *[erased] Words erased
    }
audit-altered = Altered
audit-verified = Verified up to no. { $number } of { $newest }: signature and entries agree.
audit-wrong = From no. { $number } on the register is not as it was written. Please run "plaza verify" and do not delete anything.
audit-signed = Signed up to no. { $number } by the statement of { $day }. "plaza verify" looks at every entry and at all case files.
audit-unsigned = No statement has signed the register yet; the first one does so within a day.
audit-export = Export
audit-export-hint = All that the list is narrowed to, in one file. That you export it stands in the register of decisions.
audit-format = { $format ->
        [json] Export as JSON
       *[csv] Export as CSV
    }
invalid-audit-post = Please give the number that stands in the post's address.
invalid-audit-until = The last day lies before the first one.

sign-ins-title = Log-ons of the city's people
sign-ins-lead = When moderators, staff, the privacy officer and administrators logged on, and in which way: { $days } days back, without address or browser. Of residents nothing is noted here.
sign-ins-failed = Attempts that failed
sign-ins-failed-lead = How often logging on with an account of the city's people failed in the last day. The right password, or the right second factor, ends its count. No address and no browser; residents' accounts are not shown.
sign-ins-failed-none = None in the last day.
sign-ins-failed-passwords = { $count ->
    [one] One wrong password
   *[other] { $count } wrong passwords
}
sign-ins-failed-factors = { $count ->
    [one] One wrong second factor
   *[other] { $count } wrong second factors
}
sign-ins-failed-blocked = No log-on before { $until }
sign-ins-all = Log-ons
sign-ins-search = Look for log-ons
sign-ins-account = Account
sign-ins-way = Way
sign-in-way-password = Password
sign-in-way-password-and-factor = Password and second factor
sign-in-way-passkey = Passkey
sign-in-way-sign-on = The city's single sign-on
sign-ins-none = No log-on was found
sign-ins-none-text = Nobody whom you look for logged on in that time.
sign-ins-own = When you logged on
sign-ins-own-lead = With this account more can be done than with a resident's. So each log-on is noted with its time for { $days } days; you see it, and so do administrators. If one was not yours, change your password.
