# 個人資料檔案與保存期限。
files-title = 個人資料檔案
files-lead = 本服務保有哪些個人資料、為什麼、保存多久、誰看得到。這份清單由程式本身產生，沒有列在這裡的就不會保存。
files-kinds = 類別
files-basis = 依據
files-retention = 保存期限
files-recipients = 誰看得到
files-contact = 聯絡方式
files-contact-text = 這些檔案由{ $city }保有。如有疑問，或想查詢、更正、刪除與您有關的資料，請聯絡：

file-accounts-name = 帳號
file-accounts-purpose = 讓您用自己的名字發言、之後再登入，並依您的喜好設定本服務。
file-sign-on-name = 透過市府單一登入的登入
file-sign-on-purpose = 把透過單一登入進行的登入綁定在原來的瀏覽器，並防止單一登入服務的訊息被重複使用。單一登入服務提供的資料以加密方式保存，只到帳號建立或連結完成為止。
file-attempts-name = 失敗的嘗試與程式送出請求的次數
file-attempts-purpose = 防止有人猜測密碼或案號，也防止程式送出太多請求。只保存無法還原的雜湊值。系統管理員只看得到市府人員的帳號有幾次嘗試失敗，看不到其他人的。
file-sign-ins-name = 市府人員的登入時間
file-sign-ins-purpose = 讓版主、承辦人員、個資保護專員與系統管理員本人，以及系統管理員，看得到權限高於市民的帳號在什麼時間、以哪種方式登入。不記IP位址與瀏覽器，也不記市民的登入時間。
file-forum-name = 討論區
file-forum-purpose = 呈現大家在討論區公開的內容。自行公開的姓名與電子郵件不在隱私權政策的保護範圍內，並會加上標示。
file-drafts-name = 草稿
file-drafts-purpose = 在發表之前，替您留著開始寫的內容。加密保存，只有寫的人看得到。
file-reading-name = 閱讀進度
file-reading-purpose = 讓要求這項功能的人看到哪些發言還沒讀過。只記讀到哪一則，不記時間，也不列入統計。
file-followed-name = 關注、通知、書籤與表態
file-followed-purpose = 通知大家和自己有關或所關注的發言、方便再找到發言，並讓每個表態只計一次。通知只記是哪一則發言，不重複其內容。
file-profiles-name = 個人頁面
file-profiles-purpose = 呈現大家自行選擇公開的資料，不在隱私權政策的保護範圍內，並會加上標示。
file-moderation-name = 發言審查
file-moderation-purpose = 在發言公開之前或被檢舉之後加以檢視，並說明未公開的理由。用來認出重複發言的加密雜湊值只保存7天，發言遮蔽時立即刪除。
file-staff-name = 機關成員
file-staff-purpose = 確認由哪位承辦人員代表哪個機關答覆。
file-suggestions-name = 市政建議與案件檔案
file-suggestions-purpose = 處理市民的建議、給予答覆，並保存公務紀錄；也記下機關或管理員在哪一天查看過案件和其中的聯絡資料。
file-letters-name = 寄進來的郵件
file-letters-purpose = 保管機關人員以郵件寄來、尚未寄給市民的答覆，以及還不知道屬於哪個案件的來信，直到有人處理。整封郵件都經過加密；誰在哪一天讀過，會留下紀錄。
file-ratings-name = 對答覆的評分
file-ratings-purpose = 在統計裡說明市民對市府的答覆滿不滿意。市府沒有人看得到哪件案件得了幾顆星。當月的統計一做好，星數就刪除；問過的紀錄留在案件裡，這樣才不會再問一次。
file-polls-name = 投票記號
file-polls-purpose = 讓每個帳號在一項調查只投一次。記號是加密的雜湊值，沒有時間也沒有選擇，調查結束後就刪除。
file-events-name = 活動報名資料
file-events-purpose = 為報名的人保留名額、通知變更，並讓候補的人遞補。只有活動主辦人看得到，並記下在哪一天查看；在報名表所寫的日期刪除。
file-supports-name = 建議的附議
file-supports-purpose = 讓每個人對一項公開的建議只計一次附議。有帳號的只記附議這件事；沒有帳號的，以寄出的連結確認地址之後，只存加密的雜湊值，沒有本系統的密鑰就無法連到任何人；地址隨即刪除，同意的紀錄也一併刪除，因為留在雜湊值旁邊會透露誰在什麼時候附議。
file-mail-name = 已寄出的郵件
file-mail-purpose = 寄送本服務的郵件、確認是否送達，並且不再把非必要的郵件寄到不存在或不想收的地址。收件人與內容都經過加密。

