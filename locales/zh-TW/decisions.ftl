# 處理決定的理由，以及決定之後的事。

reasons-short = 處理理由
reasons-title = 處理理由
reasons-lead = 版主做決定時從這裡選一個理由。作者會用自己的語言看到這個理由，後面接著版主補充的話。決定會保留當天的文字。
reasons-empty-title = 還沒有理由
reasons-empty-text = 沒有理由可選的時候，版主每次都要自己寫理由。
reasons-retired = 已停用
reasons-every = 適用所有決定
reason-act = { $act ->
        [reject] 退回
        [hide] 隱藏
        [mask] 遮蔽
        [take-out] 移除字句
        [hold] 暫停公開
        [warn] 警告
        [silence] 禁言
        [suspend] 停權
        [pin] 置頂或取消置頂
        [lock] 鎖定或解除鎖定
        [move] 移動
        [tag] 加標籤
        [split] 分出
        [merge] 合併
        [restore] 恢復公開
        [undo] 撤銷決定
        [end] 提前結束禁言或停權
       *[other] 其他
    }
reason-new = 新增理由
reason-edit = 修改理由
reason-zh = 中文
reason-en = 英文
reason-hint = 幾個字就好，例如：與討論主題無關。作者會看到。
reason-acts = 適用的決定
reason-acts-hint = 都不勾選，就是適用所有決定。
reason-position = 排列順序
reason-position-hint = 0到{ $max }的數字，數字最小的排最前面。
reason-spam = 這個理由表示內容是垃圾訊息
reason-spam-hint = 因為這個理由退回或隱藏的內容，系統會拿來學習辨認垃圾訊息。
reason-retired = 停用這個理由
reason-retired-hint = 先前的決定會保留它的文字。
reason-save = 儲存理由
reason-changed = 別人剛才改過這個理由。您寫的還在這裡，再儲存一次就會取代對方的內容。
done-reason-kept = 理由已經儲存。
invalid-reason-taken = 已經有相同文字的理由。
invalid-reason-position = 請填0到1000的數字。
decision-reason = 理由
decision-reason-hint = 從市府的清單選擇，作者會用自己的語言看到。您在下面寫的話會接在後面；除了投訴以外，可以不寫。
decision-reason-needed = 請從清單選擇理由。沒有任何變更。
because-chosen-hint = 從市府的清單選擇，當事人會用自己的語言看到。可以只選理由、只在下面寫，也可以都有。
decision-without-words = 沒有另外寫理由。
decision-undone = 已撤銷
undo-why = 為什麼撤銷
undo-why-hint = 作者會看到。沒有選也沒有寫的話，就用清單裡為撤銷決定準備的理由。
undo-why-untold = 列入處理紀錄，作者不會看到；內容會再等候審核。
undo-do = 撤銷這項決定
undo-newer = 這則發言後來還有別的決定，請先撤銷那一項。沒有任何變更。
undo-changed = 作者後來改過這則發言，請看過現在的內容再重新決定。沒有任何變更。
undo-appealed = 作者已經對這項決定提出申訴，由別人決定。沒有任何變更。
undo-gone = 原文已經不再保存，沒有東西可以放回去。沒有任何變更。
undo-not-now = 這項決定不能在這裡撤銷：可能經過另一個人核可、由個資保護專員決定、是把發言恢復公開（要再隱藏，請另外做決定），或內容已經不在了。沒有任何變更。
undo-own = 這是您自己寫的內容，由別人決定。沒有任何變更。
done-undone = 決定已撤銷並記錄下來，也已經通知作者。
done-reopened = 決定已撤銷並記錄下來，內容又在審核佇列等候決定。
problem-newer-decision = 這則發言後來還有別的決定。沒有任何變更。
problem-appealed = 作者已經提出申訴，由別人決定。沒有任何變更。
problem-original-gone = 原文已經不再保存。沒有任何變更。
restore-why = 為什麼恢復公開
restore-why-hint = 作者會看到。隱藏的決定會留在處理紀錄裡；要撤銷那項決定，請用它旁邊的按鈕。
appeal-due = 最晚會在{ $due }答覆您。
appeal-due-label = 答覆期限
mail-review-appeals-subject = 有{ $appeals }件申訴該答覆了
mail-review-appeals-why = { $city }提醒您這位版主：您可以決定的申訴裡，有{ $appeals }件今天到期或已經逾期。這封信一天最多寄一次。
mail-review-appeals-left = { $city }提醒您這位系統管理員：有{ $appeals }件申訴今天該答覆，或已經過了期限，而沒有版主可以答覆。做決定的人不能答覆對自己決定的申訴，關於市府人員帳號、依法調查和個資保護專員決定的申訴，也不由版主答覆。這封信一天最多寄一次。
mail-review-appeals-button = 前往申訴
