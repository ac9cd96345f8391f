# 帳號的信任程度：新發言先審核，以及一天能做多少。
review-first-post = 新帳號，或信任不足的帳號
invalid-posts-a-day = 一天最多發言{ $max }次，您今天已經到了上限，明天零時起可以再發言。內容沒有遺失：您寫的還在這裡，也存成草稿了。
invalid-topics-a-day = 一天最多開{ $max }個主題，您今天已經到了上限，明天零時起可以再開；現在還可以回覆。內容沒有遺失：您寫的還在這裡，也存成草稿了。
invalid-flags-a-day = 一天最多檢舉{ $max }次，您今天已經到了上限，明天零時起可以再檢舉。您寫的內容還在這裡。
invalid-links-many = 剛加入時，一則發言最多放{ $max }個連結，請刪掉幾個。您寫的還在這裡，也存成草稿了。
invalid-silenced = 版主決定您在{ $until }以前（含當天）不能發言，之後就可以。理由和申訴方式，請看帳號裡的「您的帳號情形」。您寫的還在這裡，新的內容也存成草稿了。
invalid-silenced-profile = 版主決定您在{ $until }以前（含當天）不能公開新的文字，個人頁面也一樣，之後就可以。理由和申訴方式，請看帳號裡的「您的帳號情形」。您寫的還在這張表單裡，但沒有存到別處。已經公開的自我介紹隨時可以拿掉。
invalid-silenced-suggestion = 版主決定您在{ $until }以前（含當天）不能公開新的文字，公開的建議也算，之後就可以公開。理由和申訴方式，請看帳號裡的「您的帳號情形」。市府照常處理您的建議。您寫的還在這張表單裡，但沒有存到別處。已經公開的隨時可以收回。
invalid-sanction-long = 請選一年以內的日期。
trust-level = { $level ->
        [new] 新成員
        [member] 成員
        [regular] 常客
       *[trusted] 受信任
    }
standing-link = 查看作者帳號的情形
standing-title = 帳號的情形
standing-of = { $name }的帳號情形
standing-lead = 這個帳號做了什麼，以及對它做過哪些決定。版主決定市民的帳號，系統管理員也決定其他帳號。
standing-own-title = 您的帳號情形
standing-own-lead = 您的每則公開發言都加一分；對您發言的每項不利決定，以及每次警告、禁言、停權、隱藏自我介紹，或請您修改個人頁面，只要沒有撤銷，就扣五分。分數越高，一天能做的越多。
standing-since = 帳號建立日
standing-level = 信任程度
standing-approved = 公開中的發言
standing-upheld = 不利的決定和處置（未撤銷）
sanctions-title = 警告、禁言、停權，以及對個人頁面的決定
sanctions-none = 沒有。
sanction-kind = { $kind ->
        [warn] 警告
        [silence] 禁言：可以閱讀、關注和檢舉，不能發言，也不能公開新的自我介紹和建議
        [hide-profile] 隱藏自我介紹：別人看不到
        [ask-profile] 請本人修改個人頁面
       *[suspend] 停權：不能登入
    }