file-event-looks-name = 活動名單的查看紀錄
file-event-looks-purpose = 讓報名的人看到主辦人在哪幾天打開過名單。
file-access-log-name = 存取紀錄
file-access-log-purpose = 維持服務安全運作，並了解使用情形。只有網路、小時、瀏覽器種類與頁面四項，各自打散順序；裡面沒有任何一項可以連到帳號或案件。
file-erasure-journal-name = 刪除紀錄
file-erasure-journal-purpose = 還原備份時，把之後已經刪除的資料再刪除一次。只有編號，和資料庫分開保存。
file-mail-folder-name = 郵件資料夾
file-mail-folder-purpose = 沒有設定郵件伺服器、只是試用時，把郵件存成檔案。

files-sources = 職務與義務
files-others = 其他紀錄
files-others-text = 除了上面的檔案，其他紀錄都不涉及市民的資料。其中若記有市府人員是誰處理的，屬於公務紀錄的一部分。
file-plain-acts-name = 市府人員的處理
file-plain-acts-purpose = 說明由哪位市府人員訂定協議、依協議提供資料或通報外洩，以及和哪一件案件有關。
file-plain-announcements-name = 民意調查、活動與宣傳連結
file-plain-announcements-purpose = 公告調查與活動，並以總數計算結果與瀏覽次數。由哪位市府人員建立，會記在其中但不公開。
file-plain-city-name = 市府自己的設定與文字
file-plain-city-purpose = 提供服務所需的看板、機關、類別、行政區、分案規則、政策各版本、告知內容與系統管理員的設定。
file-plain-chains-name = 紀錄鏈與簽章聲明
file-plain-chains-purpose = 讓所有人都能查驗處理紀錄與案卷沒有被更改。只有承諾值，沒有內容。
file-plain-figures-name = 公布的統計數字
file-plain-figures-purpose = 公布認不出任何人的統計與開放資料。
file-plain-desk-name = 工作用的數字與草稿
file-plain-desk-purpose = 計算每天的頁面瀏覽次數、版主對偵測結果的意見、到期刪除的筆數，準備政策的新版本，並把發生的事通知市府的程式（哪一種事件與編號，保存30天）。
file-plain-workings-name = 程式運作所需
file-plain-workings-purpose = 刪除不再需要的檔案、讓每張表單只收一次、讓重送請求的程式得到相同的回覆、記下刪除紀錄的哪幾行已經執行、讓其他討論區只匯入一次、讓多台伺服器不重複執行同一項定期工作、記下資料庫做過哪些變更，並判斷暫存在記憶體裡的網頁是否仍然正確。

file-basis-consent = 當事人同意（個人資料保護法第15條第2款）
file-basis-duty = 執行法定職務（個人資料保護法第15條第1款；行政程序法第168條至第173條）
file-basis-published = 當事人自行公開並同意（個人資料保護法第15條第2款）
file-basis-security = 維護個人資料安全的義務（個人資料保護法第15條第1款、第18條）

file-source-petitions = 行政程序法第168條至第173條：答覆建議與詢問，並保存案卷
file-source-rights = 個人資料保護法第3條、第10條、第11條、第13條：當事人對自己資料的權利與答覆期限
file-source-proof = 個人資料保護法第7條：市府須能證明當事人已經同意
file-source-safety = 個人資料保護法第18條：維護個人資料安全，並記錄誰使用過
file-source-purpose = 個人資料保護法第16條：依提供時的目的使用地址
file-source-circumstances = 隱私權保護政策的情形（1）至（4）：每一次都須有據可查，並可申訴
file-source-work = 個人資料保護法第15條第1款：由誰執行市府的職務

