# 發言的附件。

files-add = 加入附件
files-add-hint = 最多五個：圖片（JPEG、PNG、WebP、GIF）、PDF或純文字檔。檔案裡關於您的資訊（例如照片的拍攝地點和時間）會先移除，PDF裡的註解、表單欄位和程式也會移除。檔名和檔案裡的文字，同樣會檢查有沒有個人資料。
files-legend = 附件{ $number }：{ $name }
files-alt = 這張圖片是什麼？
files-alt-hint = 寫給看不到圖片的人。想讓圖片出現在內文裡，就在內文寫![圖片說明](attachment:{ $number })。
files-drop = 不要這個附件
files-unread = 我們讀不到這個檔案裡的文字。版主會先看過，再公開您的發言。
files-unread-tag = 文字無法讀取
files-describe = 圖片收到了。請說明圖片裡是什麼，讓看不到的人也能知道。不想寫的話，留空再送出一次即可。目前還沒有發表。
files-refused = 沒有加入「{ $name }」：{ $why }
files-too-many = 一次最多{ $most }個附件，其餘的沒有加入。
problem-too-many-files = 您還沒有送出的附件太多了。請先送出或移除一些，或晚一點再試。
files-picture = 圖片：{ $name }
files-moving = 動畫：打開圖片才會播放
files-kind-pdf = PDF
files-kind-text = 純文字
files-marked = 含有公開的個人資料

face-finding-in-file = 在附件「{ $name }」裡
face-finding-take-file-out = 移除整個附件
face-finding-take-file-out-hint = 文件裡的文字無法遮蔽。

invalid-files-gone = 有一個附件已經不在了：等候太久，或已經用在別的地方。請再加入一次。
invalid-file-too-large = 檔案超過{ $max } MB。
invalid-file-empty = 檔案是空的。
invalid-file-unknown = 不是圖片（JPEG、PNG、WebP、GIF）、PDF，也不是Unicode（UTF-8）純文字檔。我們看的是檔案內容，不是副檔名。
invalid-file-too-many-pixels = 圖片超過{ $max }百萬像素。
invalid-file-too-many-frames = 動畫超過{ $max }格，或是尺寸太大。
invalid-file-too-long = 文字超過100,000字。
invalid-file-locked = 文件有密碼保護。請存成沒有密碼的檔案，再加入一次。
invalid-file-too-complex = 文件太複雜，無法安全讀取。請列印成新的PDF，再加入一次。
invalid-file-damaged = 檔案無法讀取。請打開檔案另存一次，再加入。
