# 您對自己資料的權利。
rights-data-title = 您的資料
rights-data-lead = 本站所保存、和您帳號有關的資料全部列在這裡，只有您看得到。沒有列出的項目和原因寫在後面。
rights-data-archive = 下載全部資料（JSON、HTML與您的檔案）
rights-data-proof = （只用來驗證、無法讀取的值）
rights-data-mailed = （內容在寄給您的郵件裡；其中可能有只該由您的信箱看到的連結）
rights-correct-title = 更正資料
rights-correct-lead = 您自己提供的資料可以自己更改，立刻生效：
rights-correct-rest = 其他資料：請個資保護專員更正
held-apart-title = 沒有列在這裡的資料和原因
held-apart = { $why ->
        [case] 建議和詢問不屬於任何帳號，請用案號和查詢密碼查看您的案件。
        [decision] 處理發言的依據也提到其他人，經過加密保存；對您的發言做了什麼處理，可以在該則發言查看。
        [duty] 為市府執行職務時所做的事，記在該項職務的紀錄裡。
        [flagged] 讀者檢舉您的發言或個人頁面：是誰、什麼時候、檢舉了幾次，不會告訴任何人。版主做了什麼處理，可以在該則發言或寄給您的信裡查看。
        [earlier] 用帳號先前的電子郵件地址給的資料、寄的信：只有那個地址找得到。每封信裡的連結可以查看並刪除。
        [unnamed] 帳號在進行中的調查投過票、密碼錯過幾次，只保存沒有姓名的雜湊值，調查結束或過了一天就刪除。用信裡的連結提出的附議也只保存雜湊值；以您現在的電子郵件地址算得出來的，列在上面。
       *[unconfirmed] 還沒有確認的註冊不是帳號，24小時後或帳號建立時就刪除。
    }
rights-files-link = 市府保存哪些資料、為什麼、保存多久
held-table = { $table ->
        [accounts] 帳號
        [sessions] 登入中的裝置
        [api_tokens] 您建立的API權杖
        [authenticators] 您的驗證器應用程式
        [recovery_codes] 您的備用碼
        [passkeys] 您的通行密鑰
        [second_steps] 等待第二步的登入
        [factor_graces] 可以不用雙重驗證到哪一天
        [factor_resets] 系統管理員提出停用您的雙重驗證
        [sign_on_identities] 透過市府單一登入登入
        [sign_on_attempts] 尚未完成的單一登入
        [sign_on_sessions] 透過單一登入開始的登入紀錄
        [account_standing] 您的帳號遵守規則的情形
        [upheld_decisions] 對您成立的處置
        [sanctions] 警告、禁言、停權，以及對個人頁面的決定
        [account_events] 您的帳號發生過的事
        [sign_ins] 您的登入時間
        [account_tokens] 寄給您的連結
        [account_preferences] 您的偏好設定
        [account_boards] 您的首頁看板
        [reading_trackers] 記錄閱讀進度的設定
        [topic_reads] 您在各主題讀到哪裡
        [board_reads] 標為已讀的看板
        [watches] 您關注和靜音的項目
        [case_watches] 您要在摘要收到動態的案件
        [case_watch_news] 下一份摘要會寄的案件動態
        [notifications] 通知
        [bookmarks] 書籤
        [reactions] 表態
        [profiles] 您的個人頁面
        [posts] 發言
        [drafts] 您的草稿
        [attachments] 您發言中的檔案
        [post_revisions] 發言的先前版本
        [post_findings] 您自行公開的個人資料
        [topics] 主題
        [review_items] 發言的審核
        [spam_scores] 您的發言像不像垃圾訊息
        [spam_lessons] 從您發言的審核決定學到的紀錄
        [appeals] 申訴
        [data_requests] 向個資保護專員提出的請求
        [topic_tags] 您主題的標籤
        [search_texts] 搜尋功能為您的發言保存的內容
        [sealed_quotes] 引用處被遮蔽的發言原文
        [sealed_originals] 變更前的發言原文
        [consents] 您同意過的事項
        [policy_dismissals] 您已收起的公告
        [office_members] 您任職的機關
        [moderator_boards] 您擔任版主的看板
        [supports] 您附議的建議
        [support_marks] 用您的電子郵件地址附議的建議
        [support_requests] 用您的電子郵件地址提出、等候確認的附議
        [event_sign_ups] 用您的電子郵件報名的活動
        [request_looks] 您提出的要求在哪些日子被閱讀
        [appeal_looks] 您的申訴在哪些日子被閱讀
        [flags] 您的檢舉
        [flag_looks] 您在檢舉時寫的內容在哪些日子被版主閱讀
        [event_looks] 主辦人在哪些日子看過您報名的活動的名單
        [outbox] 寄到您電子郵件的郵件
        [suppressed_addresses] 您的電子郵件為什麼少收郵件
       *[other] { $table }
    }
