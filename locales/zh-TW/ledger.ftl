# 公開紀錄、依據與簽章。
ledger-title = 處理紀錄
ledger-lead = 這裡列出本站對他人發言或個人資料所做的每一件事，以及依據。紀錄裡沒有任何人的姓名。
ledger-empty-title = 還沒有紀錄
ledger-empty-text = 只要動到任何人的發言或個人資料，做了什麼、依據是什麼，都會列在這裡。
ledger-number = 第 { $number } 號
ledger-act = { $act ->
        [post-rejected] 一則發言未予刊登
        [post-hidden] 一則發言被隱藏
        [post-masked] 一則發言裡的個人資料被遮蔽
        [post-restored] 一則發言恢復原狀
        [appeal-granted] 一件申訴成立
        [appeal-refused] 一件申訴不成立
        [disclosed] 個人資料提供給第三人
        [anonymous-export] 提供了匿名統計資料
        [erased] 個人資料已刪除
        [restricted] 一份案卷已限制使用
        [policy-published] 隱私權政策已修訂
        [keys-rotated] 金鑰已更換
       *[other] 其他
    }
ledger-ground = { $ground ->
        [consent] 依本人同意，或依已公布的保存期限。
        [circumstance-1] 情形（1）：司法機關依法調查，並經第二人核可。
        [circumstance-2] 情形（2）：違反網站規定且已造成威脅。
        [circumstance-3] 情形（3）：為了網站的效能。
        [circumstance-4] 情形（4）：有人申訴，為保護其他使用者的權益。
       *[other] 其他依據。
    }
ledger-rule = { $rule }（{ $version } 版規範）
ledger-fact = { $name ->
        [board] 看板：{ $value }
        [fields] 欄位：{ $value }
        [of] 關於第 { $value } 號
        [count] 筆數：{ $value }
        [purpose] 目的：{ $value }
        [version] 版本：{ $value }
       *[other] { $value }
    }
ledger-statements-title = 簽章聲明
ledger-statements-lead = 本站每天簽署一次處理紀錄與所有案卷當時的狀態。只要您留著其中一份，之前的內容就沒有人能不被發現地更改。
ledger-statements-empty-title = 還沒有簽章
ledger-statements-empty-text = 有了第一件案件或決定之後，隔天這裡就會有第一份聲明。
ledger-public-key = 公鑰（Ed25519）
rule-name = { $rule ->
        [respect] 彼此尊重
        [privacy] 不公開他人的個人資料
        [lawful] 不違法
        [topic] 切合主題
        [advertising] 不做廣告
       *[other] { $rule }
    }
mail-chain-heads-subject = { $day } 簽章聲明
mail-chain-heads-why = 您是{ $city }的隱私保護聯絡人，所以收到 Plaza 的這封信。
mail-chain-heads-what = 以下是 { $day } 當天處理紀錄與所有案卷的狀態，並經簽章。請保留這封信：用 `plaza verify --statement 檔案` 可以和資料庫比對。
mail-chain-heads-button = 公開的聲明
