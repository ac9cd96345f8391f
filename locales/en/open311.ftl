# Open311: what programs of others are told, and through them their users

open311-contact = { $city }, telephone { $phone }, e-mail { $email }
open311-key-service = Reading needs no key. For a key to send suggestions, write to { $email } and say what your program does and who answers for it.

open311-district = In which district is it?
open311-title = A title of one line. Without one, the first line of the description is taken.
open311-share-contact = May the responsible office have the contact details? Without a yes it does not get them, and they are never public.
open311-publish = Do you want to publish the suggestion? Nothing is published by this: you decide on the page of your case, where you see the words first.
open311-notice-read = I have read this notice.
open311-yes = Yes
open311-no = No

open311-sent = Received as { $reference }, case password { $password }. The { $offices } answers by { $due }. Keep both: with them you follow the case and publish it, if you like, at { $address }
open311-sent-confirm = Received as { $reference }, case password { $password }. Please follow the link in the mail to the address given, within { $days } days; then it goes to the { $offices }. Keep number and password: with them you follow the case at { $address }

open311-field = { $field }: { $message }
open311-no-key = The api_key is missing or not valid, so nothing was stored. The discovery document says how to get one.
open311-no-jurisdiction = The jurisdiction_id was not found: this is another city.
open311-no-service = The service_code was not found. The list of services names all.
open311-no-request = No published request has this service_request_id.
open311-no-token = The token was not found, or what was sent with it is not published.
open311-which-service = The service_code was not provided.
open311-too-many = Please name at most 50 at once.
open311-status = A status is open or closed.
open311-moment = start_date and end_date are moments with their time zone, such as 2026-03-02T00:00:00Z.
open311-backwards = The end_date lies before the start_date.
open311-too-long = start_date and end_date span at most 90 days.
open311-where = Please say where it is: send address_string, or lat and long. This city has no register for address_id.
open311-coordinates = lat and long belong together, in degrees of WGS84: lat from -90 to 90, long from -180 to 180.
open311-media = media_url is no http or https address.
open311-yes-or-no = attribute[share_contact] and attribute[publish] are yes or no.
open311-notice = attribute[notice] is missing, or the notice has changed since. Show the notice in the service's definition and send its key.
