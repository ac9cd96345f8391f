# Files of a case: its resident's and the offices'. Fields and refusals share the words of attachments.ftl.

suggest-files = Attachments
suggest-files-hint = Up to five: pictures (JPEG, PNG, WebP, GIF), PDF or plain text. The offices that have the case see them, and nobody else: they are not published, also if you publish the suggestion. We remove what they say about you, such as the place and time of a photograph; so please write above where it is.
suggest-sent-files = Attachments sent along: { $names }
case-files-hint = Up to five: pictures (JPEG, PNG, WebP, GIF), PDF or plain text. The offices that have the case see them; they are not published. The place and time of a photograph are removed.
case-files-picture = Picture
case-files-named = Attachments: { $names }
desk-files-hint = Up to five: pictures (JPEG, PNG, WebP, GIF), PDF or plain text. The resident opens them with the case; the mail only says that they are there, and nothing of them is published.
desk-enter-files-hint = What came with it, up to five: pictures (JPEG, PNG, WebP, GIF), PDF or plain text. The offices that have the case see them, and the person who opens it.
desk-files-note-hint = Up to five: pictures (JPEG, PNG, WebP, GIF), PDF or plain text. The offices that have the case see them; the resident does not.
mail-case-files = { $count ->
        [one] One attachment belongs to it. It is not in this mail: you open it where the case is.
       *[other] { $count } attachments belong to it. They are not in this mail: you open them where the case is.
    }
mail-forwarded-files = { $count ->
        [one] One attachment belongs to the case. It does not go along by mail; the office named above has it.
       *[other] { $count } attachments belong to the case. They do not go along by mail; the office named above has them.
    }
