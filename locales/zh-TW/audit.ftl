# 系統管理員查閱的處理紀錄，以及市府人員的登入時間。
audit-title = 稽核
audit-lead = 市府人員做了什麼、什麼時間做的。行為涉及誰、依據的文字，都密封保存，在這裡不對任何人開啟；市民處理自己資料的行為只記到哪一天。哪位系統管理員匯出過，也列在這裡。
audit-search = 查找紀錄
audit-act = 做了什麼
audit-subject-field = 關於什麼
audit-subject = { $subject ->
        [post] 發言
        [topic] 主題
        [account] 帳號與申訴
        [data] 個人資料
        [board] 看板
        [organisation] 組織
        [mail] 郵件
        [page] 市府自訂頁面
       *[city] 城市與服務
    }
audit-by = 由誰做的
audit-post = 發言的號碼
audit-from = 從哪一天
audit-until = 到哪一天
audit-show = 顯示
audit-all = 顯示全部
audit-none = 沒有符合的紀錄
audit-none-text = 在這段期間沒有您要找的行為。
audit-number = 號次
audit-when = 時間
audit-form-field = 呈現方式
audit-form = { $form ->
        [open] 全部公開
        [sealed] 文字密封
       *[erased] 文字已刪除
    }
audit-altered = 遭更動
audit-verified = 已驗證到第{ $number }號（共{ $newest }號）：簽章與紀錄相符。
audit-wrong = 從第{ $number }號起，處理紀錄與當初寫下的不符。請執行「plaza verify」，不要刪除任何資料。
audit-signed = { $day }的簽署聲明已簽到第{ $number }號。「plaza verify」會檢查每一筆紀錄與所有案卷。
audit-unsigned = 還沒有簽署聲明；一天之內會產生第一份。
audit-export = 匯出
audit-export-hint = 將目前篩選的全部紀錄匯出成一個檔案。您匯出的行為會列入處理紀錄。
audit-format = { $format ->
        [json] 匯出成JSON
       *[csv] 匯出成CSV
    }
invalid-audit-post = 請填寫發言網址裡的號碼。
invalid-audit-until = 最後一天早於第一天。

sign-ins-title = 市府人員的登入時間
sign-ins-lead = 版主、承辦人員、個資保護專員與系統管理員在什麼時間、以哪種方式登入，保存{ $days }天，不記IP位址與瀏覽器。這裡不記市民的登入。
sign-ins-failed = 失敗的登入
sign-ins-failed-lead = 最近一天內，以市府人員的帳號登入而失敗的次數。輸入正確的密碼、通過第二道驗證後，各自的次數就會歸零。不記IP位址與瀏覽器，也不顯示市民的帳號。
sign-ins-failed-none = 最近一天沒有失敗的登入。
sign-ins-failed-passwords = 密碼錯誤{ $count }次
sign-ins-failed-factors = 第二道驗證錯誤{ $count }次
sign-ins-failed-blocked = { $until }以前無法登入
sign-ins-all = 登入紀錄
sign-ins-search = 查找登入時間
sign-ins-account = 帳號
sign-ins-way = 方式
sign-in-way-password = 密碼
sign-in-way-password-and-factor = 密碼與第二道驗證
sign-in-way-passkey = 通行密鑰
sign-in-way-sign-on = 市府單一登入
sign-ins-none = 沒有符合的登入
sign-ins-none-text = 在這段期間，您要找的人沒有登入。
sign-ins-own = 您的登入時間
sign-ins-own-lead = 這個帳號的權限高於市民的帳號，所以每次登入的時間會保存{ $days }天，您自己與系統管理員看得到。如果有一次不是您本人，請立刻變更密碼。
