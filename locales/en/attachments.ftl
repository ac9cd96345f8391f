# Files in posts.

files-add = Add files
files-add-hint = Up to five: pictures (JPEG, PNG, WebP, GIF), PDF or plain text. We remove what they say about you, such as the place and time of a photograph. Notes, form fields and scripts in a PDF are removed too. We look for personal data in their names and texts.
files-legend = File { $number }: { $name }
files-alt = What does the picture show?
files-alt-hint = For people who cannot see it. To show the picture within your text, write ![what it shows](attachment:{ $number }) there.
files-drop = Take this file out
files-unread = We could not read the text in this file. A moderator looks at it before everybody can see your post.
files-unread-tag = Text not readable
files-describe = We have the picture. Please say what it shows, for people who cannot see it. If you would rather not, leave this empty and send it again. Nothing has been published yet.
files-refused = { $name } was not added: { $why }
files-too-many = No more than { $most } files go together. The others were not added.
problem-too-many-files = Too many of your files wait to be sent. Send or take out some first, or try again later.
files-picture = Picture: { $name }
files-moving = Moving picture: open it to see it move
files-kind-pdf = PDF
files-kind-text = Text
files-marked = Contains public personal data

face-finding-in-file = In the file { $name }
face-finding-take-file-out = Take the whole file out
face-finding-take-file-out-hint = Words in a document cannot be masked.

invalid-files-gone = One of the files is no longer there: it waited too long, or it was sent elsewhere. Please add it again.
invalid-file-too-large = it is larger than { $max } MB.
invalid-file-empty = it is empty.
invalid-file-unknown = it is neither a picture (JPEG, PNG, WebP, GIF) nor a PDF nor plain text in Unicode (UTF-8). Its ending does not matter, what is in it does.
invalid-file-too-many-pixels = the picture has more than { $max } million pixels.
invalid-file-too-many-frames = the moving picture has more than { $max } frames, or is too large to move.
invalid-file-too-long = the text has more than 100,000 characters.
invalid-file-locked = the document is locked with a password. Save it without one and add it again.
invalid-file-too-complex = the document is too complex to be read safely. Print it into a new PDF and add that.
invalid-file-damaged = it cannot be read. Open it, save it anew and add it again.
