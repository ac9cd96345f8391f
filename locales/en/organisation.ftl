# The city's organisation: offices and their members, categories, districts, and the rules of routing.

organisation-short = Organisation
organisation-slug = Name in addresses and files
organisation-slug-hint = Lower-case letters a to z, digits and hyphens. It cannot be changed later.
organisation-save = Save
organisation-retire = Retire it today
organisation-restore = Take it up again
organisation-changed = Somebody else has changed this meanwhile. What you typed is still here; look at how it stands now, then save again.
done-organisation-kept = Saved. It stands in the register of decisions.

offices-title = Offices
offices-lead = Who gets suggestions, at which address. An office that cases name is never deleted: it is retired.
offices-retired = Retired offices
office-new = Add an office
office-edit = Change an office
office-email = E-mail address for cases
office-email-hint = The office's official address. Whoever reads it sees every case that goes to the office.
office-phone = Telephone
office-parent = Parent office
office-hours = Telephone hours
office-hours-hint = Days (1 is Monday) and times, such as 1-5 08:00-12:00 13:30-17:30. Without them the city's hours hold. On public holidays nobody answers, on make-up workdays somebody does.
office-replies = When a member answers a case by mail
office-replies-hint = Only a reply from a member's own address counts, and only where the mail server found that it is genuine.
office-replies-send = { $how ->
        [at-once] Send it to the resident at once; where something personal may be in it, it becomes a draft first
       *[draft] Keep it as a draft that one click at the desk sends
    }
office-reach = { $office }: { $phone }, { $status }
case-call = Telephone
office-retired-on = Retired on { $day }
office-mail-fails-tag = Mail fails
office-mail-fails = Mails do not reach it, noticed on { $since }. Refused one after the other: { $refused }.
office-mail-fails-what = Cases that did not reach it go to the fallback's office as well, until a mail arrives again. The fallback's office was told by mail. Please look at the address first.
office-members = Who works for it
office-members-none = Nobody works for it yet. Its cases reach it by mail, and nobody can answer them at the desk.
office-member = Add somebody
office-member-hint = The e-mail address of an account that handles cases.
office-member-add = Add
office-member-remove = Take away
office-retire-title = Retire the office
office-retire-hint = From today on it gets no case. What it answered keeps its name. A rule with no other office takes nothing any more, and the next one takes it.
office-restore-hint = This office is retired. Taken up again, it gets what the rules give it.
office-has-cases = These cases wait for its answer. Answer or reassign them first; nothing was changed.

categories-title = Categories
categories-lead = What suggestions can be about, and by when an answer is due.
category-new = Add a category
category-edit = Change a category
category-hint-zh = Hint in Chinese
category-hint-en = Hint in English
category-hint-hint = One sentence below the name: what belongs here.
category-due-days = Working days to the answer
category-due-days-hint = Counted from routing. Cases that have a due date keep it.
category-due = Working days: { $count }
districts-title = Districts
districts-lead = Where in the city suggestions can be.
district-new = Add a district
district-edit = Change a district
name-retire-hint = From today on no new suggestion can name it. Cases that name it stay as they are.
name-restore-hint = It is retired. Taken up again, suggestions can name it.

rules-title = Routing
rules-lead = Which office gets what. The more specific rule takes a suggestion; of two for the same, the one that began later.
rules-faults = Please look at these rules
rule-new = Add a rule
rule-edit = Change the rule
rule-lead = A rule holds from its first day to its last, both included. To end one, give it a last day; one that does not hold today can be removed.
rule-for = For
rule-to = Goes to
rule-to-hint = The responsible office answers. Further offices get the case as well.
rule-responsible = Responsible office
rule-further = Office no. { $number }
rule-when = When
rule-any = any
rule-fallback = Fallback: all else
rule-title = { $category } · { $district }
rule-always = Always.
rule-from = From { $from }.
rule-until = Until { $until }.
rule-from-until = { $from } to { $until }.
rule-from-field = First day
rule-from-hint = Without one it has always held.
rule-until-field = Last day
rule-until-hint = Without one it holds without end.
rule-remove = Remove the rule
rule-fault = { $fault ->
        [no-fallback] From { $from } on no fallback holds: some suggestions would go nowhere. Plaza does not start like this.
        [no-address] { $rule }: { $office } has no address to which mail can go.
        [overlap] { $rule }: two rules for the same hold on the same days, from { $from } on. The one that began later takes it.
        [shadowed] { $rule }: it takes nothing, for other rules take all that it names, such as { $other }.
        [no-office] { $rule }: all its offices are retired. It takes nothing.
        [retired] { $rule }: its category or district is retired. It takes nothing.
       *[expired] { $rule }: its last day has passed. It can be removed.
    }

