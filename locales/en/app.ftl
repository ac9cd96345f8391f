app-name = Plaza
home-title = The city's forum and suggestion box

time-now = just now
time-minutes = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
}
time-hours = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
}
time-days = { $count ->
    [one] yesterday
   *[other] { $count } days ago
}

# What a form's field may say; min and max come from its rule.
invalid-required = Please fill this in.
invalid-email = Please write an e-mail address, such as name@example.tw.
invalid-length = Please write at least { $min } and at most { $max } characters.
invalid-too-long = Please write at most { $max } characters.
invalid-too-short = Please write at least { $min } characters.
invalid-characters = This holds characters that cannot be stored. Please type it anew instead of pasting it.
too-many-kept = Too much has come from your network just now. What you typed is still here; please send it again in a minute.
invalid-choice = Please choose one of these.

# API problems, by their stable code
problem-not-found = There is nothing at this address.
problem-method-not-allowed = The address cannot be used with this method.
problem-bad-request = The request cannot be read.
problem-too-large = The request is too large.
problem-head-too-large = The address or the headers are too long.
problem-too-slow = What was sent did not arrive in time and was not stored.
problem-unsupported-media-type = This kind of content is not taken here.
problem-unauthorized = Log on first.
problem-forbidden = Your role does not allow this.
problem-cross-site = The request came from another site and was not carried out.
problem-conflict = It is in another state now: somebody else was faster, or its time has ended.
problem-moved = It stands at another address now.
problem-gone = The link was used already, or its time has run out.
problem-too-many-attempts = Too many attempts. Please wait and try again.
problem-unavailable = The service is away for a moment. Please try again.
problem-busy = Many people are here right now. Please try again in a few seconds.
problem-no-room = There is no room to store anything right now. Please try again later.
problem-internal = Something went wrong on our side.
problem-invalid = Some fields need changing.

# What was typed when the session had ended
kept-text = What you typed was not sent, and it is all here. Copy it before you go on.
kept-label = What you typed
