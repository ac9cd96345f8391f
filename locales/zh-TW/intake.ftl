# 市民來電、來信或到櫃台時，由承辦人員代為登錄。
medium = { $medium ->
        [telephone] 電話
        [letter] 書信
        [email] 電子郵件
       *[counter] 臨櫃
    }
record-received-by = { $medium ->
        [telephone] { $date }以電話收到，由承辦人員登錄。
        [letter] { $date }以書信收到，由承辦人員登錄。
        [email] { $date }以電子郵件收到，由承辦人員登錄。
       *[counter] { $date }臨櫃收到，由承辦人員登錄。
    }
desk-enter-title = 登錄案件
desk-enter-lead = 市民打電話、寫信、寄電子郵件或到櫃台時用這張表單。案件和其他案件一樣有編號，並送到負責的機關。信件與告知內容使用這一頁的語言。
desk-enter-enquiry = 這是隱私權詢問，會送給個資保護專員。
desk-enter-to-enquiry = 這是隱私權詢問
desk-enter-to-suggestion = 這是建議
desk-enter-medium = 怎麼收到的
desk-enter-received = 收到的日期
desk-enter-language = 案件的語言
desk-enter-language-hint = 市民使用的語言：郵件用這個語言寄出，告知內容也請用這個語言唸。
desk-enter-notice = 中文的告知內容
desk-enter-body-hint = 請盡量照市民自己的話寫。
desk-enter-contact = 怎麼聯絡這位市民
desk-enter-contact-text = 只填市民願意提供的。請先唸出下面的告知內容；不同意就留白。書信或電子郵件上寫的聯絡資料可以照著填，但不會提供給市府以外的人。
desk-enter-email-hint = 我們會寄出確認連結，案件和其他人的一樣要等確認。
desk-enter-share = 可以把聯絡資料交給負責的機關
desk-enter-publish = 審核後可以公開這則建議
desk-enter-agreed = 我唸過告知內容，市民表示同意
desk-enter-agreed-hint = 填了聯絡資料就需要；書信和電子郵件除外。
desk-enter-button = 登錄案件
desk-enter-reused = 這張表單先前以別的內容送出過，案號{ $reference }。要登錄另一件，請重新開啟表單。
desk-entered-title = 案件已登錄
desk-entered-confirm = 確認地址的信已寄出。對方點選連結後，案件就會送到{ $offices }。
desk-entered-routed = 已送到{ $offices }，{ $due }前要答覆。
desk-entered-tell = 請現在就把這兩項告訴或交給市民：密碼只顯示這一次，可以用來查看並回覆案件。請不要自己留存。
desk-entered-next = 登錄下一件
invalid-long-ago = 這是一年多以前的日期，請確認有沒有打錯。
invalid-not-agreed = 請唸出告知內容並勾選這一項，或不要填聯絡資料。
