# The privacy policy: its versions, what changed, and how one is prepared.

revision-title = The privacy policy is revised from { $date } on
revision-read = Read the new version
revision-compare = See what changes
revision-dismiss = I have seen this

policy-version = Version { $number }
policy-version-of = Version { $number }, in force from { $date }
policy-version-label = This text
policy-effective = In force from { $date }.
policy-in-force = in force
policy-announced = announced
policy-kind-first = First version
policy-kind-minor = Minor revision
policy-kind-major = Major revision
policy-particulars = What this revision changes
policy-hash = Checksum
policy-hash-hint = SHA-256 of the Chinese text, a zero byte and the English text. If it is the same, not a character was changed.
policy-versions = All versions
policy-versions-all = All versions of this policy
policy-versions-lead = Every version stays readable, and none is changed once it is published.
policy-feed = Revisions of the privacy policy
policy-feed-first = First version of the privacy policy
policy-feed-minor = Minor revision of the privacy policy: version { $number }
policy-feed-major = Major revision of the privacy policy: version { $number }
policy-compare = Compare versions
policy-compare-from = Earlier version
policy-compare-to = Later version
policy-compare-button = Compare
policy-compare-title = From version { $from } to version { $to }
policy-compare-same = These two texts are the same.
policy-compare-before = See what changed from the version before

policy-officer-title = Versions of the privacy policy
policy-officer-lead = Prepare the next version here. Once published it is never changed; what was wrong in it is put right by the version after it.
policy-drafts = Drafts
policy-drafts-none = No drafts
policy-drafts-none-text = A draft begins with the texts of the newest version.
policy-draft = Draft { $number }
policy-draft-begin = Begin a draft
policy-draft-follows = It would follow version { $number } of { $date }.
policy-kind = Kind of revision
policy-kind-minor-hint = Minor: wording only. No notice is shown and no mail is sent.
policy-kind-major-hint = Major: it changes what is collected, how it is used or who gets it. A notice with the particulars stands on every page, and whoever asked is mailed.
policy-effective-on = In force from
policy-effective-on-hint = Today or later, at most a year ahead. An earlier announcement shows its notice at once.
policy-particulars-zh = Particulars in Chinese
policy-particulars-en = Particulars in English
policy-particulars-hint = What changes, in plain sentences. A major revision needs them in both languages.
policy-text-zh = Text in Chinese
policy-text-en = Text in English
policy-text-hint = Markdown. Keep the anchor {"{#public}"}: posts with public personal data link to it.
policy-save = Save the draft
policy-preview = Look at it
policy-preview-title = How it will read
policy-preview-changes = What changes
policy-preview-whole = The whole text
policy-publish = Publish this version
policy-discard = Discard the draft

invalid-policy-unchanged = Both texts are those of the newest version. There is nothing to publish.
invalid-policy-particulars = A major revision cannot be published without its particulars in this language.
invalid-policy-date = Please give the day from which it is in force, such as 2026-05-01.
invalid-policy-date-past = This day is past. A version can come into force today at the earliest.
invalid-policy-date-order = The version before it comes into force later than this.
invalid-policy-date-far = This is more than a year ahead.

done-policy-saved = The draft is saved.
done-policy-discarded = The draft is gone.
done-policy-published = This version is published.

mail-policy-revision-subject = The privacy policy is revised from { $date } on
mail-policy-revision-why = This is { $city }. You asked us to tell you of major revisions of the privacy policy. A new version is in force from { $date }. What it changes:
mail-policy-revision-button = Read the new version
mail-policy-revision-stop = No more of these mails, without logging on:
policy-changed-meanwhile = Somebody else saved this draft meanwhile, and nothing of yours was kept. Open the draft in another window to see it; saving here writes over it.
