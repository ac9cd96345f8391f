# 搜尋。

search-title = 搜尋
search-field = 搜尋討論區
search-button = 搜尋
search-words = 要找什麼
search-words-hint = 用空格隔開幾個詞；要照原樣找一句話，請加上"引號"。
search-narrow = 縮小範圍
search-board = 看板
search-kind = 種類
search-kind-topic = 主題
search-kind-reply = 回覆
search-author = 作者
search-author-hint = 發言上顯示的名稱，須完全相同。
search-tag = 標籤
search-after = 從這天起
search-before = 到這天之前
search-any = 全部
search-found = 找到{ $count }則發言
search-found-many = 找到{ $count }則以上的發言，這裡列出最符合的。多寫一個詞，或縮小範圍，會更準。
search-none-title = 沒有找到
search-none-text = 換個說法、少寫幾個詞，或放寬範圍試試。等候審核和已隱藏的發言不會出現在搜尋裡。
search-blank = 可以搜尋所有公開的主題和回覆。
search-cut = 您寫的內容很長，只用了前{ $count }個字來找。
search-in = 回覆：
search-similar = 已經有人談過嗎？
search-similar-hint = 這些主題和您的標題相近。看看是否已經有答案，也可以直接回覆。
