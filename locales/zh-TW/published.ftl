# 市民公開的建議：案件頁、清單，以及討論區裡的主題

publication-title = 公開
publication-none = 您可以把這則建議公開，讓大家在討論區閱讀和討論。公開前會先讓您看到公開後的樣子，文字可以修改，案件本身不會變動。您的聯絡資料和案號永遠不會公開。
publication-waits = 版主看過之後才會公開，在那之前別人看不到。
publication-public = 所有人都可以閱讀和討論。
publication-rejected = 版主沒有讓它公開，別人沒有看到。您可以修改後再送一次。
publication-change-rejected = 大家讀過這則建議，但版主沒有通過最近的修改，現在別人看不到。您可以修改後再送一次，別人的回覆都會留著。
publication-appealed = 您的申訴還在等候處理，處理完之前不能再送一次，不然這件申訴就沒有對象了。
publication-hidden = 版主已隱藏這則建議。
publication-read = 到討論區閱讀
publication-begin = 看看公開後的樣子
publication-change = 修改公開的文字
publication-withdraw = 撤回公開
publication-withdraw-hint = 撤回後，標題和內容都會刪除。別人引用過的文字會留下，但其中的個人資料都會遮蔽。
publication-after-confirming = 電子郵件確認之後，就可以在案件頁公開這則建議。
publication-next = 現在還沒有公開任何內容。請先看看大家會讀到的樣子，再決定。

publication-form-title = 公開您的建議
publication-form-lead = 大家會讀到的就是這個樣子。想改什麼都可以改：不管公開什麼，機關收到的內容都不變。
publication-beside = 一起公開的資料
publication-beside-lead = 除了您的文字，大家也會看到下面這些案件資料，以及往後的處理情形。
publication-from-topic = 還有：這則建議來自討論區的這個主題，兩個頁面會互相連結：
publication-body-hint = 除非您願意讓所有人知道，請不要寫出自己是誰、住在哪裡。
publication-name = 要公開的名稱
publication-name-hint = 可以不填；不填會顯示「一位市民」。
publication-send = 公開
publication-send-hint = 版主看過之後，大家才看得到。您隨時可以在案件頁撤回；別人引用過的文字會留下，但其中的個人資料都會遮蔽。
publication-again-hint = 遮蔽或刪去的部分馬上生效。新寫的內容要再等版主看過，這段期間別人看不到這則建議。
publication-back = 回到案件
publication-stale = 現在的文字和您開始修改時不同了。您寫的內容保留在這裡；再送一次，就會取代現在的文字。
publication-done-sent = 已送出，版主會先看過。大家可以閱讀時，這裡會顯示。
publication-done-changed = 已儲存，大家現在讀到的是新的文字。
publication-done-withdrawn = 已撤回公開，標題和內容都已刪除。別人的回覆會留下；他們引用過的文字也會留下，但其中的個人資料都已遮蔽。

published-title = 公開的建議
published-lead = 市民向市府提出並同意公開的建議，以及每一則處理到哪裡了。
published-narrow = 縮小範圍
published-month = 公開的月份
published-month-hint = 年和月，例如2026-03。
published-no-month = 請填寫年和月，例如2026-03。
published-no-state = 請從清單選擇處理情形。
published-show = 顯示
published-all = 所有公開的建議
published-none = 還沒有公開的建議
published-none-text = 要不要公開，由提出建議的市民自己決定。歡迎提出第一則。
published-none-here = 沒有符合條件的建議
published-none-here-text = 少選一個條件，或看看全部的建議。
published-feed = 向{ $city }提出的建議
published-feed-link = 訂閱新公開的建議（Atom）
published-one = 市民向市府提出的建議
published-received = 收到
published-answered = 答覆
published-how = 提出的市民同意公開。處理情形直接取自案件。
published-came-from = 這則建議來自討論區的主題：
published-came-of = 有市民從這個主題向市府提出了建議：
published-on-desk = 這是您機關的案件：{ $reference }

face-resident = 一位市民
search-kind-suggestion = 建議
suggest-similar = 有人提過了嗎？
suggest-similar-hint = 這些公開的建議和您的很像，也許已經有答覆。您還是可以送出自己的建議。
suggest-publish-not = 目前不公開市民的建議，只有機關會看到您的內容。

desk-publish = 也把這則答覆公開在建議下面
desk-in-public = 公開的版本
desk-in-public-hint = 遮蔽或刪去個人資料之後，大家讀到的就是這些文字；市民收到的仍是上面完整的答覆。
desk-publish-hint = 市民已公開這則建議。市民會收到完整的答覆；公開的版本會先遮蔽或刪去個人資料。

review-publication = 市民要公開一則建議
board-takes-suggestions = 公開的建議放在這個看板
board-takes-suggestions-hint = 只有一個看板收公開的建議，選了這個，原來的就不再收。每一則都要市民同意，並由版主先看過。
invalid-board-not-public = 公開的建議是給所有人看的，所以這個看板必須所有人都能閱讀。
invalid-merge-suggestion = 公開的建議自成一個主題，市民撤回時會一起消失，不能和別的主題合併。

record-publication-asked = 市民同意公開這則建議的文字，版主會先看過。
record-publication-withdrawn = 已撤回公開。