held-column = { $column ->
        [name] 名稱
        [way] 方式
        [begun_at] 登入時間
        [email_sealed] 電子郵件
        [contact_sealed] 電子郵件
        [words_sealed] 您寫的內容
        [answer_sealed] 答覆
        [password_hash] 密碼
        [token_hash] 驗證值
        [link_hash] 驗證值
        [subject_sealed] 單一登入對您的代稱
        [subject_index] 驗證值
        [linked_on] 連結日期
        [state_hash] 驗證值
        [browser_hash] 驗證值
        [next] 接著要開啟的頁面
        [said_sealed] 單一登入提供的關於您的資料
        [sid_hash] 驗證值
        [step_hash] 驗證值
        [withdraw_hash] 撤回用的憑證
        [guest_key_hash] 驗證值
        [email_index] 驗證值
        [role] 角色
        [language] 語言
        [rules_version] 已同意的討論區規則
        [created_at] 建立時間
        [created_on] 建立日期
        [last_used_on] 最後使用
        [event] 事件
        [day] 日期
        [expires_at] 有效期限
        [approved] 您公開中的發言數
        [upheld] 對您成立的處置數
        [posts] 當天的發言數
        [topics] 當天的主題數
        [flags] 當天的檢舉數
        [ledger_number] 處理紀錄編號
        [imposed_on] 起始日
        [ended_on] 提前結束日
        [appealed_on] 申訴日
        [last_day] 最後一天
        [expires_on] 最後一天
        [scopes] 授權範圍
        [confirmed_at] 上次確認身分
        [confirmed_on] 起始日
        [added_on] 起始日
        [label_sealed] 名稱
        [secret_sealed] 驗證值
        [last_step] 驗證值
        [code_hash] 驗證值
        [credential_id] 驗證值
        [user_handle] 驗證值
        [public_key] 驗證值
        [sign_count] 驗證值
        [body] 內文
        [tag] 標籤
        [title] 標題
        [state] 狀態
        [kind] 種類
        [name_sealed] 姓名
        [name_changed_on] 上次變更名稱
        [event_id] 活動編號
        [signed_up_on] 報名日期
        [recipient_sealed] 收件人
        [recipient_index] 驗證值
        [domain_mark] 驗證值
        [content_sealed] 郵件內容
        [reply_sealed] 郵件伺服器的回應
        [notice] 事項
        [given_at] 同意時間
        [withdrawn_at] 撤回時間
        [number] 版本
        [office_id] 機關編號
        [district_id] 行政區編號
        [board_id] 看板編號
        [digest] 摘要
        [appearance] 色彩
        [topic_id] 主題編號
        [case_id] 案件編碼
        [post_id] 發言編號
        [position] 讀到第幾則公開的發言
        [level] 您的選擇
        [seen] 已看
        [mailed] 已放進摘要
        [about] 自我介紹
        [about_html] 自我介紹（顯示的樣子）
        [shows_since] 顯示加入的月份
        [shows_count] 顯示發言數
        [shows_posts] 顯示發言清單
        [purpose] 用途
        [edited_at] 編輯時間
        [body_html] 顯示的內文
        [title_html] 顯示的標題
        [slug] 網址裡的字
        [title_terms] 標題的搜尋詞
        [terms] 搜尋詞
        [guest_name] 以訪客身分填的名稱
        [guest_email] 公開的電子郵件
        [alt] 圖片說明
        [kept_at] 最後修改
        [original_sealed] 原文
        [decided_at] 決定時間
        [reason] 理由
        [outcome] 結果
        [settled_at] 決定時間
        [reopened_at] 重新等候審核的時間
        [decision_reason_sealed] 理由
        [claimed_until] 處理到何時
        [extended_because_sealed] 延長的理由
        [due_on] 答覆期限
        [covers] 哪些郵件
        [since] 起始日期
       *[other] { $column }
    }
