# 公開紀錄、依據與簽章。
ledger-title = 處理紀錄
ledger-lead = 這裡列出本站對他人發言或個人資料所做的每一件事，以及依據。紀錄裡沒有任何人的姓名。
ledger-empty-title = 還沒有紀錄
ledger-empty-text = 只要動到任何人的發言或個人資料，做了什麼、依據是什麼，都會列在這裡。
ledger-number = 第{ $number }號
ledger-act = { $act ->
        [post-approved] 一則發言已核准
        [flags-dismissed] 檢舉已看過，沒有違反規則
        [flags-reopened] 不違規的認定已撤銷，檢舉又等候處理
        [review-reopened] 核准已撤銷，公開中的內容再看一次
        [post-rejected] 一則發言未核准
        [post-hidden] 一則發言被隱藏
        [post-masked] 一則發言裡的個人資料被遮蔽
        [post-edited] 版主移除一則發言裡的字句
        [post-restored] 一則發言已恢復：重新公開，或放回字句
        [post-held] 一則發言暫停公開，重新審核
        [post-waits-again] 核准已撤銷，發言又等候審核
        [decision-undone] 版主撤銷對一則發言的決定
        [profile-reminded] 請某人修改個人頁面
        [reminder-undone] 撤銷請某人修改個人頁面的決定
        [profile-hidden] 某人個人頁面的自我介紹被隱藏
        [appeal-granted] 一件申訴成立
        [appeal-refused] 一件申訴不成立
        [disclosed] 個人資料提供給第三方
        [erased] 個人資料已刪除
        [restricted] 一份案卷已限制利用
        [official-answer] 機關在討論區答覆
        [topic-pinned] 一個主題被置頂
        [topic-unpinned] 一個主題取消置頂
        [topic-locked] 一個主題被鎖定
        [topic-unlocked] 一個主題解除鎖定
        [topic-moved] 一個主題移到另一個看板
        [topic-split] 部分回覆分出為新的主題
        [topic-merged] 兩個主題合併
        [topic-tagged] 一個主題的標籤已更改
        [board-added] 新增了一個看板
        [board-changed] 一個看板已修改
        [board-ordered] 一個看板的順序已更改
        [board-archived] 一個看板已封存
        [board-unarchived] 一個看板取消封存
        [board-undone] 撤銷了一個看板的變更
        [organisation-added] 新增了機關、類別、行政區、人員或分案規則
        [organisation-changed] 修改了機關、類別、行政區、分案規則或辦公日曆
        [organisation-retired] 停用了機關、類別或行政區
        [organisation-restored] 重新啟用了機關、類別或行政區
        [organisation-removed] 移除了人員或分案規則
        [mail-retried] 重新寄送了一封未寄出的郵件
        [mail-redirected] 一封寄給機關的郵件改寄到機關的另一個地址
        [mail-given-up] 放棄寄送一封未寄出的郵件
        [mail-placed] 一封寄進來的郵件已歸入案件
        [mail-discarded] 一封寄進來的郵件已捨棄
        [account-warned] 一個帳號被警告
        [account-silenced] 一個帳號被禁言
        [account-suspended] 一個帳號被停權
        [sanction-ended] 一項禁言或停權提前結束，或某人的自我介紹不再隱藏
        [sanction-withdrawn] 對帳號的處置已撤回
        [sanction-appealed] 有人對帳號的處置提出申訴
        [watched-changed] 修改了監看字詞
        [token-made] 市府人員建立了API權杖
        [token-ended] 停用了市府人員的API權杖
        [page-added] 開始撰寫一個市府自訂頁面
        [page-changed] 修改了一個市府自訂頁面
        [page-published] 公開了市府自訂頁面的一個版本
        [page-withdrawn] 撤下了一個市府自訂頁面
        [page-restored] 重新採用了市府自訂頁面的較早版本
        [audit-exported] 將市府內部行為的紀錄匯出成檔案
        [setting-changed] 變更了一項設定
        [setting-undone] 撤銷了一項設定的變更
        [webhook-added] 新增了Webhook接收端點
        [webhook-changed] 修改了Webhook接收端點
        [webhook-removed] 移除了Webhook接收端點
        [policy-published] 公布了一版隱私權政策
        [open-data-made] 產製了匿名的開放資料
        [payloads-erased] 紀錄旁密封的內容已刪除
       *[other] 其他
    }
ledger-ground = { $ground ->
        [consent] 依本人同意，或依已公布的保存期限。
        [circumstance-1] 情形（1）：司法機關依法調查，並經第二人核可。
        [circumstance-2] 情形（2）：違反討論區規則，且達到造成威脅的程度。
        [circumstance-3] 情形（3）：為了網站的效能。
        [circumstance-4] 情形（4）：有人投訴，為保護其他使用者的權益。
        [reason] 附有理由，沒有改變任何人的發言。
        [review] 版主看過，沒有改變任何人的發言。
        [administration] 由系統管理員處理，沒有改變任何人的發言。
       *[other] 其他依據。
    }
