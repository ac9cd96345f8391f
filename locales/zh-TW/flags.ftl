# 讀者對發言和個人頁面的檢舉。
flag-link = 檢舉
flag-topic-link = 檢舉這個主題
flag-profile-link = 檢舉這個個人頁面
flag-title = 向版主檢舉
flag-lead = 這違反討論區規則嗎？請告訴版主。不需要帳號、Cookie，也不需要JavaScript。
flag-what = 您要檢舉的內容
flag-title-too = 主題的標題會一併檢舉。
flag-about-me = 內容和您本人有關嗎？您可以要求遮蔽：
flag-back-profile = 回到個人頁面
flag-reason = 哪裡有問題？
flag-reason-hint = 括號裡是討論區規則的編號。
flag-reason-spam = 廣告或垃圾訊息（R5）
flag-reason-insult = 辱罵或威脅他人（R1、R2）
flag-reason-personal-data = 公開了不該公開的個人資料（R3）
flag-reason-off-topic = 偏離主題，或不適合放在這裡（R6、R9）
flag-reason-unlawful = 違法（R8）
flag-reason-other = 其他
flag-reason-needed = 請選擇哪裡有問題。還沒有送出，您寫的內容都還在。
flag-words = 想讓版主知道什麼？
flag-words-hint = 只有版主會看到，請不要寫個人資料。
flag-as-member = 作者不會知道是您檢舉的；版主只會知道檢舉的人有帳號，不會知道是誰。
flag-as-guest = 您以訪客身分檢舉。作者不會知道任何關於您的事；版主只會知道是訪客檢舉。
flag-button = 送給版主
flag-gone-title = 內容已經不在了
flag-gone-text = 這段期間它已經被隱藏或撤回，不需要再檢舉了。沒有送出任何資料。
done-flagged = 謝謝您，版主會來看。
done-flagged-before = 您已經檢舉過了，版主會來看。這次沒有改變任何內容。
done-flagged-enough = 已經有許多訪客檢舉，版主會來看。您這次的檢舉沒有加進去。
done-flagged-source = 今天已經有人從您的網路檢舉過這則內容，版主會來看；同一個網路只算一次。如果裡面有您的個人資料，請用發言下方的「這和我有關」告訴我們。登入帳號也可以另外檢舉。
flags-told-title = 您的檢舉結果
flags-told-post = 您檢舉的發言
flags-told-profile = 您檢舉的個人頁面
flags-told-gone = 您檢舉的內容
flag-outcome-open = 等候版主處理。
flag-outcome-dismissed = 版主看過了，沒有違反規則。
flag-outcome-acted = 版主已經處理。
flag-outcome-asked = 版主已經請本人修改。
flag-outcome-gone = 內容已經不在了。

review-flag = 檢舉
review-flagged-topic = 主題的第一則發言，連同標題
review-flagged-post = 發言
review-flagged-profile = 個人頁面
review-flags = { $count ->
       *[other] { $count }次檢舉，有帳號的人在前面，再來是最新的
    }
review-flag-member = 有帳號的人檢舉
review-flag-guest = 訪客檢舉
review-no-violation = 沒有違規
review-remind = 請本人修改
review-hide-profile = 隱藏自我介紹

mail-profile-reminded-subject = 關於您的個人頁面
mail-profile-reminded-why = { $city }寫信給您，因為版主看過您在討論區的個人頁面。
mail-profile-reminded-because = { $act ->
        [circumstance-2] 您的顯示名稱或自我介紹不符合討論區規則。理由：{ $because }
        [circumstance-4] 您的顯示名稱或自我介紹影響到別人的權利。理由：{ $because }
       *[other] 請您修改顯示名稱或自我介紹。理由：{ $because }
    }
mail-profile-reminded-how = 我們一個字也沒有改，請您自己修改；點下面的連結可以改自我介紹，也可以從那裡改顯示名稱。
mail-profile-reminded-appeal = 如果您認為不對，30天內可以登入後在帳號的「您的帳號情形」頁提出申訴，由原決定者以外的人答覆。版主如何決定、申訴如何進行：{ $policy }
mail-profile-reminded-button = 修改個人頁面
mail-profile-undone-subject = 您的個人頁面不必修改
mail-profile-undone-why = { $city }寫信給您，因為版主請您修改個人頁面的決定已經撤銷。您不必修改。
mail-profile-undone-because = 理由：{ $because }
mail-profile-undone-how = 這項決定不再計入您帳號的信任程度。
mail-profile-undone-button = 查看個人頁面
mail-profile-hidden-subject = 您的自我介紹已經隱藏
mail-profile-hidden-why = { $city }寫信給您，因為版主隱藏了您在討論區個人頁面的自我介紹。別人看不到了，只有您和版主看得到。顯示名稱和您公開的其他項目都不變。
mail-profile-hidden-because = { $act ->
        [circumstance-2] 它不符合討論區規則。理由：{ $because }
        [circumstance-4] 它影響到別人的權利。理由：{ $because }
       *[other] 理由：{ $because }
    }
mail-profile-hidden-how = 我們一個字也沒有改。您可以在帳號的「個人頁面」自己修改，改好的內容等版主看過就會公開。
mail-profile-hidden-appeal = 如果您認為不對，30天內可以在下面的連結提出申訴，由原決定者以外的人答覆。版主如何決定、申訴如何進行：{ $policy }
mail-profile-hidden-button = 查看帳號情形
mail-profile-approved-subject = 您的自我介紹重新公開
mail-profile-approved-why = { $city }寫信給您，因為版主看過您在討論區個人頁面的自我介紹，大家又看得到了。
mail-profile-approved-button = 查看個人頁面
mail-profile-waiting-subject = 您的自我介紹又在等候審核
mail-profile-waiting-why = { $city }寫信給您，因為版主撤銷了核准您在討論區個人頁面自我介紹的決定。
mail-profile-waiting-because = 理由：{ $because }
mail-profile-waiting-how = 在版主再看過以前，別人看不到它。您不必做什麼。
mail-profile-waiting-button = 查看個人頁面

problem-decided-before = 另一位版主已經先決定了，您的決定沒有改變任何事。