request-title = 向個資保護專員提出請求
request-lead = 會由個資保護專員答覆：查詢或閱覽在15天內，其他在30天內。如果需要更久，會事先告訴您原因。
request-what = 您的請求是什麼？
request-kind = { $kind ->
        [object] 停止某種利用
        [correct] 更正我在這裡無法修改的資料
        [access] 查閱這裡沒有列出的資料
       *[named] 有一則發言提到我
    }
request-kind-needed = 請選擇您的請求。
request-words = 請說明
request-send = 送給個資保護專員
done-asked = 請求已送出，答覆會寄到您的信箱。
done-erased = 已刪除。如果別人曾經看得到，原處只留下刪除標記。
erase-account-title = 刪除帳號
erase-account-lead = 帳號和本站所保存的相關資料會立刻刪除，而且無法復原。
erase-account-kept = 市政建議的案卷是公務紀錄，會保存到期限屆滿（個人資料保護法第11條），也不屬於帳號。版主的處理決定會留在紀錄裡，但沒有您的名字。
erase-account-duties = 這是為市府工作的帳號，請先由系統管理員取消它的角色。
erase-posts-legend = 您的發言要怎麼處理？
erase-posts = { $fate ->
        [erase] 一起刪除，原處只留下刪除標記
       *[keep] 保留發言，但不顯示我的名字
    }
erase-posts-needed = 請選擇發言要怎麼處理。目前沒有刪除任何資料。
erase-account-button = 永久刪除帳號
erased-title = 帳號已刪除
erased-lead = 本站不再保存這個帳號的任何資料。沒有帳號，您仍然可以瀏覽和提出市政建議。
erase-post-link = 刪除
erase-post-title = 刪除這則發言
erase-post-lead = 內文、所有先前版本和您的名字會立刻刪除，搜尋也找不到。如果別人曾經看得到，原處會留下刪除標記，讓回覆看得懂。刪除後無法復原。
erase-post-button = 永久刪除這則發言
erase-post-back = 回到主題
forum-erased = 這則發言已由作者刪除。
about-me-link = 這和我有關
about-me-title = 這則發言和我有關
about-me-lead = 如果有人在這裡提到您的名字，或公開了您的個人資料，您可以要求遮蔽，不需要帳號。
about-me-words = 發言裡的哪個部分和您有關？
about-me-words-hint = 例如：「第二行的名字是我。」
about-me-email-hint = 我們會寄一個確認連結給您。
about-me-button = 提出要求
about-me-sent = 我們寄了一個連結給您，三天內有效；點開並確認後，您的要求才算成立。
about-me-press = 再按一個按鈕，個資保護專員就會收到您的要求。
about-me-confirm = 送出要求
about-me-confirmed = 個資保護專員已收到您的要求，最晚{ $date }答覆。
withdraw-request-title = 撤回要求
withdraw-request-lead = 只要按一個按鈕：您的要求會撤回，您同意我們保存地址的意思也一併撤回。地址和您寫的內容會立刻刪除。
withdraw-request-button = 撤回並刪除
withdraw-request-done = 您的要求已撤回，地址和您寫的內容都已刪除。
requests-title = 個人資料的請求
requests-lead = 最快到期的在最前面。答覆會以電子郵件寄出，之後就不再保存對方的信箱。
requests-empty-title = 沒有待處理的請求
requests-empty-text = 有人對自己的資料提出請求時，會連同期限列在這裡。
requests-post = 查看這則發言
requests-asker = { $name }從帳號提出
requests-answer = 答覆，或需要延長的原因
requests-extended = 已延長：{ $because }
requests-undelivered-mark = 郵件未送達
requests-undelivered = 寄給請求人的郵件沒有送達（{ $at }）：{ $because ->
        [nowhere] 郵件伺服器表示沒有這個地址。
        [late] 連續多日沒有郵件伺服器收下。
       *[refused] 郵件伺服器拒收。
    }
