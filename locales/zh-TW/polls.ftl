# 意見調查。

polls-title = 意見調查
polls-lead = 市府想聽您的意見。帳號只用來確認每人投一次，您選了什麼不會和帳號記在一起。
polls-none = 還沒有調查
polls-none-text = 市府有問題想請教大家時，會列在這裡。
poll-new = 新增調查
poll-new-lead = 可以只填一種語言，也可以兩種都填；兩種都填時，選項的順序要一樣。建立之後，文字和日期就不能再改。
poll-on-topic = 這個調查會放在主題上：
poll-to-topic = 前往主題
poll-in-zh = 中文
poll-in-en = 英文
poll-title = 標題
poll-question = 題目
poll-options = 選項
poll-options-hint = 每行一個，2到20個。
poll-option = 選項
poll-votes = 票數
poll-days = 投票期間
poll-opens = 第一天
poll-closes = 最後一天
poll-closes-hint = 當天午夜截止，之後才公布結果。
poll-make = 建立調查
poll-open = 進行中
poll-upcoming = 尚未開始
poll-closed = 已結束
poll-until = 到{ $date }為止
poll-from = { $date }開始
poll-ended = { $date }截止
poll-your-choice = 您的選擇
poll-vote = 投票
poll-voted = 您已經投過票。您選了什麼沒有和帳號記在一起，所以無法顯示，也無法更改。
poll-account = 為了讓每人只投一次，投票需要帳號。
poll-choose = 請從選項中選一個。
poll-second = 您已經在這個調查投過票。第一次的票仍然有效，什麼都沒有改變。
poll-not-open = 這個調查現在不能投票，什麼都沒有改變。
poll-results = 結果
poll-results-later = 調查結束後，至少有10人投票才公布結果。在那之前，包括市府在內，沒有人看得到數字。
poll-too-few = 投票的不到10人，所以不公布結果。
poll-unanimous = 投票的人全都選了「{ $option }」。
poll-counted = 至少有10人投票。選的人不到10人的選項一律寫「不到10人」，沒有人選也一樣。這裡不列總數，因為從總數可以推算出這些選項。
poll-under-ten = 不到10人
poll-how-title = 您的選擇如何保密
poll-how = 您投票時，系統留下「這個帳號投過票」的記號，再把您選的那一項加一。記號是打亂過的值，不帶時間，也沒有選票把記號和選擇連在一起。調查結束後，記號會全部刪除。
poll-how-live = 這樣做仍藏不住的是：管理伺服器的人如果在某一票前後各複製一次資料庫，或在調查期間讀取資料庫本身的變更紀錄，就可能看出記號出現時是哪一項增加了。

done-voted = 您的票已經計入。
done-poll-made = 調查已經建立。

official-rule = 這是市府自己的文字，不能公開任何人的個人資料。請遮蔽、刪去，或說明它不是個人資料。
official-only-none = 市府不能公開這項資料。請遮蔽或刪去；如果不是個人資料，請說明。

invalid-one-language = 請至少填一種語言。
invalid-same-options = 兩種語言的選項數目要一樣。
invalid-poll-end = 最後一天不能早於第一天，期間不超過12個月。
invalid-poll-options = 請填2到20個選項，每行一個。
invalid-poll-twice = 有一個選項重複了。
invalid-poll-option-long = 有一個選項超過120個字。
invalid-date = 請填寫日期，例如2026-03-31。
invalid-past = 這一天已經過了，請選今天或之後。

problem-poll-voted = 這個帳號已經在這個調查投過票，什麼都沒有改變。
problem-poll-closed = 這個調查現在不能投票。
problem-poll-no-option = 這個調查沒有這個選項。