file-kind-name = 姓名
file-kind-email = 電子郵件地址
file-kind-phone = 電話號碼
file-kind-place = 行政區或地點
file-kind-text = 所寫的內容
file-kind-proof = 密碼與連結的雜湊值
file-kind-preference = 個人設定
file-kind-activity = 做了什麼、在什麼時候
file-kind-progress = 讀到哪裡
file-kind-network = 網路（截短過的IP位址）
file-kind-browser = 瀏覽器種類

file-recipient-nobody = 只有本人
file-recipient-office = 負責機關
file-recipient-moderators = 版主
file-recipient-officer = 個資保護專員
file-recipient-administrators = 系統管理員
file-recipient-public = 所有人

file-kept-unkept = 寄給活動報名者和附議者、和個人資料請求有關的郵件，以及摘要：送達即刪除；無法送達的7天。摘要送出後，種類、時間與地址的雜湊值再保存7天：如果被退回，就不再寄到那個地址。請求的答覆送出後，時間與請求的編號再保存7天，不含地址：如果被退回，個資保護專員會得知。
file-kept-approvals = 未獲核可或沒有使用的，連同理由：90天。已使用的，作為調查紀錄保存。
file-kept-polls = 到調查結束為止。
file-kept-supports = 到收回附議或建議不再公開為止。
file-kept-breach-marks = 到外洩通知信全部寫好為止。
file-kept-attachments = 附在發言上的檔案：直到作者刪除檔案或發言為止。上傳後沒有發表的：24小時，沒有帳號的2小時；屬於草稿的，和草稿保存一樣久。
file-kept-service = 本服務運作期間。
file-kept-log = { $count ->
       *[other] 每天一個檔案，保存{ $count }天。
    }
file-kept-journal = 到不再有刪除之前的備份為止。
file-kept-mail-folder = 直到營運人員清空資料夾為止。
file-kept-owner = 直到本人刪除為止。
file-kept-expiry = 有效期限的項目（連結、登入、未確認的註冊）：到期即刪除。
file-kept-days = { $count ->
        [one] 最後一次使用後1天。
       *[other] 處理完畢後{ $count }天。
    }
file-kept-years = { $count ->
       *[other] { $count }年。
    }

officer-retention-title = 保存期限
officer-retention-lead = 每小時依資料清冊與保存年限刪除到期的資料。這裡只顯示筆數，沒有內容。
officer-retention-due = 目前到期
officer-retention-nothing = 目前沒有到期的資料。
officer-retention-reports = 已刪除
officer-retention-no-reports = 尚未刪除任何資料。
officer-retention-file = 檔案
officer-retention-no-file = 無個人資料
officer-retention-table = 資料表
officer-retention-count = 筆數
officer-retention-day = 日期

looks-title = 誰看過您的案件
looks-lead = 機關收到或開啟您的案件（連同您提供的聯絡資料），每一天都會記在這裡。
look-delivery = 隨建議寄給{ $office }
look-handling = { $office }在處理建議時查看
look-administration = 網站管理員查看（不是{ $office }的人員）
file-decisions-name = 發言處理紀錄
file-decisions-purpose = 記錄對他人發言或個人資料做了什麼、依據是什麼，並受理申訴。依據的內容、原文與申訴都經過加密；申訴期限一過，原文就會刪除。對警告、禁言或停權提出申訴時寫下的話，會隨帳號一起刪除。系統管理員看得到是哪位市府人員、在什麼時間處理的，看不到上述文字。
file-requests-name = 個人資料請求
file-requests-purpose = 在法定期限內答覆市民對自己資料的請求。內容、答覆與信箱都經過加密；答覆之後就刪除信箱，寄出的郵件送達即刪除。
