# Open311：其他程式和使用它們的人所看到的說明

open311-contact = { $city }，電話{ $phone }，電子郵件{ $email }
open311-key-service = 讀取不需要金鑰。要取得送出建議的金鑰，請寫信到{ $email }，說明您的程式做什麼、由誰負責。

open311-district = 在哪一個行政區？
open311-title = 一行的標題。沒有填寫時，取說明的第一行。
open311-share-contact = 聯絡資料可以提供給負責的機關嗎？沒有選「可以」就不會提供；聯絡資料永遠不會公開。
open311-publish = 您想公開這則建議嗎？這裡還不會公開任何內容：您在案件頁面先看過文字，再自己決定。
open311-notice-read = 我已經看過這份告知。
open311-yes = 可以
open311-no = 不要

open311-sent = 已收到，案號{ $reference }，查詢密碼{ $password }。{ $offices }最晚{ $due }答覆。請把兩者都記下來：用它們可以追蹤案件，想公開時也從這裡公開：{ $address }
open311-sent-confirm = 已收到，案號{ $reference }，查詢密碼{ $password }。請在{ $days }天內點開寄到信箱的連結，建議才會送到{ $offices }。請把案號和查詢密碼都記下來：用它們可以追蹤案件：{ $address }

open311-field = { $field }：{ $message }
open311-no-key = 沒有api_key，或是它無效，所以沒有儲存任何內容。discovery文件說明怎麼取得金鑰。
open311-no-jurisdiction = 找不到這個jurisdiction_id：這裡是另一個城市。
open311-no-service = 找不到這個service_code。服務清單列出所有代碼。
open311-no-request = 沒有公開的建議使用這個service_request_id。
open311-no-token = 找不到這個token，或是用它送出的建議沒有公開。
open311-which-service = 沒有提供service_code。
open311-too-many = 一次最多50個。
open311-status = status是open或closed。
open311-moment = start_date和end_date是帶有時區的時間，例如2026-03-02T00:00:00Z。
open311-backwards = end_date比start_date早。
open311-too-long = start_date和end_date最多相隔90天。
open311-where = 請說明地點：請送address_string，或是lat和long。本市沒有address_id的門牌資料庫。
open311-coordinates = lat和long要一起送，是WGS84的度數：lat從-90到90，long從-180到180。
open311-media = media_url不是http或https網址。
open311-yes-or-no = attribute[share_contact]和attribute[publish]是yes或no。
open311-notice = 沒有attribute[notice]，或是告知在這之後改過了。請顯示服務定義裡的告知，再送它的代碼。