ledger-efficiency-off = 情形（3）「增進政府網站效率的考量」目前沒有啟用，不能以此為依據更改、刪除或提供任何資料。
ledger-efficiency-on = 情形（3）「增進政府網站效率的考量」目前已啟用，版主可以此為依據處理，每一次都列在處理紀錄裡。
ledger-rule = { $rule }（討論區規則第{ $version }版）
ledger-fact = { $name ->
        [board] 看板：{ $value }
        [fields] 欄位：{ $value }
        [recipient] 提供對象：{ $value }
        [of] 關於第{ $value }號
        [count] 筆數：{ $value }
        [kind] { $value ->
                [major] 重大修訂
               *[minor] 一般修訂
            }
        [sha256] SHA-256：{ $value }
        [numbers] 第{ $value }號的內容
        [erased] { $value ->
                [account] 內容：帳號
                [sign-up] 內容：活動報名
                [sign-ups] 內容：已取消活動的全部報名
                [email] 內容：發言的公開電子郵件地址
                [contact] 內容：案件的聯絡資料
                [publication] 內容：公開的建議
                [request] 內容：向個資保護專員提出的要求
                [words] 內容：發言裡的個人資料；作者先前要求過，備份還原後再次遮蔽
               *[post] 內容：發言
            }
        [purpose] 目的：{ $value }
        [version] 版本：{ $value }
        [office] 機關：{ $value }
        [from] 原看板：{ $value }
        [until] 期限：{ $value }
        [posts] 則數：{ $value }
        [webhook] 接收端點：第{ $value }號
        [changed] { $value ->
                [answer] 變更：機關的答覆
               *[other] 變更：{ $value }
            }
        [what] { $value ->
                [office] 對象：機關
                [category] 對象：類別
                [district] 對象：行政區
                [member] 對象：機關人員
                [moderator] 對象：版主與負責的看板
                [staff] 對象：承辦人員
                [privacy_officer] 對象：個資保護專員
                [administrator] 對象：系統管理員
                [register] 對象：處理紀錄
                [sign-ins] 對象：市府人員的登入時間
                [factor-reset] 對象：停用某人雙重驗證的請求
                [second-factors] 對象：一個帳號的所有雙重驗證
                [sign-on-link] 對象：一個帳號與單一登入的連結，重新開放
                [added] 內容：新增
                [settings] 內容：設定
                [off] 內容：停用
                [on] 內容：啟用
                [secret] 內容：更換密鑰
                [redelivered] 內容：重新傳送事件
                [test] 內容：傳送測試事件
                [removed] 內容：移除
                [calendar] 對象：辦公日曆
               *[rule] 對象：分案規則
            }
        [holder] { $value ->
                [moderator] 使用者：版主
                [staff] 使用者：承辦人員
                [privacy_officer] 使用者：個資保護專員
               *[administrator] 使用者：系統管理員
            }
        [boards] { $value ->
                [all] 看板：所有看板
               *[some] 看板：{ $value }個
            }
        [mail] 郵件編號：{ $value }
        [setting] 項目：{ $value }
        [set_from] 原本：{ $value }
        [set_to] 改為：{ $value }
        [named] 名稱：{ $value }
        [page] 頁面：{ $value }
        [format] { $value ->
                [json] 格式：JSON
               *[csv] 格式：CSV
            }
        [sign_on] 依據單一登入規則：{ $value }
        [newer_text] 作者後來寫的內容沒有更動；其他地方被遮蔽或移除的字已經放回
       *[other] { $value }
    }
ledger-statements-title = 簽章聲明
ledger-statements-lead = 本站每天簽署一次處理紀錄與所有案卷當時的狀態。只要您留著其中一份，之前的內容就沒有人能不被發現地更改。
ledger-statements-empty-title = 還沒有簽章
ledger-statements-empty-text = 有了第一件案件或決定之後，隔天這裡就會有第一份聲明。
ledger-public-key = 公鑰（Ed25519）
mail-chain-heads-subject = { $day }簽章聲明
mail-chain-heads-why = 您是{ $city }的個資保護專員，所以收到Plaza的這封信。
mail-chain-heads-what = 以下是{ $day }當天處理紀錄與所有案卷的狀態，並經簽章。請保留這封信：用`plaza verify --statement FILE`可以和資料庫比對。
mail-chain-heads-button = 公開的聲明

