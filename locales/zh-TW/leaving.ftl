# Links that lead out, and the page in between.

leaving-mark = （通往其他網站）
leaving-title = 您即將離開本網站
leaving-lead = 下面的網址不屬於{ $city }。
leaving-policy = 那裡發生的事不受我們的隱私權政策保護。其他網站可能會記錄您是誰、看了什麼。
leaving-address = 完整網址
leaving-letters = { $letters }這個名稱使用的字可能和別的字很像。電腦讀到的是{ $host }。
leaving-disguise = 網址開頭的「{ $name }」只是登入用的名稱，實際通往的網站是{ $host }。
leaving-plain = 和那個網站之間的連線沒有加密，途中的人可能讀取或更改您送出和看到的內容。
leaving-go = 前往{ $host }
leaving-stay = 留在這裡
leaving-refused-title = 這個連結不是本網站的頁面產生的
leaving-refused-text = 所以我們不帶您前往。如果是別人傳給您的，請小心：可能有人想讓別的網址看起來像我們的。
