# 草稿：還沒送出的內容，存在帳號或瀏覽器裡。

drafts-title = 您的草稿
drafts-lead = 您開始寫、還沒發表的內容。只有您看得到，加密保存；發表之後，或最後一次修改滿{ $days }天，就會刪除。
drafts-empty-title = 沒有草稿
drafts-empty-text = 您開始寫的內容會留在這裡，直到發表為止。
drafts-new-topic = 新主題
drafts-answer = 回覆
drafts-edit = 修改您的發言
drafts-text = 看內容
drafts-gone-title = 已經不在了
drafts-gone = 這份草稿原本要發表的地方已經不在，或不再開放給您。您還是可以複製內容。
drafts-go-on = 繼續寫
drafts-discard = 捨棄

draft-keep = 存成草稿
draft-discard = 捨棄草稿
draft-found = 這是您{ $when }的草稿。
draft-account = 發表之前，內容會以草稿存在您的帳號裡：按「存成草稿」時儲存；瀏覽器可執行指令碼時，書寫中也會自動儲存。草稿加密保存，只有您看得到，{ $days }天後刪除。
draft-browser = 瀏覽器可執行指令碼時，會替您留著內容，直到送出為止，最多{ $life }。送出之前，內容不會離開您的裝置。姓名、電子郵件地址和檔案不會保留。
draft-browser-found = 您的草稿回來了，是這個瀏覽器留下來的。
draft-nobody = 送出之前，內容不會存在任何地方，因為您沒有允許本站在瀏覽器裡儲存資料。要允許的話，請到本頁最下方選擇。
draft-question = 送出之前，可以讓這個瀏覽器留著您寫的內容嗎？
draft-question-yes = 可以，留著

draft-said-kept = 草稿已於{ $time }儲存。
draft-said-browser = 草稿已於{ $time }存在這個瀏覽器裡。
draft-said-away = 連線中斷，草稿無法儲存。您寫的內容還在這裡，我們會繼續嘗試。
draft-said-offline = 連線中斷，什麼都沒有送出，您寫的內容還在這裡。連線恢復後，請再送一次。
draft-said-refused = 草稿無法儲存。您寫的內容還在這裡，可以送出或複製。
draft-said-full = 瀏覽器沒有空間存草稿。您寫的內容還在這裡。
draft-said-no = 送出之前，內容不會存在任何地方。

invalid-drafts-too-many = 您的草稿太多了。請到帳號頁的「您的草稿」捨棄不再需要的。

done-draft-kept = 草稿已儲存。
done-draft-discarded = 草稿已捨棄。

cookie-draft-name = 草稿
cookie-draft-purpose = 留著訪客開始寫的內容，連線中斷也不會不見。這不是Cookie：瀏覽器把內容存在自己的儲存空間，您送出之前不會傳出去。送出或捨棄後就會清除。