sanction-do-warn = 警告
sanction-do-silence = 禁言：可以閱讀、關注和檢舉，不能發言，也不能公開新的自我介紹和建議
sanction-do-suspend = 停權：不能登入，登入中的也會登出
sanction-holds = 生效中
standing-profile = 查看個人頁面
sanction-until = { $from }起，到{ $day }為止（含當天）
sanction-ended = { $from }起，{ $day }提前結束
sanction-withdrawn = { $from }做成，後來撤回，不再計入
sanction-reason-gone = 理由的保存期限已過。
sanction-new-title = 警告、禁言或停權
sanction-what = 要做什麼處置？
sanction-last-day = 最後一天
sanction-last-day-hint = 禁言和停權要填，最長一年。過了這天就自動結束。
sanction-chosen-hint = 從市府的清單選擇，帳號的主人會用自己的語言看到。您在下面寫的話會接在後面，可以不寫。
sanction-reason = 用自己的話說明
sanction-reason-hint = 帳號的主人會在信裡和網站上看到，也密封在處理紀錄裡。
sanction-reason-needed = 請寫下理由。
sanction-end-reason = 為什麼提前結束？
sanction-end = 現在就結束
sanction-withdraw-reason = 為什麼要撤回？
sanction-withdraw-hint = 做錯的決定可以撤回：立刻失效，扣掉的信任也還給帳號。帳號的主人會看到理由。
sanction-withdraw = 撤回這項處置
sanction-withdraw-appealed = 帳號的主人已經提出申訴，由別人答覆。沒有任何變更。
sanction-changed = 這個帳號的處置剛才有變動，現在的情形列在上面，請看過再決定。您填的還在這裡；還是要做，就再送出一次。沒有任何變更。
done-sanction-imposed = 完成了。已寄信通知帳號的主人，也列入處理紀錄。
done-sanction-ended = 已經結束。已寄信通知帳號的主人，也列入處理紀錄。
done-sanction-withdrawn = 已經撤回。已寄信通知帳號的主人，也列入處理紀錄。
sanction-appealed = { $day }的申訴
sanction-appeal-words = 您為什麼認為不對？
sanction-appeal-hint = 30天內可以申訴一次，由原決定者以外的人來看並答覆。
sanction-appeal-send = 送出申訴
sanction-appeal-waits = 等候原決定者以外的人來看。
sanction-appeal-over = 申訴沒有送出：30天的申訴期限已過。您寫的還在這裡，可以複製。禁言和停權過了最後一天就自動結束；在那之前有事要告訴市府，可以提出建議，不必登入。
sanction-appeal-answered = 申訴沒有再次送出：先前的申訴已經答覆，並寄到您的信箱。同一個決定只能申訴一次。您寫的還在這裡，可以複製。禁言和停權過了最後一天就自動結束；在那之前有事要告訴市府，可以提出建議，不必登入。
sanction-appeal-granted = 申訴成立：處置已結束，也不再計入。
sanction-appeal-refused = 申訴不成立：維持原處置。
sanction-same-person = 這是您做成的處置，申訴要由別人答覆。
sanction-appeals-title = 對帳號處置的申訴
sanction-appeals-lead = 有人請求重新看一次警告、禁言、停權，或對個人頁面的決定。做成處置的人不能答覆。申訴的內容和答覆列在帳號的頁面。
sanction-appeals-empty = 有人對帳號的處置提出申訴後，會列在這裡。
suspended-appeal-link = 帳號被停權？提出申訴
suspended-appeal-title = 停權期間的申訴
suspended-appeal-lead = 停權期間不能登入。請用電子郵件地址和密碼證明帳號是您的；答覆會寄到您的信箱。
suspended-appeal-not = 這個帳號沒有被停權，可以登入。對警告或禁言的申訴，請登入後在「您的帳號情形」提出。
open-appeal-list = 看所有可以申訴的決定
open-appeal-hint = 停權期間，對發言的決定、警告、禁言和個人頁面的決定也在這裡申訴：填寫電子郵件地址和密碼，再選第二個按鈕。
open-appeal-against = 要對哪一項申訴？
open-appeal-again = 每次送出申訴都要再填一次。
open-appeal-none = 現在沒有可以申訴的決定：可能已經申訴過、已經撤銷，或30天的期限已過。
done-sanction-appealed = 申訴已送出，會由原決定者以外的人來看，答覆會寄到您的信箱。
done-sanction-answered = 已決定。已寄信通知申訴的人，也列入處理紀錄。
account-suspended = 這個帳號被版主停權到{ $until }（含當天），之後就能登入。理由和申訴方式在通知信裡。
problem-account-suspended = 這個帳號目前停權，期限和理由在通知信裡。
problem-standing-changed = 這個帳號的處置在您看過以後有變動。沒有任何變更。
problem-appeal-over = 30天的申訴期限已過，沒有送出。
problem-appeal-answered = 申訴已經答覆，答覆在寄出的信裡，沒有再次送出。
mail-sanction-subject = { $what ->
        [warn] 關於您帳號的警告
        [silence] 您的帳號暫時不能發言
        [suspend] 您的帳號暫時停權
        [appeal-granted] 您對帳號處置的申訴成立
        [appeal-refused] 您對帳號處置的申訴不成立
        [withdrawn] 對您帳號的處置已經撤回
        [profile-shown] 您的自我介紹重新公開
       *[released] 對您帳號的處置已經結束
    }