# 依據、處理與申訴。
ground-label = 依據
ground-hint = 違反了哪一條討論區規則，或有人投訴。沒有依據就不能處理。
ground-protect = 有人投訴，為保護其他使用者的權益
ground-efficiency = 為了網站的效能
ground-needed = 請選擇依據。目前沒有任何變更。
ground-words = 用一句話說明原因
ground-words-hint = 這項違規造成什麼威脅，或投訴說了什麼。作者會看到；內容會密封在處理紀錄裡。
ground-complaint-needed = 請寫出投訴的內容。目前沒有任何變更。
ground-complaint-way = 投訴從哪裡來
ground-complaint-way-hint = 有人投訴時才需要填寫：投訴的管道和日期，會密封在處理紀錄裡。
ground-complaint-day = 哪一天收到
ground-complaint-way-needed = 請選擇投訴的管道。沒有任何變更。
ground-complaint-day-needed = 請填寫收到投訴的日期，最晚是今天。沒有任何變更。
complaint-way-site = 在本網站
complaint-way-mail = 電子郵件
complaint-way-telephone = 電話
complaint-way-letter = 書信
complaint-way-counter = 臨櫃
moderate-link = 管理
moderate-title = 處理這則發言
moderate-act = 要怎麼處理
moderate-act-needed = 請選擇要怎麼處理。
moderate-hide = 隱藏這則發言
moderate-hold = 暫停公開，重新審核
moderate-restore = 恢復公開
moderate-mask = 遮蔽這則發言與先前版本裡的個人資料
moderate-nothing-to-mask = 這則發言裡沒有公開的個人資料。目前沒有任何變更。
moderate-what-follows = 這會列在公開的處理紀錄裡，但不含姓名。作者會收到通知，30天內可以申訴；被遮蔽的內容在那之前會密封保存。
moderate-do = 確定處理
take-out-link = 移除其中的字句
take-out-title = 移除這則發言裡的字句
take-out-lead = 把需要移除的段落刪掉，其他都不要動。沒有人可以替別人說話：只要多出任何文字，系統就不接受。實際移除之前，會先列出要移除的內容。
take-out-title-field = 刪去後的標題
take-out-body-field = 刪去後的內容
take-out-body-hint = 這是作者輸入的原始文字。請刪除完整的字詞，原處會留下標記。
take-out-preview = 看看會移除什麼
take-out-would = 會移除的內容
take-out-legend = 畫上刪除線的字句會移除，包括這則發言的其他地方、先前版本和別人的引用，原處會留下標記。目前還沒有移除。
take-out-follows = 這會列在公開的處理紀錄裡，但不含姓名。作者會收到通知，30天內可以申訴；原文在那之前會密封保存。
take-out-let-out = 公開剩下的內容
take-out-let-out-hint = 不勾選的話，這則發言仍不公開，其餘內容之後再決定。
take-out-do = 移除這些字句
take-out-changed = 您打開這一頁之後，作者改過這則發言。下面是現在的內容，請重新刪除要移除的段落。您寫的理由還在。
taken-mark = 【版主移除】
invalid-taken-added = 這裡有原文沒有的文字，或順序和原文不同。請只刪除，不要加字，也不要移動。目前沒有任何變更。
invalid-taken-everything = 這樣就一個字也不剩了。請改用隱藏。目前沒有任何變更。
invalid-taken-part-of-word = 有英文字或數字只刪了一部分。請刪除完整的字詞。目前沒有任何變更。
invalid-taken-no-words = 有一處只刪了標點符號，沒有刪字。請保留原來的標點。目前沒有任何變更。
invalid-taken-too-many = 一次要移除的段落太多了。請把相連的段落一起刪除。目前沒有任何變更。
invalid-taken-too-long = 每一處都換成標記後，內容會超過長度上限。請改成移除較長的段落，或改用隱藏。目前沒有任何變更。
invalid-taken-nothing = 沒有刪除任何文字。請刪掉需要移除的段落。
investigation-title = 依司法調查處理
investigation-lead = 情形（1）：法院、檢察署或警察機關要求處理。請在這裡填寫機關與公文提出申請，由另一個人針對這則發言和這項處理核可；核可後，這裡會出現執行的按鈕，30天內有效，只能用一次。
investigation-untold = 不通知作者
decisions-link = 決定與申訴方式
decisions-title = 對這則發言的決定
decisions-earlier = 先前的決定
decisions-lead = 對這則發言做過哪些決定、依據是什麼，以及您可以怎麼做。
decisions-empty-title = 沒有任何決定
decisions-empty-text = 沒有人動過這則發言。
appeal-words = 申訴
appeal-words-hint = 請說明為什麼這個決定不對。會由原決定者以外的人來看。
appeal-words-needed = 請寫幾句話。
appeal-send = 送出申訴
appeal-answer = 答覆：
appeal-answer-label = 給作者的答覆
appeal-grant = 申訴成立：撤銷原決定
appeal-refuse = 申訴不成立：維持原決定
appeal-newer-stays = 作者後來改過這則發言。申訴成立時，後來的內容會保留，被遮蔽或移除的字則放回先前的版本。
appeal-of-topic = 申訴成立時，鎖定的主題會解除鎖定，移走的主題會移回；如果後來另有新的處理，就不會動。分出或合併的主題不會自動恢復，請先自行調整，再在答覆裡說明做了什麼。
appeal-firm = 這項決定經第二人核可，或由個資保護專員為保密的當事人所做。版主不能撤銷，申訴也只由系統管理員答覆。
appeal-same-person = 這是您做的決定，或是您寫的發言；申訴要由別人來決定。
appeal-state = { $state ->
        [open] 申訴處理中
        [granted] 申訴成立
       *[refused] 申訴不成立
    }
