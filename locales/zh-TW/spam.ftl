# How much a text looks like spam, for moderators.

spam-score = 垃圾訊息分數{ $score }（滿分100）
spam-reason-links = 連到其他網站
spam-reason-repeated = 最近七天有其他帳號或訪客發過相同的內容
spam-reason-repeated-links = 那些內容也有連結
spam-reason-own-repeated = 作者自己最近七天發過好幾次相同的內容
spam-reason-capitals = 大部分是大寫字母
spam-reason-mixed-scripts = 有字詞混用了不同文字的字母
spam-reason-new-account = 帳號建立不到一天
spam-reason-trap = 填了一般人看不到的欄位
spam-reason-fast = 表單在三秒內就送出
spam-reason-untimed = 表單沒有附上製作時間，或是兩小時以前的表單
spam-reason-no-proof = 瀏覽器沒有送出運算證明，例如沒有啟用JavaScript
spam-reason-learned = 依這裡過去對類似用語的審核決定
spam-reason-watched = 含有監看字詞：{ $word }
defence-trap = 請留空
spam-automatic-flag = 這個檢舉可能是程式自動送出的，不影響審核的先後：{ $reasons }
spam-automatic-case = 這件可能是程式自動送出的，處理方式不受影響：{ $reasons }