mail-sanction-why = { $city }寫信給您，因為您在討論區的帳號有了新的決定。
mail-sanction-what = { $what ->
        [warn] 這是一次警告，除了降低帳號的信任程度，沒有其他影響。
        [silence] 在{ $until }以前（含當天）您不能發言，也不能公開新的自我介紹和建議，但可以閱讀、關注主題、檢舉和向市府提出建議。過了那天就自動結束。
        [suspend] 在{ $until }以前（含當天）不能登入您的帳號。過了那天就自動結束。不登入也可以閱讀和提出建議。
        [appeal-granted] 您的申訴成立：處置不再有效，也不再計入。
        [appeal-refused] 您的申訴不成立：維持原處置。
        [withdrawn] 版主撤回了先前的警告、禁言、停權或隱藏自我介紹的決定。它不再有效，也不再計入您帳號的信任程度。
        [profile-shown] 您的自我介紹不再隱藏，大家又看得到了。
       *[released] 對您的限制提前結束了。除非還有其他限制，您可以再登入和發言。
    }
mail-sanction-because = 理由：{ $because }
mail-sanction-how = { $what ->
        [suspend] 如果您認為不對，30天內可以在下面的連結用電子郵件地址和密碼提出申訴，由原決定者以外的人答覆。版主如何決定、申訴如何進行：{ $policy }
        [warn] 如果您認為不對，30天內可以在下面的連結提出申訴，由原決定者以外的人答覆。版主如何決定、申訴如何進行：{ $policy }
        [silence] 如果您認為不對，30天內可以在下面的連結提出申訴，由原決定者以外的人答覆。版主如何決定、申訴如何進行：{ $policy }
       *[other] 下面的連結可以看到您帳號目前的情形。
    }
mail-sanction-button = { $what ->
        [suspend] 提出申訴
       *[other] 查看帳號情形
    }
mail-moderator-subject = { $what ->
        [given] 您現在是討論區的版主
        [changed] 您負責的看板有變更
       *[ended] 您不再是討論區的版主
    }
mail-moderator-why = { $what ->
        [given] { $city }寫信給您，因為系統管理員讓您的帳號擔任版主。
        [changed] { $city }寫信給您，因為系統管理員變更了您以版主身分負責的看板。
       *[ended] { $city }寫信給您，因為系統管理員結束了您帳號的版主角色。
    }
mail-moderator-everywhere = 您負責所有看板。
mail-moderator-boards = 您負責這些看板：{ $boards }。
mail-moderator-how = 您的每項決定都列入處理紀錄，不列您的名字。版主如何決定：{ $policy }
mail-moderator-ended = 您做過的決定仍然有效；有人申訴時，由別人答覆。您的帳號恢復為市民帳號。
mail-moderator-button = { $what ->
        [ended] 您的帳號
       *[given] 前往審核佇列
    }
mail-role-subject = { $what ->
        [given] 您的帳號現在有市府的角色：{ $role }
       *[ended] 您的帳號不再有市府的角色：{ $role }
    }
mail-role-why = { $what ->
        [given] { $city }寫信給您，因為負責營運本站的人讓您的帳號擔任「{ $role }」。
       *[ended] { $city }寫信給您，因為負責營運本站的人結束了您帳號的「{ $role }」角色。
    }
mail-role-given = 有了這個角色，您能看到並處理別人不能處理的資料。請使用不在其他地方使用的密碼；每次查看別人的聯絡資料都會留下紀錄。
mail-role-ended = 您以這個角色做過的事仍然有效。您的帳號恢復為市民帳號。
mail-role-not-you = 如果您不知道這件事，請立即致電{ $phone }，或寫信到{ $email }。
mail-role-button = 您的帳號