explain-title = Who would get it?
explain-lead = Which rule takes a suggestion on a day, and why the others do not. Nothing is stored.
explain-day = Day
explain-do = Show
explain-result = On { $day }, in the order in which the rules are asked
explain-others = Rules that name another category or district: { $count }
rule-takes-tag = Takes it
rule-takes = This one takes it: it is the first that holds and has an office.
rule-not-yet = Does not hold yet: it begins on { $from }.
rule-over = Does not hold any more: its last day was { $until }.
rule-no-office = All its offices are retired.
rule-less-specific = It could, but a more specific rule takes it.
rule-began-earlier = It could, but a rule for the same that began later takes it.
rule-mail-fails = Mails do not reach { $office }: where this one's does not either, the fallback's office gets it as well.

calendar-title = Calendar
calendar-lead = On which days offices work. From it follows by when an answer is due, and when somebody can be reached.
calendar-whose = Whose days
calendar-whose-hint = Without an office: the city's. They hold for every office, but for the days that it has of its own.
calendar-show = Show
calendar-whole-city = The whole city
calendar-of-city = The city's days
calendar-of-office = Days of { $office }
calendar-year = Year
calendar-from = Known from
calendar-off = Weekdays off
calendar-make-up = Make-up workdays
calendar-brought-in = Days brought in
calendar-known = { $known ->
        [shipped] It came with Plaza.
        [brought-in] It was brought in.
       *[unknown] Not known
    }
calendar-year-unknown = The holidays of { $year } are not known: only weekends count as days off. Please bring in its calendar.
calendar-named = { $day }: { $name }
calendar-changes = { $becomes ->
        [work] { $day } becomes a workday
       *[off] { $day } becomes a day off
    }
calendar-tried = What it would change
calendar-tried-count = Days in it: { $days }. Of them, days that become another than before: { $changed }. Nothing was stored yet.
calendar-bring-in = Bring days in
calendar-bring-in-hint = The government's calendar of a year as a CSV file (data.gov.tw/dataset/14718), or one of the same columns with only the days that differ. All of it is taken, or nothing. A due date that was given before stays.
calendar-file = File
calendar-file-hint = UTF-8 or Big5. Where a file is chosen, the field below is not read.
calendar-csv = Or its text
calendar-csv-hint = The first line is 西元日期,星期,是否放假,備註; 0 is a workday, 2 a day off. For example: 20270101,五,2,開國紀念日
calendar-keep = Bring in
calendar-try = Try first
calendar-unreadable = { $fault ->
        [encoding] The file is neither UTF-8 nor Big5. Nothing was changed.
        [too-long] The file is longer than 1 MB. Nothing was changed.
        [empty] The file has no days. Nothing was changed.
        [columns] Line { $line } has not four columns. Nothing was changed.
        [date] Line { $line }: the first column is no day, such as 20270101. Nothing was changed.
        [weekday] Line { $line }: the second column is another day of the week than the first says. Nothing was changed.
        [mark] Line { $line }: the third column is neither 0 (a workday) nor 2 (a day off). Nothing was changed.
        [twice] Line { $line }: this day stands in the file before. Nothing was changed.
       *[header] The first line is not 西元日期,星期,是否放假,備註. Nothing was changed.
    }
done-calendar-kept = The calendar holds these days now. The change stands in the register of decisions.

invalid-slug-in-use = There is one with this name already. Please choose another.
invalid-office-hours = Please write days and times such as 1-5 08:00-12:00 13:30-17:30, in their order.
invalid-due-days = Please give a number of working days, 1 to 250.
invalid-rule-office = Please choose the responsible office.
invalid-rule-offices-many = A rule gives a suggestion to at most six offices.
invalid-rule-office-twice = Please choose each office once.
invalid-rule-ends-early = The last day lies before the first. Please change one of them.
invalid-rule-twice = A rule for the same begins on the same day. Please change that one, or choose another first day.
invalid-rule-holds = This rule holds today. Please give it a last day; once that has passed, it can be removed.
invalid-rule-enquiries = Enquiries about privacy stay with the office that their notice names. This rule cannot be changed.
invalid-no-fallback = Some day would have no fallback left: a rule for all else, with an office that is not retired. Nothing was changed.
invalid-office-above-itself = An office cannot stand above itself. Please choose another parent office.
invalid-member-unknown = No account that handles cases has this address. Nothing was changed.

record-office-retired = { $office } was closed, so the case goes to another office.

mail-office-failing-subject = Mails do not reach { $office }
mail-office-failing-why = Plaza of { $city } writes to you because yours is the fallback office: the last mails to { $office } were refused, or have waited for long.
mail-office-failing-address = The address is { $address }.
mail-office-failing-what = Until its mail works again, cases that did not reach it come to you as well; a further mail lists them. You get this mail once. Please see to it that the address is put right.
mail-office-failing-button = Look at the offices