requests-undelivered-title = 沒有送達的答覆
requests-undelivered-lead = 最近{ $days }天，寄給請求人的郵件沒有送達。本站已不保存對方的信箱；從帳號提出的，可以請對方檢查帳號的信箱。
requests-answered = { $state ->
        [granted] 已同意
       *[refused] 已拒絕
    }
requests-mask = 遮蔽並答覆
requests-mask-answer = 遮蔽標示的內容，並這樣答覆
requests-masked-answer = 這則發言裡標示為個人資料的內容已經遮蔽，先前的版本和別人的引用也一併處理。作者會知道內容遭到遮蔽，但不會知道是誰提出請求；作者30天內可以申訴。
requests-no-marks = 這則發言裡沒有標示的個人資料。可以隱藏或拒絕。
requests-hide = 隱藏發言並答覆
requests-grant = 同意
requests-refuse = 拒絕
requests-extend = 延長一次
requests-out-of-sight = 這則發言已經看不到了，但申訴成立時會再公開。請改用遮蔽，屆時仍會遮住；或直接答覆、不做隱藏。目前沒有任何變更。
requests-nothing-to-mask = 這則發言裡沒有標示的個人資料。可以隱藏或拒絕。目前沒有任何變更。
mail-named-confirm-subject = 請確認您的要求
mail-named-confirm-why = { $city }寫信給您，因為有人填了這個信箱，表示討論區有一則發言和您有關。
mail-named-confirm-what = 請在三天內點開連結並按下按鈕，個資保護專員就會收到您的要求。如果不是您本人，不用理會，資料會自動刪除。
mail-named-confirm-withdraw =
    不論確認前後，要撤回這項要求，請用這個連結：
    { $address }
mail-named-confirm-button = 確認要求
mail-request-extended-subject = 您的請求需要更多時間
mail-request-extended-why = { $city }的個資保護專員寫信給您，是關於您的請求。
mail-request-extended-what = 處理時間會比我們說的更久，原因：{ $words }
mail-request-extended-button = 隱私權政策
mail-request-granted-subject = 您的請求已同意
mail-request-granted-why = { $city }的個資保護專員寫信給您，是關於您的請求。
mail-request-granted-what = 我們同意您的請求。{ $words }
mail-request-granted-button = 隱私權政策
mail-request-refused-subject = 您的請求未獲同意
mail-request-refused-why = { $city }的個資保護專員寫信給您，是關於您的請求。
mail-request-refused-what = 您的請求未獲同意。您可以向監督機關申訴。理由：{ $words }
mail-request-refused-button = 隱私權政策
restrict-title = 不再利用這件案件
restrict-lead = 案卷是公務紀錄，保存期限屆滿前不能刪除（個人資料保護法第11條）。您可以立刻要求：銷毀您的聯絡資料，其餘內容只保存、不再利用。承辦單位不會再看到，只有經第二人核可的司法調查才能調閱。您仍然可以在這裡查看。
restrict-button = 銷毀聯絡資料，並限制利用這件案件
restricted-title = 這件案件已限制利用
restricted-text = 案件{ $reference }的聯絡資料已銷毀。其餘內容保存到期限屆滿，不會再被利用。
record-restricted = 依市民要求，案件已限制利用。
disclose-restricted = 市民已要求不再利用這件案件，只有司法調查才能調閱。