appeals-title = 申訴
appeals-lead = 作者請求重新看一次決定。原本做決定的人不能決定申訴。
appeals-empty-title = 沒有待處理的申訴
appeals-empty-text = 作者提出申訴後，會列在這裡。
review-appeals = 申訴：{ $count }
forum-hidden = 已隱藏
done-appealed = 申訴已送出，會由另一個人重新看這個決定。
mail-moderated-subject = 關於您的發言
mail-moderated-why = { $city }寫信給您，因為您在討論區的一則發言有了處理決定。
mail-moderated-what = { $act ->
        [post-rejected] 版主沒有核准這則發言，別人看不到。
        [post-hidden] 這則發言已被隱藏。
        [post-masked] 這則發言裡的個人資料已被遮蔽。
        [post-edited] 版主移除了這則發言裡的部分字句，原處留有標記。
        [post-held] 這則發言暫停公開，要等版主再看過一次。
        [post-restored] 這則發言原本被隱藏，現在大家又看得到了。
        [post-waits-again] 這則發言原本已經核准；核准已撤銷，又在等候版主審核。
        [decision-undone] 先前對這則發言的一項決定已撤銷，發言恢復到那項決定之前的樣子。
        [decision-undone-newer] 先前對這則發言的一項決定已撤銷。被遮蔽或移除的字已經放回先前的版本，以及您沒有再改過的地方。您後來寫的內容沒有更動。
        [topic-locked] 這則發言所開的主題已鎖定，不能再回覆。
        [topic-moved] 這則發言所開的主題已移到另一個看板。
        [topic-split] 這則發言和相關的回覆已分出，成為新主題的開頭。
        [topic-merged] 這則發言所開的主題已併入較早的主題；您的發言還在，舊網址也會連過去。
        [appeal-granted] 您的申訴成立，發言已恢復原狀。
        [appeal-granted-unlocked] 您的申訴成立，主題已解除鎖定，可以再回覆。
        [appeal-granted-moved] 您的申訴成立，主題已移回原來的看板。
        [appeal-granted-answered] 您的申訴成立，後續怎麼處理寫在理由裡。
        [appeal-granted-others] 您的申訴成立。這則發言目前的狀態，是因為後來另有決定，或是您後來改過、版主還沒看過。
        [appeal-granted-waits] 您的申訴成立，被遮蔽或移除的字已經放回。這些字先前從未公開，所以要等版主看過，其他人才看得到這則發言。
        [appeal-granted-newer] 您的申訴成立，被遮蔽或移除的字已經放回先前的版本，以及您沒有再改過的地方。您後來寫的內容沒有更動。如果其他決定也遮蔽或移除了同樣的字，那些字仍維持遮蔽或移除。
       *[appeal-refused] 您的申訴不成立，維持原決定。
    }
mail-moderated-because = 理由：{ $because }
mail-moderated-appeal = { $act ->
        [post-restored] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [post-waits-again] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [decision-undone] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [decision-undone-newer] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [appeal-granted] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [appeal-granted-others] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [appeal-granted-newer] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
        [appeal-refused] 下面的連結可以看到對這則發言的所有決定。版主如何決定、申訴如何進行：{ $policy }
       *[other] 下面的連結可以看到依據；決定後30天內，也可以在那裡申訴。版主如何決定、申訴如何進行：{ $policy }
    }
mail-moderated-button = 查看決定
mail-arranged-subject = 關於您的主題
mail-arranged-why = { $city }寫信給您，因為版主整理了您在討論區的一個主題。
mail-arranged-what = { $act ->
        [topic-put-in] 另一個主題併入了這個主題，那邊的發言已依時間排進來。
       *[answers-split-off] 這個主題裡別人的回覆，有一部分已分出為新的主題。
    }
mail-arranged-because = 理由：{ $because }
mail-arranged-turn = 您自己寫的內容沒有更動，也沒有隱藏。被移動的發言，由作者本人申訴。如果您認為這樣整理不對，可以在這裡寫信給市府：{ $ask }
mail-arranged-button = 查看主題
ground-in-confidence = 這則發言所涉及的人提出要求。
