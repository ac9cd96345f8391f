# 案件桌面：機關的案件清單、承辦人、一次處理多件、可列印的案卷

desk-view-waiting = 等候答覆
desk-view-new = 新案件
desk-view-today = 今天到期
desk-view-overdue = 逾期
desk-view-mine = 我承辦的
desk-view-answered = 已結束
desk-search = 找案件
desk-search-hint = 輸入案號，或標題和內容裡的字詞。字詞只在您自己機關最新的{ $count }個案件裡找，不會找聯絡資料。
desk-handler = 承辦人
desk-handler-nobody = 尚未指定
desk-take = 由我承辦
desk-give-back = 不再由我承辦
desk-choose = 勾選{ $reference }
desk-received = 收到的時間
desk-away = 連線中斷了。您輸入的內容還在，請再試一次。

desk-bulk-title = 一次處理勾選的案件
desk-bulk-cases = 勾選的案件
desk-bulk-act = 要做什麼
desk-bulk-to = 承辦的同事
desk-bulk-to-hint = 指定承辦人時選擇。
desk-bulk-extend-hint = 延期時填寫；要是工作天，而且比原來的期限晚。
desk-bulk-button = 逐件處理
desk-bulk-told = 已處理{ $done }件，未處理{ $not }件。
desk-bulk-done = 已處理：
desk-bulk-not-now = 現在無法處理，狀態是「{ $state }」。
desk-bulk-elsewhere = 這個案件不在您的桌面上。
desk-bulk-unknown = 一個案件：

desk-contact-show = 顯示聯絡資料（會留下紀錄）
desk-file-open = 列印案卷
desk-file-title = 案卷{ $reference }
desk-file-made = { $at }的內容。內有受保護的個人資料：請比照案卷保管，用畢銷毀。
desk-file-contact = 市民提供的聯絡資料，要先按下顯示才會出現。
desk-file-looks = 誰看過

desk-key-move = 下一個、上一個案件
desk-key-open = 在清單旁邊打開案件
desk-key-choose = 勾選案件
desk-key-close = 關閉案件
desk-key-undo = 不再承辦這個案件

record-assigned = { $office }指定承辦人：
record-unassigned = { $office }的這位同事不再承辦：
record-contact-shown = { $office }的承辦人員查看了聯絡資料。

done-act-assign = 已記下由誰承辦。

invalid-assigned-meanwhile = 已經有同事承辦。請先看清楚現在的承辦人，再決定要不要更改。
invalid-none-chosen = 請至少勾選一個案件。
invalid-too-many-chosen = 一次最多勾選50個案件。

desk-view-asked = 等市民回覆
desk-act-question = 您想知道什麼
desk-act-question-hint = 市民的電子郵件地址確認過的，會收到郵件；也可以用案號和查詢密碼看到。
record-asked = { $office }向市民詢問。
record-replied = 市民已回覆。
record-added = 市民補充說明。
done-act-ask = 已經向市民詢問。
mail-news-asked-subject = { $reference }：機關想請問您
mail-news-asked = 這裡是{ $city }。{ $office }處理您的案件{ $reference }，想請問您：
mail-news-asked-how = 請用案號和查詢密碼打開案件的頁面回覆。機關會繼續處理，答覆的期限不變。
mail-replied-subject = { $reference }：市民已回覆
mail-replied-why = 這是{ $city }市政建議的自動通知：案件{ $reference }的市民回覆了您的詢問。
mail-added-subject = { $reference }：市民補充說明
mail-added-why = 這是{ $city }市政建議的自動通知：案件{ $reference }的市民有補充說明。
reply-title = 機關想請問您
reply-words = 您的回覆
reply-hint = 機關會看到，也會留在案卷裡。
reply-button = 送出回覆
reply-done = { $kind ->
        [added] 機關已收到您的補充。
       *[replied] 機關已收到您的回覆。
    }
add-title = 還有要補充的嗎？
add-words = 補充的內容
add-button = 補充到這個案件
add-late = 這個案件現在不能補充說明
add-instead = { $instead ->
        [confirm] 這個案件還在等電子郵件地址的確認。請先點開確認信中的連結，再來補充。
        [reopen] 機關已經答覆。您可以將這個案件重新開案，把剛才寫的內容填在那裡。
       *[anew] 這個案件已經結束。請另外提出建議，內容裡可以註明這個案號。
    }
