# Cookies: the switch at the foot of every page, the question, and the page about them.

cookie-choice = Cookie設定
cookie-mode-accept = 全部接受
cookie-mode-notify = 先通知我
cookie-mode-refuse = 全部拒絕
cookie-choice-save = 儲存設定
cookie-signal = 您的瀏覽器要求不被追蹤（Global Privacy Control）。除非您在這裡另外選擇，我們視為「全部拒絕」。

cookie-question-label = 關於Cookie的詢問
cookie-question = 可以存放「{ $name }」的Cookie嗎？
cookie-question-life = 保留期限：{ $life }。
cookie-question-yes = 可以
cookie-question-no = 不要
cookie-counting-name = 當日訪客計數

cookie-session-purpose = 讓您換頁時保持登入。裡面只有一個隨機的值，沒有任何關於您的資料。
cookie-sign-on-purpose = 只有在市府提供單一登入、而您按下按鈕時才會用到：在登入完成以前，把這次登入綁定在您的瀏覽器。裡面只有一個隨機的值，沒有任何關於您的資料。
cookie-choice-purpose = 記住您的Cookie設定和您的回答。
cookie-counting-purpose = 計算每天有多少人造訪。裡面只有當天的日期，每個人都一樣，無法辨認任何人。

cookie-life-log-off = 到您登出為止，最長{ $days }天
cookie-life-days = { $days }天
cookie-life-minutes = 到登入完成為止，最長{ $minutes }分鐘
cookie-life-midnight = 到當天午夜

cookie-needs-log-on = 只在您登入時
cookie-needs-choice = 選擇「全部接受」或「先通知我」時
cookie-needs-consent = 選擇「全部接受」，或在詢問時同意

cookies-lead = Cookie是網站存放在您裝置上的一小段資訊。這一頁列出本網站可能存放的每一個Cookie，也說明拒絕以後會怎麼樣。
cookies-choice-title = 您的選擇
cookies-choice-lead = 每一頁的最下方都可以選擇。在您選擇以前，一律視為拒絕。
cookies-chosen = 目前
cookies-mode-accept-text = 下表中的Cookie都可以存放。
cookies-mode-notify-text = 存放非必要的Cookie以前，頁面會先告訴您它的名稱、目的和期限，由您回答可以或不要。
cookies-mode-refuse-text = 您的裝置上什麼都不存，連這個選擇也不存；先前存放的會一併移除。
cookies-signal-text = 如果您的瀏覽器送出Global Privacy Control（Sec-GPC: 1），我們視為「全部拒絕」，先前的選擇也不例外。只有在瀏覽器送出這個訊號時，您仍在這裡另外選擇，才以您的選擇為準。
cookies-register-title = 所有的Cookie
cookies-register-lead = 除此之外沒有別的，而且只有本網站能讀取。最後一項以外都是Cookie，頁面上的程式讀不到；最後一項由程式存在瀏覽器自己的儲存空間。
cookies-name = 名稱
cookies-purpose = 目的
cookies-life = 期限
cookies-needs = 什麼時候存放
cookies-refused-title = 如果您拒絕
cookies-refused-works = 您仍然可以閱讀、搜尋、提出建議、查詢案件，並在開放訪客的看板發言。頁面的語言寫在網址裡，所以不必記住。
cookies-refused-log-on = 需要的話，您仍然可以登入。按下「登入」就是要求存放登入用的Cookie，因為沒有它，下一頁就認不得您。它只存在到您登出為止；登出後，這個值在我們的伺服器上也同時失效。
cookies-refused-browser = 如果您的瀏覽器本身封鎖Cookie，您就無法登入，需要帳號的功能也無法使用：以自己的帳號發言、編輯這些發言，以及變更帳號設定。
cookies-counting-title = 我們怎麼計算訪客
cookies-counting-text = 每一頁被看了幾次，我們不用Cookie就能計算。每天有多少人來，只計算接受這個Cookie的人。它只記日期，所以無法用來連結不同的日子，也無法分辨不同的人。每個月結束後，我們公布平常一天有多少人來，並刪除每一天的計數。
cookies-none-title = 這裡沒有的
cookies-none-text = 沒有其他公司的Cookie，沒有廣告，頁面也不會從其他網站載入任何東西。我們怎麼處理您的資料，請看

done-cookies-accept = 已儲存您的設定：全部接受。
done-cookies-notify = 已儲存您的設定：存放非必要的Cookie以前會先詢問您。
done-cookies-refuse = 已全部拒絕。您的裝置上不會為了這個選擇存放任何東西。
done-cookie-allowed = 謝謝您，這個Cookie可以存放。您隨時可以在任何一頁的最下方更改。
done-cookie-declined = 不會存放這個Cookie，也不會再問您。
done-logged-on = 您的瀏覽器沒有留下登入需要的Cookie，所以沒有登入。請在瀏覽器允許本網站的Cookie，再登入一次。不登入也可以閱讀、提出建議和查詢案件。
