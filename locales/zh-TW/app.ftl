app-name = Plaza
home-title = 市民討論區與市政建議

time-now = 剛剛
time-minutes = { $count }分鐘前
time-hours = { $count }小時前
time-days = { $count }天前

# What a form's field may say; min and max come from its rule.
invalid-required = 這一欄請填寫。
invalid-email = 請填寫電子郵件地址，例如name@example.tw。
invalid-length = 請填寫{ $min }到{ $max }個字。
invalid-too-long = 最多{ $max }個字。
invalid-too-short = 至少{ $min }個字。
invalid-characters = 含有無法儲存的字元，請不要用貼上的，重新輸入一次。
too-many-kept = 您的網路剛剛送出太多次了。您輸入的內容還在這裡，請過一分鐘再送一次。
invalid-choice = 請從選項中選一個。

# API problems, by their stable code
problem-not-found = 這個網址沒有內容。
problem-method-not-allowed = 這個網址不能用這種方法存取。
problem-bad-request = 無法讀懂這個請求。
problem-too-large = 請求的內容太大。
problem-head-too-large = 網址或標頭太長。
problem-too-slow = 內容沒有在時間內傳完，沒有儲存。
problem-unsupported-media-type = 這裡不接受這種格式的內容。
problem-unauthorized = 請先登入。
problem-forbidden = 您的身分不能這麼做。
problem-cross-site = 這個請求來自其他網站，沒有執行。
problem-conflict = 狀態已經改變：有人先處理了，或期限已過。
problem-moved = 已移到另一個網址。
problem-gone = 這個連結已經用過，或已經過期。
problem-too-many-attempts = 嘗試太多次了，請稍後再試。
problem-unavailable = 服務暫時中斷，請稍後再試。
problem-busy = 現在使用的人很多，請過幾秒再試。
problem-no-room = 現在沒有空間可以儲存，請稍後再試。
problem-internal = 我們這邊出了問題。
problem-invalid = 有些欄位需要修改。

# What was typed when the session had ended
kept-text = 您輸入的內容還沒有送出，全都在這裡。請先複製再離開這一頁。
kept-label = 您輸入的內容
